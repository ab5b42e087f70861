"""Policies made exact: which lever is held where, at every step."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from sim.errors import ModelError, Problem
from sim.scenario.model import values
from sim.scenario.model.file import ScenarioFile, Variable
from sim.scenario.resolve.calendar import Calendar
from sim.scenario.resolve.events import states

_TEXT = re.compile(r"(?P<floor>at_least )?(?P<state>.+?)(?: from (?P<date>\S+))?")


@dataclass(frozen=True)
class PolicyPath:
    """One lever under one policy, at steps 0..N (0 is `as_of`).

    `fixed` holds the state's position, None where the lever is free; `floor` the lowest position allowed,
    0 where there is none.
    """

    variable: str
    fixed: tuple[int | None, ...]
    floor: tuple[int, ...]


class _Order(NamedTuple):
    """One text of a policy: from step `since` on, hold the state or stay at least there."""

    since: int
    state: int
    at_least: bool


def policy(scenario: ScenarioFile, calendar: Calendar, policy_id: str) -> Mapping[str, PolicyPath]:
    """The path of every lever that a policy names.

    Raises KeyError for an unknown policy, ModelError with every problem of a text that cannot be followed.
    """
    paths: dict[str, PolicyPath] = {}
    problems: list[Problem] = []
    for lever, texts in scenario.policies[policy_id].items():
        try:
            paths[lever] = _path(scenario, calendar, lever, texts)
        except ValueError as error:
            problems.append(scenario.problem(f"policies.{policy_id}.{lever}", str(error)))
    if problems:
        raise ModelError(problems)
    return paths


def _path(scenario: ScenarioFile, calendar: Calendar, lever: str, texts: tuple[str, ...]) -> PolicyPath:
    """One lever's path; raises ValueError with a sentence for the analyst."""
    variable = scenario.variables[lever]
    orders = sorted(_order(variable, calendar, lever, text) for text in texts)
    if not orders:
        raise ValueError("an empty list: name a state, or leave the lever out")
    if len({order.since for order in orders}) < len(orders):
        raise ValueError("two orders begin in the same step: keep one")
    start = variable.states.index(variable.start) if variable.start is not None else None
    steps = scenario.timeline.steps
    fixed: list[int | None] = [start, *[None] * steps]
    floor = [0] * (steps + 1)
    if not orders[0].at_least and orders[0].since > 1:
        if start is None:
            raise ValueError(f"needs a `start` of {lever}: its state before the policy begins")
        fixed[1 : orders[0].since] = [start] * (orders[0].since - 1)
    for order in orders:
        rest = steps + 1 - order.since
        fixed[order.since :] = [None if order.at_least else order.state] * rest
        floor[order.since :] = [order.state if order.at_least else 0] * rest
    path = PolicyPath(lever, tuple(fixed), tuple(floor))
    if variable.never_falls:
        _check_no_fall(calendar, path, variable)
    return path


def _order(variable: Variable, calendar: Calendar, lever: str, text: str) -> _Order:
    match = _TEXT.fullmatch(" ".join(text.split()))
    assert match is not None  # a text is never empty
    state = match["state"]
    if state == "any" or " or " in state:
        raise ValueError(f"{state!r} is no single state: a policy names one state ({', '.join(variable.states)})")
    (position,) = states(state, variable.states, variable.ordered, lever)
    if match["floor"] and not variable.ordered:
        raise ValueError(f"at_least needs an order, and {lever} has none (ordered: false)")
    since = 1
    if match["date"]:  # one on `as_of` means from the first step
        date, as_of = values.day(match["date"]), calendar.ends[0]
        if date < as_of:
            raise ValueError(f"{date} is out of the timeline: before as_of ({as_of})")
        if date > calendar.last:
            raise ValueError(f"{date} is out of the timeline, which ends on {calendar.last}")
        since = max(1, calendar.step_holding(date))
    return _Order(since, position, bool(match["floor"]))


def _check_no_fall(calendar: Calendar, path: PolicyPath, variable: Variable) -> None:
    """A lever that never falls cannot be made to."""
    highest = 0
    for k, (state, floor) in enumerate(zip(path.fixed, path.floor, strict=True)):
        if state is not None and state < highest:
            fall = f"falls from {variable.states[highest]} to {variable.states[state]} by {calendar.ends[k]}"
            raise ValueError(f"{fall}, and {path.variable} never falls")
        highest = max(highest, floor if state is None else state)
