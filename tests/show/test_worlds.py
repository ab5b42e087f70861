"""A hundred worlds of every policy: whole squares, one order of colours, and what answers yes told from the rest."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.results.focus.state_shares import StateShares
from sim.show.charts.ink import DARK, LIGHT, Palette, contrast
from sim.show.charts.layers.keys import NARROW, WIDE
from sim.show.charts.state_inks import ink_states
from sim.show.charts.worlds import WORLDS, WorldsChart, round_shares
from sim.show.titles import Titles
from tests.show.pictured import check, frame, rows

STATES = ("none", "ship_lost", "combat")


def shares(states: tuple[str, ...], parts: tuple[float, ...], counted: tuple[bool, ...]) -> StateShares:
    return StateShares("", "Q6", "direct_military", states, parts, counted)


BLOCKADE = shares(STATES, (0.98, 0.017, 0.003), (False, False, True))
STRIKES = shares(STATES, (0.5, 0.29, 0.21), (False, False, True))


@pytest.fixture
def known() -> dict[str, StateShares | None]:
    return {"blockade": BLOCKADE, "limited_strike": STRIKES, "raid": None}


def test_a_row_a_policy_and_state_stands_for_all_squares(known: dict[str, StateShares | None]) -> None:
    spec = WorldsChart(known, "limited_strike").spec()
    check(spec)
    squares = rows(spec, "square")
    assert len(squares) == 5
    for column in (0, 1):
        mine = [row for row in squares if row["column"] == column]
        assert sum(row["count"] for row in mine) == WORLDS
        assert [row["first"] for row in mine] == [sum(r["count"] for r in mine[:k]) for k in range(len(mine))]
    assert {row["columns"] for row in squares} == {3}
    assert [row["label"] for row in rows(spec, "note")] == ["not asked"]
    assert squares[-1]["told"] == "limited strike: combat, 21 of 100 worlds (21 %)"


def test_moving_a_slider_changes_data_and_nothing_else(known: dict[str, StateShares | None]) -> None:
    moved = {**known, "blockade": replace(BLOCKADE, shares=(0.7, 0.2, 0.1))}
    assert frame(WorldsChart(known, "blockade").spec()) == frame(WorldsChart(moved, "limited_strike").spec())
    assert frame(WorldsChart(known, "blockade", named=True).spec()) != frame(WorldsChart(known, "blockade").spec())


def test_what_answers_yes_is_filled_and_the_rest_hollow_or_light() -> None:
    none, ship, combat = ink_states(STATES, (False, False, True), LIGHT)
    assert (none.fill, none.hollow) == (LIGHT.nothing, False)
    assert (ship.hollow, ship.fill) == (True, LIGHT.paper)
    assert (combat.hollow, combat.fill) == (False, combat.stroke)
    assert [ink.label for ink in (none, ship, combat)] == ["none", "ship lost", "combat (yes)"]
    (stop, *_) = ink_states(("stop", "go"), (True, False), LIGHT)
    assert stop.fill == LIGHT.ghost
    assert [ink.label for ink in ink_states(("no", "yes"), (False, True), LIGHT)] == ["no", "yes"]


@pytest.mark.parametrize("palette", [LIGHT, DARK])
@pytest.mark.parametrize("counted", [(True,) * 6, (False,) * 6])
def test_every_square_that_is_not_nothing_stands_out(palette: Palette, counted: tuple[bool, ...]) -> None:
    inks = ink_states(tuple("abcdef"), counted, palette)
    shown = [ink.stroke for ink in inks[not counted[0] :]]
    faded = [ink.faded(palette).stroke for ink in inks[not counted[0] :]]
    assert min(contrast(ink, palette.paper) for ink in shown + faded) >= 3
    graver = [contrast(ink, palette.paper) for ink in shown[counted[0] :]]
    assert graver == sorted(graver)


def test_the_chosen_policy_has_its_full_ink(known: dict[str, StateShares | None]) -> None:
    inks = {ink.state: ink.stroke for ink in ink_states(STATES, STRIKES.counted, LIGHT)}
    combat = [row for row in rows(WorldsChart(known, "limited_strike").spec(), "square") if "combat" in row["told"]]
    assert combat[0]["fill"] == inks["combat"]
    combat = [row for row in rows(WorldsChart(known, "blockade").spec(), "square") if "combat" in row["told"]]
    assert combat[0]["fill"] != inks["combat"]


def test_a_share_without_a_square_is_told_and_not_drawn(known: dict[str, StateShares | None]) -> None:
    chart = WorldsChart(known, "blockade", Titles(policies={"blockade": "a blockade"}))
    assert chart.text() == (
        "Of 100 worlds, a blockade: 98 none, 2 ship lost, combat in less than 1 (0.3 %); "
        "limited strike: 50 none, 29 ship lost, 21 combat; raid: not asked."
    )
    assert chart.guide().endswith(
        "Paler: policies that are not chosen. Filled marks answer yes: combat. "
        "Too rare for a mark: combat under a blockade (0.3 %)."
    )


def test_the_table_is_readable(known: dict[str, StateShares | None]) -> None:
    table = WorldsChart(known, "blockade").table()
    assert len(table) == 6
    assert table[-1] == {
        "Policy": "limited strike", "State": "combat", "Of 100 worlds": 21, "Share, %": 21.0, "Answers yes": "yes",
    }  # fmt: skip


def test_the_legend_fits_both_pages() -> None:
    states = tuple("a rather long name" + letter for letter in "abcdef")
    spec = WorldsChart({"go": shares(states, (1 / 6,) * 6, (False,) * 6)}, "go").spec()
    keys = rows(spec, "key")
    assert len(keys) == 6
    for width, name in ((NARROW, "narrow"), (WIDE, "wide")):
        assert all(key[f"{name}_left"] + 6 * len(key["label"]) < width for key in keys)
    assert len({(key["narrow_left"], key["narrow_line"]) for key in keys}) == 6
    assert keys[-1]["narrow_line"] > keys[-1]["wide_line"]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12).filter(lambda parts: sum(parts) > 0))
def test_squares_add_up_and_are_off_by_less_than_one(parts: list[float]) -> None:
    exact = [part / sum(parts) for part in parts]
    counts = round_shares(exact)
    assert sum(counts) == WORLDS
    assert all(abs(count - WORLDS * share) < 1 for count, share in zip(counts, exact, strict=True))


def test_nothing_at_all_is_no_picture_of_squares() -> None:
    spec = WorldsChart({"go": None}, "go").spec()
    check(spec)
    assert [row["kind"] for row in rows(spec)] == ["note"]
