"""Scores averaged over the days on which a question was open, each day by the forecast of that day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

from sim.errors import ImpossibleError
from sim.progress import Progress, untold
from sim.results.forecast.run import forecast
from sim.results.score.rules import brier, logarithmic
from sim.results.settings import RunSettings
from sim.results.track.model import TimeAverage
from sim.scenario.cases import ResolvedCase


def average_over_time(
    case: ResolvedCase, questions: Sequence[str], policy: str, settings: RunSettings, progress: Progress = untold
) -> tuple[dict[str, TimeAverage], tuple[date, ...]]:
    """The time-averaged scores of questions, and the days on which the forecast was not made anew.

    A question is open from the scenario's `as_of` to the day before it was decided or its deadline. On each of these
    days the forecast counts that had been made last, given what was seen by then: once a day on which something was
    seen. Where that cannot be, the forecast before it counts on, and the day is told.
    """
    ends = {name: _closes(case, name) for name in questions}
    days = [day for day in case.days() if day < max(ends.values(), default=date.min)]
    said: dict[date, Mapping[str, float]] = {}
    missed = []
    for number, day in enumerate(days, start=1):
        asked = [name for name in questions if ends[name] > day]
        try:
            said[day] = _probabilities(case, asked, day, policy, settings)
        except ImpossibleError:
            said[day] = said.get(days[number - 2], {})
            missed.append(day)
        progress(number / len(days))
    bound = 0.5 / (settings.draws * settings.worlds)
    made = {}
    for name, end in ends.items():
        spans = [(day, min(until, end)) for day, until in pairwise([*days, end]) if day < end]
        made[name] = _average(case, name, [((until - day).days, said[day][name]) for day, until in spans], bound)
    return {name: one for name, one in made.items() if one.days}, tuple(missed)


def _closes(case: ResolvedCase, question: str) -> date:
    """The first day on which a question is no longer open."""
    return min(case.resolutions[question].date or date.max, case.scenario.targets[question].deadline)


def _probabilities(
    case: ResolvedCase, asked: Sequence[str], day: date, policy: str, settings: RunSettings
) -> dict[str, float]:
    made = forecast(
        case.scenario, draws=settings.draws, worlds=settings.worlds, seed=settings.seed, threads=settings.threads,
        memory=settings.memory, policies=[policy], questions=asked, observations=case.seen(day), shares=False,
        curves=False,
    )  # fmt: skip
    return {name: made.answers[policy, name].probability for name in asked}


def _average(case: ResolvedCase, question: str, spans: Sequence[tuple[int, float]], bound: float) -> TimeAverage:
    """The mean over days of (number of days, probability) spans."""
    days, truth = sum(number for number, _ in spans), case.resolutions[question].expected
    if not days:
        return TimeAverage(0, 0.0, 0.0)
    return TimeAverage(
        days,
        sum(number * brier(said, truth) for number, said in spans) / days,
        sum(number * logarithmic(said, truth, bound) for number, said in spans) / days,
    )  # fmt: skip
