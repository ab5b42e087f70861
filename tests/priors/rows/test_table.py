"""Tables of rows: exact as they stand, Dirichlet where they have a worth, and voices beside them."""

from __future__ import annotations

import json

import numpy as np
import pytest
from scipy import stats
from small import small

from sim.priors import build as building
from sim.priors.build import build
from sim.priors.rows import dirichlet
from sim.priors.rows.completion import compose
from sim.scenario import edit
from sim.scenario.file import read
from sim.scenario.model.forms import Table

ROWS = [[0.7, 0.2, 0.1], [0, 1, 0], [0.2, 0.3, 0.5], [0.1, 0.2, 0.7], [0, 0.5, 0.5], [0.5, 0.5, 0]]


def scenario(says: dict, *, judgments: dict | None = None, **variable: object):
    """A response `r` (three states) that depends on `a` (three) and `b` (two, slower: it comes first)."""
    data = {
        "background": ["net"],
        "experts": {"net": {"name": "Net", "kind": "base_rate"}, "ann": {"name": "Ann"}},
        "variables": {
            "a": {"label": "A", "states": ["low", "mid", "high"]},
            "b": {"label": "B", "states": ["no", "yes"]},
            "r": {"label": "R", "states": ["none", "some", "war"], "parents": ["b", "a"], **variable},
        },
        "judgments": {"r": {"T1": {"expert": "net", "says": says}, **(judgments or {})}},
        "policies": {"free": {}},
        "questions": {"Q": {"asks": "War?", "reaches": {"r": "war"}, "by": "2026-01-21"}},
    }
    return small(**data)


def rows(given, draws: int = 7, variable: str = "r") -> np.ndarray:
    """P(state) of every combination: (b, a, draws, states)."""
    table = build(given, draws, 1).tables[variable]
    tails = table.tails[table.row_of[0]]
    edge = np.ones((*tails.shape[:-1], 1))
    return -np.diff(np.concatenate([edge, tails, 0 * edge], axis=-1), axis=-1)


def test_rows_hold_as_they_stand_the_first_parent_slowest() -> None:
    found = rows(scenario({"table": ROWS, "certain": True}))
    assert np.abs(found - np.reshape(ROWS, (2, 3, 1, 3))).max() < 1e-15


def test_what_is_certain_or_impossible_is_so_to_the_last_bit() -> None:
    found = rows(scenario({"table": ROWS, "certain": True}))
    asked = np.broadcast_to(np.reshape(ROWS, (2, 3, 1, 3)), found.shape)
    assert (found[asked == 0] == 0).all()
    assert (found[asked == 1] == 1).all()
    # 0.1 + 0.2 + 0.7 is not 1 in binary: the state above which nothing lies must not leak
    third = Table(table=[[0, 0.1, 0.2, 0.7]])
    assert dirichlet.table_tails(third, 0.0, 1, 1)[0, 0, 0] == 1.0


def test_rows_that_are_alike_are_one_row_unless_they_are_in_doubt() -> None:
    alike = [[0.5, 0.3, 0.2]] * 6
    assert build(scenario({"table": alike}), 5, 1).tables["r"].tails.shape[0] == 1
    assert build(scenario({"table": alike, "worth": 5}), 5, 1).tables["r"].tails.shape[0] == 6


@pytest.mark.parametrize("worth", [3.0, 40.0])
def test_worth_is_the_total_of_each_row_s_dirichlet(worth: float) -> None:
    draws = 4000
    found = rows(scenario({"table": ROWS, "worth": worth, "certain": True}), draws)
    for row, share in zip(found.reshape(6, draws, 3), ROWS, strict=True):
        for state, p in enumerate(share):
            if p in (0, 1):
                assert (row[:, state] == p).all()
                continue
            beta = stats.beta(worth * p, worth * (1 - p))
            assert row[:, state].mean() == pytest.approx(p, abs=4 * beta.std() / draws**0.5)
            assert np.quantile(row[:, state], [0.05, 0.5, 0.95]) == pytest.approx(
                beta.ppf([0.05, 0.5, 0.95]), abs=6 * beta.std() / draws**0.5
            )


def test_the_sticks_of_a_row_move_as_a_dirichlet_s() -> None:
    draws, worth, share = 20_000, 8.0, np.array([0.5, 0.3, 0.2])
    row = rows(scenario({"table": [share.tolist()] * 6, "worth": worth}), draws)[0, 0]
    expected = -share[:, None] * share / (worth + 1)
    found = np.cov(row.T)
    off = ~np.eye(3, dtype=bool)
    # the standard error of a covariance of n pairs is about sd x sd / sqrt(n)
    assert np.abs(found - expected)[off].max() < 5 * 0.16**2 / draws**0.5
    assert np.abs(expected[off]).min() > 5 * 0.16**2 / draws**0.5  # independent sticks would be seen


def test_rows_are_in_doubt_one_by_one_and_one_worth_a_row_is_its_own() -> None:
    draws = 2000
    found = rows(scenario({"table": [[0.5, 0.3, 0.2]] * 6, "worth": [1, 2, 4, 8, 16, 32]}), draws)
    first = found.reshape(6, draws, 3)[..., 0]
    assert np.abs(np.corrcoef(first)[~np.eye(6, dtype=bool)]).max() < 5 / draws**0.5
    assert first.var(axis=1) == pytest.approx(0.25 / (1 + np.array([1, 2, 4, 8, 16, 32])), rel=0.1)


def test_rows_in_portions_are_the_same_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    says = Table(table=[[0.5, 0.3, 0.2]] * 7, worth=[3])
    whole = dirichlet.table_tails(says, 0.0, 1, 6, "x")
    monkeypatch.setattr(dirichlet, "NUMBERS_AT_A_TIME", 1)
    assert (dirichlet.table_tails(says, 0.0, 1, 6, "x") == whole).all()


