"""What `sim check --resolved` tells about rounds, and that earlier ones move no number."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np

from sim.exchange.networks import to_network
from sim.priors.build import build
from sim.priors.consistency.check import check
from sim.results.resolved import rounds
from sim.results.resolved.implied import implied
from sim.results.resolved.report import text
from sim.scenario.file.read import loads

FILE = Path(__file__).parents[2] / "scenarios" / "valid" / "rounds.yaml"
TEXT = FILE.read_text(encoding="utf-8")


def test_each_step_of_each_voice_is_told_with_its_distance() -> None:
    moves = {(move.judgments, move.event): move for move in rounds.moves(loads(TEXT))}
    assert list(moves) == [
        (("W1", "W3"), "rough or more"), (("W2", "W4"), "rough or more"), (("F1", "F2"), "late or more"),
        (("F1", "F2"), "cancelled"),
    ]  # fmt: skip
    mara = moves[("W1", "W3"), "rough or more"]  # she spoke of the complement: calm 60 %
    assert (round(mara.before or 0, 9), round(mara.after or 0, 9), mara.rounds) == (0.3, 0.4, (1, 2))
    assert mara.log_odds is not None
    assert abs(mara.log_odds - math.log((0.4 / 0.6) / (0.3 / 0.7))) < 1e-9
    split = moves[("F1", "F2"), "cancelled"]
    assert (split.before, split.after, split.rounds) == (0.05, 0.1, (1, 3))


def test_the_resolved_scenario_lists_them() -> None:
    told = text(loads(TEXT))
    assert "  odo  weather: rough or more  60.0 % (W2, round 1) -> 45.0 % (W4, round 2), -0.61 log-odds\n" in told
    assert "ROUNDS" not in text(loads(TEXT.split("  ferry:\n    F1")[0].replace("round: 2, ", "overall: true, ")))


def test_another_clock_is_told_and_certainty_has_no_distance() -> None:
    wait = (
        TEXT.split("  ferry: {")[0].replace("storm]}", "storm], never_falls: true, start: calm}")
        + "judgments:\n  weather:\n"
        "    W1: {expert: mara, about: rough or more, by: 2026-01-15, says: 30%}\n"
        "    W3: {expert: mara, round: 2, about: rough or more, within: 4 steps, says: 60%}\n"
    )
    (move,) = rounds.moves(loads(wait))
    assert move.another_clock
    sure = loads(TEXT.replace("says: 30%", "says: {probability: 0, certain: true}"))
    assert rounds.moves(sure)[0].log_odds is None


def test_earlier_rounds_enter_no_prior_and_no_account() -> None:
    # Of two judgments on the same rows the id that comes last would win: here the earlier rounds have it.
    text = TEXT.replace("W1:", "Z1:").replace("F1:", "Z2:")
    early = text.replace("says: 30%", "says: 99%").replace("on_time: 80%, late: 15%", "on_time: 5%, late: 90%")
    one, other = loads(text), loads(early)
    mine, theirs = build(one, 200, 1), build(other, 200, 1)
    for name in one.variables:
        assert np.array_equal(mine.tables[name].tails, theirs.tables[name].tails)
    assert list(mine.judgments) == ["W3", "W4", "F2", "F3", "F4"]
    assert mine.assumptions == theirs.assumptions
    assert not any("Z1" in assumption.text for assumption in mine.assumptions)
    assert {entry.judgment for entry in implied(one)} == {"W3", "W4", "F2", "F3", "F4"}


def test_no_warning_is_about_an_earlier_round() -> None:
    heaped = TEXT.replace("says: 30%", "says: {probability: 1%, worth: 2}")
    assert check(loads(heaped)) == check(loads(TEXT))
    late = TEXT.replace("about: calm, says: 60%", "about: calm, says: {probability: 1%, worth: 2}")
    assert any("W3" in warning for warning in check(loads(late)))


def test_a_lone_table_of_the_last_round_is_exported_as_it_stands() -> None:
    head = TEXT.split("judgments:")[0]
    tables = (
        "judgments:\n  weather:\n    T1: {expert: odo, says: {table: [0.1, 0.2, 0.7], worth: 5}}\n"
        "    T2: {expert: odo, round: 2, says: {table: [0.6, 0.3, 0.1], worth: 5}}\n"
    )
    (node,) = (node for node in to_network.build_network(loads(head + tables), None).nodes if node.name == "weather")
    assert node.rows == ((0.6, 0.3, 0.1),)
