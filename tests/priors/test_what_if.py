"""One judgment held at a quantile: its own rows follow, in closed form, and nothing else moves."""

from __future__ import annotations

from math import exp, log
from pathlib import Path

import numpy as np
import pytest
from scipy.special import ndtri

from sim.errors import SimError
from sim.log_odds import expit
from sim.priors.build import build
from sim.priors.what_if import again, hold, why_not
from sim.scenario.edit import edit
from sim.scenario.file.read import loads, read
from sim.scenario.resolve.scenario import Scenario

FLAGSHIP = Path(__file__).parents[2] / "scenarios" / "venezuela-2025"
Z90, Z95 = ndtri(0.9), ndtri(0.95)

LAMP = """
schema_version: 1
id: lamp
title: A lamp
as_of: 2025-12-24
timeline: {steps: 3, step: 1 week}
background: [cat]
experts:
  ann: {name: Ann}
  cat: {name: Cat, kind: assumption, weight: 0.5}
variables:
  power: {label: Power, states: [off, on]}
  lamp: {label: Lamp, states: [dark, dim, bright], parents: [power]}
  mood: {label: Mood, states: [calm, tense, angry], ordered: false}
judgments:
  power:
    P1: {expert: ann, about: off, says: {probability: 30%, odds_within: 3}}
  lamp:
    L1: {expert: cat, about: any, says: {split: {dark: 50%, dim: 30%, bright: 20%}, odds_within: 4}}
    L2: {expert: cat, about: any, says: {shift: {power: {on: 1}}, sd: 0.4}}
  mood:
    M1: {expert: cat, about: any, says: {split: {calm: 50%, tense: 30%, angry: 20%}, odds_within: 4}}
policies: {none: {}}
questions:
  Q: {asks: "Does the lamp burn?", is: {lamp: dim or more}, at: 2026-01-14}
"""


@pytest.fixture(scope="module")
def lamp() -> Scenario:
    return loads(LAMP)


def tails(scenario: Scenario, name: str, judgment: str, level: float, row: int = 0) -> np.ndarray:
    priors = hold(build(scenario, 50, 1), judgment, level)
    table = priors.tables[name]
    return table.tails[table.row_of[0].reshape(-1)[row]]


@pytest.mark.parametrize("level", [0.1, 0.5, 0.9])
def test_a_number_stands_at_its_quantile_in_every_draw(lamp: Scenario, level: float) -> None:
    """The judgment is about the lowest state: at its 90th percentile the other state is least probable."""
    said = 1 / (1 + exp(-(log(0.3 / 0.7) + log(3) / Z95 * ndtri(level))))
    assert np.abs(tails(lamp, "power", "P1", level)[:, 0] - (1 - said)).max() < 1e-9


def test_a_split_moves_as_a_whole(lamp: Scenario) -> None:
    found = tails(lamp, "lamp", "L1", 0.9)
    expected = expit(np.log([0.5 / 0.5, 0.2 / 0.8]) + log(4) / Z95 * Z90)
    assert np.abs(found - expected).max() < 1e-9


@pytest.mark.parametrize("nudge", [0.0, 0.3])
def test_a_shift_stands_at_its_quantile_and_the_split_stays_in_doubt(lamp: Scenario, nudge: float) -> None:
    nudged = edit(lamp, {"judgments.L2.nudge": nudge})
    unmoved, moved = (tails(nudged, "lamp", "L2", 0.9, row) for row in (0, 1))
    effect = np.log(moved / (1 - moved)) - np.log(unmoved / (1 - unmoved))
    assert np.abs(effect - (1 + nudge + 0.4 * Z90)).max() < 1e-9
    assert unmoved[:, 0].std() > 0.05


def test_a_nudge_stays_on_top(lamp: Scenario) -> None:
    nudged = edit(lamp, {"judgments.P1.nudge": 0.5})
    said = 1 / (1 + exp(-(log(0.3 / 0.7) + 0.5)))
    assert np.abs(tails(nudged, "power", "P1", 0.5)[:, 0] - (1 - said)).max() < 1e-9


