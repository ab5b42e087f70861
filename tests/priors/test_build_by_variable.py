"""Priors made variable by variable: which edits reach which rows, and that what is taken over is what would be made."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.priors.build import build
from sim.priors.model import Priors
from sim.scenario import edit
from sim.scenario.excerpt import excerpt
from sim.scenario.file import read
from sim.scenario.resolve.scenario import Scenario

FLAGSHIP = read.read(Path(__file__).parents[1] / "scenarios" / "valid" / "flagship-11.yaml")
DRAWS = 60
ALL = frozenset(FLAGSHIP.variables)


def made_again(changes: dict[str, object]) -> tuple[Priors, Priors, Scenario]:
    """The file's priors, and those of the edited file made from them."""
    before = build(FLAGSHIP, DRAWS, 3)
    after = edit.edit(FLAGSHIP, changes)
    return before, build(after, DRAWS, 3, {part.key: part for part in before.parts.values()}), after


def told(priors: Priors) -> str:
    """All that priors say but the arrays."""
    return repr((priors.judgments, priors.rows, priors.assumptions, priors.warnings, list(priors.tables)))


SPOKEN_BY_ROUVINSKI = frozenset(
    variable
    for variable, group in FLAGSHIP.judgments.items()
    if any(judgment.expert == "rouvinski" for judgment in group.values())
)


@pytest.mark.parametrize(
    ("path", "value", "reached"),
    [
        ("judgments.S14.nudge", 0.5, {"direct_military"}),
        ("judgments.S14.says", "likely", {"direct_military"}),
        ("judgments.S14.given", {"us_action": "blockade"}, {"direct_military"}),
        ("judgments.S8.nudge", -0.5, {"rhetoric"}),
        ("experts.rouvinski.weight", 2.5, SPOKEN_BY_ROUVINSKI),
        ("experts.rouvinski.kind", "assumption", SPOKEN_BY_ROUVINSKI),
        ("pool.rule", "linear", ALL),
        ("pool.concentration", 2.0, ALL),
        ("dependence", 0.2, ALL),
        ("lexicon", "icd203", ALL),
        ("background", [], ALL),
        ("title", "Another title", set()),
        ("questions.Q6.asks", "Another sentence?", set()),
        ("policies.strikes.us_action", "blockade", set()),
        ("variables.asset.label", "Another label", None),
    ],
)
def test_an_edit_reaches_the_rows_that_hang_on_it_and_no_others(path, value, reached):
    before, after, edited = made_again({path: value})
    fresh = build(edited, DRAWS, 3)
    assert told(after) == told(fresh)
    for name, table in fresh.tables.items():
        assert after.tables[name].tails.tobytes() == table.tails.tobytes(), name
        assert (after.tables[name].row_of == table.row_of).all(), name
    if reached is not None:
        assert {name for name in ALL if after.parts[name] is not before.parts[name]} == set(reached)


@pytest.mark.parametrize(("draws", "seed"), [(61, 3), (60, 4)])
def test_other_draws_take_nothing_over(draws, seed):
    before = build(FLAGSHIP, DRAWS, 3)
    after = build(FLAGSHIP, draws, seed, {part.key: part for part in before.parts.values()})
    assert not {name for name in ALL if after.parts[name] is before.parts[name]}
    assert after.tables["asset"].tails.shape[1] == draws


def test_an_excerpt_knows_its_own_digest():
    assert FLAGSHIP.digest != excerpt(FLAGSHIP, "asset").digest != excerpt(FLAGSHIP, "climate").digest


def test_a_key_that_left_something_out_would_be_seen(monkeypatch):
    monkeypatch.setattr("sim.priors.build.fingerprint", lambda scenario: "-".join(scenario.judgments))
    _, after, edited = made_again({"pool.rule": "linear"})
    fresh = build(edited, DRAWS, 3)
    assert any(after.tables[name].tails.tobytes() != fresh.tables[name].tails.tobytes() for name in ALL)