@pytest.mark.parametrize("more", [{}, {"worth": 5}], ids=["point", "dirichlet"])
@pytest.mark.parametrize("ordered", [True, False])
def test_the_short_way_is_the_long_way(more: dict, ordered: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    given = scenario({"table": ROWS, "certain": True, **more}, ordered=ordered)
    short = rows(given)
    monkeypatch.setattr(building, "alone", lambda drawer: [compose(drawer, group) for group in drawer.rows.groups])
    assert np.abs(rows(given) - short).max() < 1e-14


def test_a_voice_beside_the_table_is_pooled_with_it_and_the_table_completes() -> None:
    ann = {"J1": {"expert": "ann", "about": "war", "given": {"b": "yes", "a": "high"}, "says": "50%"}}
    alone = rows(scenario({"table": ROWS, "certain": True}), 501)
    both = rows(scenario({"table": ROWS, "certain": True}, judgments=ann), 501)
    assert np.abs(both[0] - alone[0]).max() < 1e-14
    before, after = alone[1, 0], both[1, 0]  # [0.1, 0.2, 0.7] at b = yes, a = low: Ann is silent there
    assert np.abs(before - after).max() < 1e-14
    assert both[1, 2] == pytest.approx(alone[1, 2])  # certain of no war: certainty decides a log pool
    ann["J1"]["given"] = {"b": "yes", "a": "low"}
    pooled = rows(scenario({"table": ROWS, "certain": True}, judgments=ann), 501)[1, 0]
    assert 0.5 < np.median(pooled[:, 2]) < 0.7
    assert pooled[:, 0] / pooled[:, 1] == pytest.approx(np.full(501, 0.5))


MOVES = {"table": [[0.7, 0.2, 0.1], [0.3, 0.4, 0.3], [0.25, 0.25, 0.5]]}
PREVIOUS = {"parents": ["r@previous"], "start": "none"}
NEVER_FALLS = {"parents": [], "start": "none", "never_falls": True}


def moving(variable: dict, **judgments: dict):
    """The response moves from its own previous state."""
    data = json.loads(json.dumps(scenario({"table": ROWS, "certain": True}).file._data))
    data["variables"]["r"] |= variable
    data["judgments"]["r"] = {"T1": {"expert": "net", "per": "step", "says": MOVES}, **judgments}
    return read.loads(json.dumps(data))


def ann(about: str, previous: str, says: str) -> dict:
    return {"expert": "ann", "about": about, "given": {"r@previous": previous}, "per": "step", "says": says}


def test_a_table_moves_from_the_previous_state_falls_included() -> None:
    found = rows(moving(PREVIOUS))
    assert np.abs(found - np.reshape(MOVES["table"], (3, 1, 3))).max() < 1e-15
    rising = rows(moving(NEVER_FALLS))[:, 0]
    assert rising == pytest.approx(np.array([[0.7, 0.2, 0.1], [0, 0.7, 0.3], [0, 0, 1]]))


def test_falls_stay_in_the_table_where_another_voice_speaks_elsewhere() -> None:
    found = rows(moving(PREVIOUS, J1=ann("war", "none", "60%")))
    assert np.abs(found[1:] - np.reshape(MOVES["table"][1:], (2, 1, 3))).max() < 1e-14
    assert np.median(found[0, :, 2]) > 0.15


def test_what_never_falls_is_not_bound_by_what_the_table_says_of_its_past() -> None:
    """From `some`, the table's 30 % for `war` is pooled with 90 %; its 70 % for `some or more` is not spoken of."""
    data = json.loads(json.dumps(moving(NEVER_FALLS, J1=ann("war", "some", "99%")).file._data))
    data["background"] = []  # so that the table votes on every event
    found = rows(read.loads(json.dumps(data)), 501)[1]
    assert (found[:, 0] == 0).all()
    data["judgments"]["r"]["T1"]["says"]["table"][1] = [0, 0.7, 0.3]
    assert np.abs(found - rows(read.loads(json.dumps(data)), 501)[1]).max() < 1e-12


def test_a_nudge_moves_every_row_but_what_is_certain() -> None:
    given = scenario({"table": ROWS, "certain": True})
    moved = rows(edit.edit(given, {"judgments.T1.nudge": 0.5}))
    still = rows(given)
    assert (moved[0, 1] == still[0, 1]).all()
    odds = [p / (1 - p) for p in (moved[0, 0, :, 2], still[0, 0, :, 2])]
    assert odds[0] / odds[1] == pytest.approx(np.full(7, np.exp(0.5)))


def test_rows_slightly_off_one_are_normalised_with_a_note() -> None:
    given = scenario({"table": [[0.7, 0.2, 0.1000004], *ROWS[1:]], "certain": True})
    assert given.notes == ("judgments.T1: 1 row is off 1 by up to 4e-07 and normalised",)
    assert rows(given)[0, 0, 0] == pytest.approx(np.array([0.7, 0.2, 0.1000004]) / 1.0000004, abs=1e-15)


def test_the_account_says_what_a_table_is() -> None:
    priors = build(scenario({"table": [*ROWS[:1]] * 6, "worth": [5, 5, 5, 5, 5, 8]}), 5, 1)
    assert priors.judgments["T1"].phrase == "table of 6 rows"
    assert priors.judgments["T1"].read_as == "worth 5 to 8 cases a row"
    exact = build(scenario({"table": ROWS, "certain": True}), 5, 1)
    assert "T1 (r): a table without worth, taken as exact" in [a.text for a in exact.assumptions]
    (row,) = [row for row in exact.rows if row.variable == "r"]
    assert (row.condition, row.completed_from) == ("whatever happens", "net (T1)")