def test_other_variables_keep_their_very_rows(lamp: Scenario) -> None:
    priors = build(lamp, 50, 1)
    held = hold(priors, "P1", 0.9)
    assert [name for name in priors.tables if held.tables[name] is not priors.tables[name]] == ["power"]


def test_of_a_voice_s_statements_only_the_one_named_is_held() -> None:
    """Two statements of one voice on one variable share a latent column; the other keeps moving with it."""
    two = "    T1: {expert: ann, about: dim or more, given: {power: on}, says: likely}\n"
    two += "    T2: {expert: ann, about: dim or more, given: {power: off}, says: unlikely}\n"
    scenario = loads(LAMP.replace("  lamp:\n    L1", f"  lamp:\n{two}    L1"))
    before = build(scenario, 50, 1).tables["lamp"]
    after = hold(build(scenario, 50, 1), "T1", 0.1).tables["lamp"]
    off, on = before.row_of[0].tolist()
    assert (after.tails[off] == before.tails[off]).all()
    assert (after.tails[on] != before.tails[on]).any(axis=1).all()


def test_each_book_s_own_quantile_under_a_blend() -> None:
    blend = {"lexicon": {"capphrase": 1, "icd203": 1}, "judgments.P1.says": "unlikely"}
    found = tails(edit(loads(LAMP), blend), "power", "P1", 0.9)[:, 0]
    assert len(np.unique(found.round(9))) == 2


WHY = {
    "M1": "unordered",
    "L1": "in doubt one by one",
    "T1": "every row",
}


@pytest.mark.parametrize("judgment", WHY)
def test_what_has_no_single_quantile_says_why(lamp: Scenario, judgment: str) -> None:
    text = LAMP
    if judgment == "L1":
        text = text.replace("bright: 20%}, odds_within: 4}", "bright: 20%}, worth: 20}")
    if judgment == "T1":
        text = text.replace("P1: {expert: ann, about: off, says: {probability: 30%, odds_within: 3}}",
                            "T1: {expert: ann, says: {table: [0.3, 0.7], worth: 20}}")  # fmt: skip
    scenario = loads(text)
    name = {"M1": "mood", "L1": "lamp", "T1": "power"}[judgment]
    assert WHY[judgment] in why_not(scenario.variables[name], scenario.judgments[name][judgment])
    with pytest.raises(ValueError, match=WHY[judgment]):
        hold(build(scenario, 2, 1), judgment, 0.5)


def test_rows_made_again_are_those_of_a_build_from_the_start(lamp: Scenario) -> None:
    nudged = edit(lamp, {"judgments.L1.nudge": 0.7})
    priors = again(nudged, build(lamp, 60, 3), "L1")
    fresh = build(nudged, 60, 3)
    for name, table in fresh.tables.items():
        assert table.tails.tobytes() == priors.tables[name].tails.tobytes()


def test_rows_made_again_in_a_whole_case_are_those_of_a_build_from_the_start() -> None:
    """Every judgment that can be nudged: splits, shifts, backgrounds, bounds, and rows in which it has no part."""
    flagship = read(FLAGSHIP)
    priors = build(flagship, 8, 3)
    kept = {part.key: part for part in priors.parts.values()}
    nudged, stayed = 0, 0
    for key, one in flagship.resolved.items():
        try:
            moved = edit(flagship, {f"judgments.{key}.nudge": 0.7})
        except SimError:
            continue
        found, fresh = again(moved, priors, key).tables, build(moved, 8, 3, kept, checked=False).tables
        for name, table in fresh.items():
            assert table.tails.tobytes() == found[name].tails.tobytes(), (key, name)
        own = priors.tables[one.variable].tails == found[one.variable].tails
        nudged, stayed = nudged + 1, stayed + int(own.all(axis=(1, 2)).any())
    assert nudged > 40
    assert stayed > 20
