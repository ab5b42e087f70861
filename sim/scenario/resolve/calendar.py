"""The timeline: which dates the steps end on, and which step a date belongs to."""

from __future__ import annotations

import calendar
import datetime
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from sim.scenario.model.file import Timeline
from sim.scenario.model.values import span


@dataclass(frozen=True)
class Calendar:
    """The last day of every step, step 0 (`as_of`) first.

    >>> made = calendar_of(datetime.date(2025, 12, 24), Timeline(steps=2, step="1 week"))
    >>> made.ends[1].isoformat(), made.step_holding(datetime.date(2026, 1, 1)), made.last_step_by(made.ends[1])
    ('2025-12-31', 2, 1)
    """

    ends: tuple[datetime.date, ...]

    @property
    def last(self) -> datetime.date:
        """The day on which the timeline ends."""
        return self.ends[-1]

    def step_holding(self, date: datetime.date) -> int:
        """The step whose days hold the date: end of k-1 < date <= end of k; 0 up to `as_of`.

        Raises ValueError for a date after the last step.
        """
        if date > self.last:
            raise ValueError(f"{date} is after the last step, which ends on {self.last}")
        return bisect_left(self.ends, date)

    def last_step_by(self, date: datetime.date) -> int:
        """The last step that ends on or before the date; 0 where none does."""
        return max(0, bisect_right(self.ends, date) - 1)


def calendar_of(as_of: datetime.date, timeline: Timeline) -> Calendar:
    """The calendar of a timeline.

    A month is counted from `as_of` and ends on the same day, or on the month's last.
    Raises OverflowError after the year 9999.
    """
    days, months = span(timeline.step)
    return Calendar(tuple(_end(as_of, k * days, k * months) for k in range(timeline.steps + 1)))


def _end(as_of: datetime.date, days: int, months: int) -> datetime.date:
    month = as_of.month - 1 + months
    year = as_of.year + month // 12
    if year > datetime.MAXYEAR:
        raise OverflowError("after the year 9999")
    last = calendar.monthrange(year, month % 12 + 1)[1]
    return as_of.replace(year=year, month=month % 12 + 1, day=min(as_of.day, last)) + datetime.timedelta(days)
