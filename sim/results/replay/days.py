"""The days of a replay, and what was seen by each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

from sim.errors import FormatError, Problem
from sim.scenario.evidence import evidence
from sim.scenario.resolve.observations import Observation
from sim.scenario.resolve.scenario import Scenario
from sim.text_files import STREAM

WEEK = timedelta(days=7)
BESIDE = "evidence.yaml"

SeenBy = Callable[[date | None], Sequence[Observation]]
"""What was seen by a day; by None, all of it."""


def seen_by(scenario: Scenario, path: str | Path | None, given: Sequence[str]) -> SeenBy:
    """What `sim.evidence` says was seen by a day.

    path: of a file of evidence; by default the `evidence.yaml` beside the scenario, if it is there. given: more of it.

    Raises FormatError for standard input, which cannot be read day by day, and where nothing was seen.
    """
    if path is not None and Path(path) == STREAM:
        raise FormatError([Problem("evidence is read again for every day: name a file", file=str(path))])
    folder = scenario.file._beside.folder
    beside = None if folder is None else folder / BESIDE
    file = path if path is not None else beside if beside is not None and beside.is_file() else None
    if file is None and not given:
        message = f"nothing was seen: there is no {BESIDE} beside it, and no other evidence is named"
        raise FormatError([Problem(message, file=scenario.name)])
    return lambda day: evidence(scenario, file, given=given, until=day)


def is_silence(one: Observation) -> bool:
    """Whether it says that nothing was reported, which nobody wrote down."""
    return getattr(one, "silence", None) is not None


def choose_days(scenario: Scenario, seen: Iterable[Observation], start: date | None, end: date | None) -> list[date]:
    """The first day, the last, every day between on which something was seen, and no more than a week between two.

    start: by default the scenario's `as_of`. end: by default the last day of which something is known. Raises
    FormatError for days outside the scenario's time, or in the wrong order.
    """
    dated = list(seen)
    first = start or scenario.as_of
    last = end or max([first, *(one.date for one in dated if one.date is not None)])
    _require_days(scenario, first, last)
    wanted = {first, last, *(one.date for one in dated if one.date is not None and not is_silence(one))}
    days: list[date] = []
    for day in sorted(day for day in wanted if first <= day <= last):
        while days and day - days[-1] > WEEK:
            days.append(days[-1] + WEEK)
        days.append(day)
    return days


def _require_days(scenario: Scenario, first: date, last: date) -> None:
    problems = []
    if first < scenario.as_of:
        problems.append(Problem(f"{first} is before as_of ({scenario.as_of})", file="--from"))
    if last > scenario.calendar.last:
        problems.append(Problem(f"{last} is out of the timeline, which ends on {scenario.calendar.last}", file="--to"))
    if last < first:
        problems.append(Problem(f"{last} is before {first}, where the replay begins", file="--to"))
    if problems:
        raise FormatError(problems)
