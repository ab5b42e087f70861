"""The timeline: which dates the steps end on, and which step a date belongs to."""

from __future__ import annotations

import calendar
import datetime
import functools

from sim.scenario.model import Judgment, Scenario
from sim.scenario.values import span


def step_end(scenario: Scenario, k: int) -> datetime.date:
    """The last day of step `k` in 0..steps; step 0 is `as_of`.

    A month is counted from `as_of` and ends on the same day, or on the month's last.
    Raises OverflowError after the year 9999.
    """
    return _end(scenario.as_of, scenario.timeline.step, k)


@functools.lru_cache(maxsize=4096)
def _end(as_of: datetime.date, step: str, k: int) -> datetime.date:
    days, months = span(step)
    month = as_of.month - 1 + k * months
    year = as_of.year + month // 12
    if year > datetime.MAXYEAR:
        raise OverflowError("after the year 9999")
    last = calendar.monthrange(year, month % 12 + 1)[1]
    return as_of.replace(year=year, month=month % 12 + 1, day=min(as_of.day, last)) + datetime.timedelta(k * days)


def step_holding(scenario: Scenario, date: datetime.date) -> int:
    """The step whose days hold the date: end of k-1 < date <= end of k; 0 up to `as_of`.

    Raises ValueError for a date after the last step.
    """
    for k in range(scenario.timeline.steps + 1):
        if date <= step_end(scenario, k):
            return k
    raise ValueError(f"{date} is after the last step, which ends on {step_end(scenario, scenario.timeline.steps)}")


def last_step_by(scenario: Scenario, date: datetime.date) -> int:
    """The last step that ends on or before the date; 0 where none does."""
    k = 0
    while k < scenario.timeline.steps and step_end(scenario, k + 1) <= date:
        k += 1
    return k


def steps_of(scenario: Scenario, judgment: Judgment) -> int | None:
    """The number of steps that a judgment's clock spans (its n); None without a clock."""
    if judgment.by is not None:
        return last_step_by(scenario, judgment.by)
    return 1 if judgment.per_step else judgment.within
