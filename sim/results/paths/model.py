"""What paths hand on: the commonest stories, the first time to each rung, and the flows from date to date."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from sim.results.head import ResultHead

LEVELS = (5, 25, 50, 75, 95)
"""Of the quantiles of a first time, in per cent."""


@dataclass(frozen=True)
class PathStory:
    """One way in which the variables end, or several together.

    states: variable -> the highest state that it has reached, or the one it is in where its states have no order; empty
    for several stories together. told: in words. share: of all worlds. error: its standard error. stories: how many.
    event: of several, variable -> what all of them come to and no story that is told by itself; empty for all others.
    way: the commonest of those.
    """

    states: Mapping[str, str]
    told: str
    share: float
    error: float
    stories: int = 1
    event: Mapping[str, str] = field(default_factory=dict)
    way: PathStory | None = None


@dataclass(frozen=True)
class FirstTime:
    """When the worlds first reach a state.

    variable, label: which. state: it, and in an ordered variable every state above it. named: what it is called. share:
    of worlds that reach it at all; error: its standard error, 0 where the policy sets it. reached: the share by the end
    of each step. days: by level, among the worlds that reach it, the end of the step by which that part of them has;
    empty where none does.
    """

    variable: str
    label: str
    state: str
    named: str
    share: float
    error: float
    reached: tuple[float, ...]
    days: Mapping[int, datetime.date]


@dataclass(frozen=True)
class PathStack:
    """The states of a variable at some dates. shares: dates x states. flows: from each date to the next, from a state
    (row) to a state (column), shares of all worlds. Of an ordered variable the highest state so far."""

    variable: str
    label: str
    states: tuple[str, ...]
    shares: tuple[tuple[float, ...], ...]
    flows: tuple[tuple[tuple[float, ...], ...], ...]


@dataclass(frozen=True)
class Paths(ResultHead):
    """Whole worlds under one policy.

    by: the end of the last step. variables: ids, in the order in which stories tell them. dates: the ends of the steps
    1.. up to it. columns: the dates of the stacks. stories: the commonest first, then those that come to what none of
    these does, all others together last, which add up to 1. worlds: what the worlds are worth, equally weighted.
    """

    policy: str
    by: datetime.date
    variables: tuple[str, ...]
    dates: tuple[datetime.date, ...]
    columns: tuple[datetime.date, ...]
    stories: tuple[PathStory, ...]
    first_times: tuple[FirstTime, ...]
    stacks: tuple[PathStack, ...]
    effective_worlds: float
    observations: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
