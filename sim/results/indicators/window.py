"""The time in which events are watched: up to a date, or within some time of the last day that is known."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from sim.errors import FormatError, Problem
from sim.scenario.model import values
from sim.scenario.model.file import Timeline
from sim.scenario.resolve.calendar import calendar_of
from sim.scenario.resolve.observations import Observation
from sim.scenario.resolve.questions import Target
from sim.scenario.resolve.scenario import Scenario


@dataclass(frozen=True)
class WatchWindow:
    """The steps whose events count. last: the last of them. first: events that have come by its end do not count.

    first: 0 where all events count; not below `last` where no step is left before the question is decided.
    """

    first: int
    last: int


def choose_window(
    scenario: Scenario, target: Target, by: datetime.date | None, within: str | None, since: datetime.date | None,
    observations: Sequence[Observation],
) -> WatchWindow:  # fmt: skip
    """The window that is asked for. by, within, since, observations: as of `indicators`.

    Raises FormatError for two ways to say the window, a date out of the question's time, or what is no length of time.
    """
    if within is None:
        return WatchWindow(0, choose_step(scenario, target, by, observations))
    if by is not None:
        raise FormatError([Problem("goes without --within", file="--by")])
    day = since or max([scenario.as_of, *(one.date for one in observations if one.date is not None)])
    ends = scenario.calendar.ends
    first = scenario.calendar.step_holding(min(max(day, ends[0]), ends[-1]))
    end = min(_add_length(day, within), target.deadline)
    last = max(first + 1, scenario.calendar.step_holding(max(end, ends[0])))
    return WatchWindow(first, min(last, target.step))


def choose_step(
    scenario: Scenario, target: Target, by: datetime.date | None, observations: Sequence[Observation] = ()
) -> int:
    """The step by whose end events count, from 1: the last that ends by a date.

    by: None for the middle between what was seen last (else `as_of`) and the question's deadline: late enough for
    something to be seen, early enough to leave half of the time.

    Raises FormatError for a date before the first step's end or after the deadline.
    """
    if by is None:
        first = max((one.step for one in observations), default=0)
        return min(first + max(1, (target.step - first) // 2), target.step)
    step = scenario.calendar.last_step_by(by)
    if not step or by > target.deadline:
        first_end = scenario.calendar.ends[1]
        message = f"{by} - must be a day from {first_end}, when the first step ends, to the deadline {target.deadline}"
        raise FormatError([Problem(message, "by", scenario.name)])
    return step


def _add_length(day: datetime.date, within: str) -> datetime.date:
    """The day so much later; the last that there is where that is beyond it.

    >>> _add_length(datetime.date(2026, 1, 31), "1 month").isoformat()
    '2026-02-28'
    """
    try:
        return calendar_of(day, Timeline(steps=1, step=values.step_length(within))).last
    except ValueError as error:
        raise FormatError([Problem(str(error), file="--within")]) from None
    except OverflowError:
        return datetime.date.max
