"""The days of a replay, and what was seen by each of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from sim.errors import FormatError, Problem
from sim.scenario.evidence import EvidenceFile, from_text, read_file
from sim.scenario.evidence.silence import with_silence
from sim.scenario.resolve.observations import Observation, Observations
from sim.scenario.resolve.scenario import Scenario
from sim.scenario.resolve.silence import ExactQuiet
from sim.text_files import STREAM

WEEK = timedelta(days=7)
BESIDE = "evidence.yaml"


@dataclass(frozen=True)
class SeenByDay:
    """What was seen, day by day. listed: dated observations. quiet: None where silence does not count.

    supposed: what counts on every day, whatever its date.
    """

    scenario: Scenario
    listed: tuple[Observation, ...]
    quiet: ExactQuiet | None
    supposed: tuple[Observation, ...] = ()

    def __call__(self, day: date | None) -> Observations:
        """What was seen by a day, as `sim.evidence` has it; by None, all of it."""
        listed = [one for one in self.listed if day is None or (one.date is not None and one.date <= day)]
        return self._with_silence(listed, day)

    def choose(self, ids: Collection[str], silent_until: date) -> Observations:
        """What was seen if only some entries had come. ids: theirs. silent_until: the day up to which silence lasts."""
        return self._with_silence([one for one in self.listed if one.id in ids], silent_until)

    def _with_silence(self, listed: Sequence[Observation], until: date | None) -> Observations:
        quiet = self.quiet
        if quiet is not None and until is not None:
            quiet = replace(quiet, until=min(quiet.until, until))
        return with_silence([*listed, *self.supposed], quiet, self.scenario)


def seen_by(scenario: Scenario, path: str | Path | None, given: Sequence[str]) -> SeenByDay:
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
    found = EvidenceFile(()) if file is None else read_file(file, scenario)
    more = (from_text(text, number, scenario) for number, text in enumerate(given, start=1))
    return SeenByDay(scenario, (*found.listed, *more), found.quiet)


def is_silence(one: Observation) -> bool:
    """Whether it says that nothing was reported, which nobody wrote down."""
    return getattr(one, "silence", None) is not None


def choose_days(
    scenario: Scenario, seen: Iterable[Observation], start: date | None, end: date | None, also: Iterable[date] = ()
) -> list[date]:  # fmt: skip
    """The first day, the last, every day between on which something was seen, and no more than a week between two.

    start: by default the scenario's `as_of`. end: by default the last day of which something is known. also: other days
    that are wanted, where they are in the timeline. Raises FormatError for days outside the scenario's time, or in the
    wrong order.
    """
    dated, more = list(seen), [day for day in also if day <= scenario.calendar.last]
    first = start or scenario.as_of
    last = end or max([first, *more, *(one.date for one in dated if one.date is not None)])
    _require_days(scenario, first, last)
    wanted = {first, last, *more, *(one.date for one in dated if one.date is not None and not is_silence(one))}
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
