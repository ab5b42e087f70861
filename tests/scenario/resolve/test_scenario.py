"""Axes, boxes, dates and steps, order, policies and questions of small scenarios."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from sim.errors import ModelError
from sim.scenario.file import read
from sim.scenario.resolve.axes import Axis
from sim.scenario.resolve.policy_path import PolicyPath
from sim.scenario.resolve.scenario import Scenario

VALID = Path(__file__).parents[2] / "scenarios" / "valid"


@pytest.fixture
def scenario() -> Scenario:
    return read.read(VALID / "every-part.yaml")


def _with(extra: str, as_of: str = "2026-01-01", timeline: str = "{steps: 6, step: 1 week}") -> Scenario:
    levers = (
        "  rung: {label: R, role: lever, never_falls: true, start: low, states: [low, mid, high]}\n"
        "  tap: {label: T, role: lever, start: half, states: [shut, half, open]}\n"
        "  side: {label: S, role: lever, ordered: false, states: [left, right]}\n"
    )
    head = f"schema_version: 1\nid: x\ntitle: x\nas_of: {as_of}\ntimeline: {timeline}\nvariables:\n"
    return read.loads(head + levers + extra)


@pytest.mark.parametrize("written", ["", "policies: {}\n"])
def test_a_file_without_a_policy_lets_it_run(written: str) -> None:
    scenario = _with(written)
    assert {name: dict(levers) for name, levers in scenario.policies.items()} == {"let_it_run": {}}
    assert list(scenario.paths) == ["let_it_run"]


def test_axes_follow_the_file_and_the_implied_lag_comes_last(scenario: Scenario) -> None:
    assert [axis.name for axis in scenario.axes["mood"]] == ["mood@previous", "pressure"]
    assert scenario.axes["pressure"] == (Axis("pressure@previous", "pressure", 1, ("low", "mid", "high")),)
    assert [(axis.variable, axis.lag) for axis in scenario.axes["mood"]] == [("mood", 1), ("pressure", 0)]


def test_an_own_lag_that_is_written_keeps_its_place() -> None:
    more = "  deep: {label: D, never_falls: true, start: a, states: [a, b], parents: [deep@previous, tap]}\n"
    assert [axis.name for axis in _with(more).axes["deep"]] == ["deep@previous", "tap"]


def test_box_is_everything_where_given_is_silent(scenario: Scenario) -> None:
    assert scenario.resolved["M1"].box == (frozenset({0, 1, 2}), frozenset({0, 1, 2}))
    assert scenario.resolved["C1"].box == (frozenset({1, 2}),)


@pytest.mark.parametrize(
    ("as_of", "step", "k", "end"),
    [
        ("2025-12-24", "1 week", 0, "2025-12-24"), ("2025-12-24", "1 week", 2, "2026-01-07"),
        ("2026-01-31", "1 month", 1, "2026-02-28"), ("2026-01-31", "1 month", 2, "2026-03-31"),
        ("2024-02-29", "1 year", 1, "2025-02-28"), ("2025-11-30", "3 months", 1, "2026-02-28"),
        ("2026-01-01", "10 days", 5, "2026-02-20"),
    ],
)  # fmt: skip
def test_step_end(as_of: str, step: str, k: int, end: str) -> None:
    scenario = _with("", as_of, f"{{steps: 6, step: {step}}}")
    assert scenario.calendar.ends[k] == datetime.date.fromisoformat(end)


@pytest.mark.parametrize(
    ("date", "holding", "last"),
    [("2025-12-31", 0, 0), ("2026-01-01", 0, 0), ("2026-01-02", 1, 0), ("2026-01-08", 1, 1), ("2026-01-09", 2, 1),
     ("2026-02-12", 6, 6)],
)  # fmt: skip
def test_the_step_of_a_date(date: str, holding: int, last: int) -> None:
    day = datetime.date.fromisoformat(date)
    assert (_with("").calendar.step_holding(day), _with("").calendar.last_step_by(day)) == (holding, last)


def test_a_date_after_the_timeline_is_in_no_step() -> None:
    day = datetime.date(2026, 2, 13)
    with pytest.raises(ValueError, match="2026-02-13 is after the last step, which ends on 2026-02-12"):
        _with("").calendar.step_holding(day)
    assert _with("").calendar.last_step_by(day) == 6


def test_order_puts_parents_first_and_goes_by_name_else() -> None:
    more = (
        "  d: {label: D, states: [a, b], parents: [c, e@previous]}\n"
        "  c: {label: C, states: [a, b], parents: [tap]}\n"
        "  e: {label: E, states: [a, b], start: a, chance: each_step, parents: [d]}\n"
    )
    assert _with(more).order == ("rung", "side", "tap", "c", "d", "e")


def _policy(texts: str, lever: str) -> PolicyPath:
    return _with(f"policies: {{p: {{{lever}: {texts}}}}}\n").paths["p"][lever]


@pytest.mark.parametrize(
    ("lever", "texts", "fixed", "floor"),
    [
        ("rung", "high", (0, 2, 2, 2, 2, 2, 2), (0,) * 7),
        ("rung", "mid from 2026-01-09", (0, 0, 1, 1, 1, 1, 1), (0,) * 7),
        ("rung", "mid from 2026-01-01", (0, 1, 1, 1, 1, 1, 1), (0,) * 7),
        ("rung", "at_least mid", (0, *[None] * 6), (0, *[1] * 6)),
        ("rung", "at_least mid from 2026-01-22", (0, *[None] * 6), (0, 0, 0, 1, 1, 1, 1)),
        ("rung", "[high from 2026-01-22, mid]", (0, 1, 1, 2, 2, 2, 2), (0,) * 7),
        ("rung", "[mid from 2026-01-15, at_least high from 2026-01-29]", (0, 0, 1, 1, *[None] * 3),
         (0, 0, 0, 0, 2, 2, 2)),
        ("tap", "[shut, open from 2026-01-22, half from 2026-01-29]", (1, 0, 0, 2, 1, 1, 1), (0,) * 7),
        ("side", "right", (None, 1, 1, 1, 1, 1, 1), (0,) * 7),
    ],
)  # fmt: skip
def test_policy(lever: str, texts: str, fixed: tuple[int | None, ...], floor: tuple[int, ...]) -> None:
    assert _policy(texts, lever) == PolicyPath(lever, fixed, floor)


@pytest.mark.parametrize(
    ("lever", "texts", "message"),
    [
        ("rung", "[high, mid from 2026-01-22]", "falls from high to mid by 2026-01-22, and rung never falls"),
        ("rung", "[at_least high, mid from 2026-01-22]", "falls from high to mid"),
        ("rung", "[mid, high]", "two orders begin in the same step"),
        ("rung", "[]", "an empty list"),
        ("rung", "hihg", "unknown state 'hihg' of rung"),
        ("rung", "any", "'any' is no single state"),
        ("rung", "mid or more", "'mid or more' is no single state"),
        ("rung", "mid from tomorrow", "a date is expected, written 2026-01-31, not 'tomorrow'"),
        ("rung", "mid from 2025-12-31", "out of the timeline: before as_of"),
        ("rung", "mid from 2026-02-13", "out of the timeline, which ends on 2026-02-12"),
        ("side", "right from 2026-01-09", "needs a `start` of side"),
        ("side", "at_least right", "at_least needs an order"),
    ],
)
def test_policies_that_cannot_be_followed(lever: str, texts: str, message: str) -> None:
    with pytest.raises(ModelError) as caught:
        _policy(texts, lever)
    (problem,) = caught.value.problems
    assert problem.path == f"policies.p.{lever}"
    assert message in problem.message


def test_a_lever_that_never_falls_cannot_start_above_its_policy() -> None:
    with pytest.raises(ModelError, match="falls from mid to low"):
        read.loads(
            "schema_version: 1\nid: x\ntitle: x\nas_of: 2026-01-01\ntimeline: {steps: 2, step: 1 day}\nvariables:\n"
            "  rung: {label: R, role: lever, never_falls: true, start: mid, states: [low, mid]}\n"
            "policies: {p: {rung: low}}\n"
        )


def test_targets(scenario: Scenario) -> None:
    first, second = scenario.targets["Q1"], scenario.targets["Q2"]
    assert (first.kind, first.variable, first.states, first.event) == ("reaches", "answer", frozenset({2}), "force")
    assert (first.step, first.deadline, first.note) == (4, datetime.date(2026, 1, 29), "")
    assert (second.kind, second.step, second.asks) == ("is", 3, "Is the mood hot on 22 January?")


def test_a_deadline_inside_a_step_counts_the_step_before_and_says_so() -> None:
    more = "questions: {Q: {asks: x, reaches: {tap: open}, by: 2026-01-20}}\n"
    target = _with(more).targets["Q"]
    assert (target.step, target.deadline) == (2, datetime.date(2026, 1, 15))
    assert target.note.startswith("2026-01-20 lies inside a step: the answer is for 2026-01-15")
