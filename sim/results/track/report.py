"""The track record of resolved scenarios."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import fmean, pvariance

from sim.errors import FormatError, Problem
from sim.progress import Progress, portion, portions, untold
from sim.results.limits import MEMORY
from sim.results.score.model import FORECAST, ScoredQuestion
from sim.results.score.report import score
from sim.results.score.said import compared
from sim.results.track.calibration import bin_answers, bin_tail, decompose
from sim.results.track.model import TimeAverage, TrackedCase, TrackReport
from sim.results.track.over_time import average_over_time
from sim.results.track.words import answered_words
from sim.scenario.cases import ResolvedCase, find_cases, load_case

_SCORES = 0.7  # of the time of a case; the rest goes into its forecasts over time


def track(
    cases: str | Path | Iterable[ResolvedCase], *, policy: str | None = None, draws: int = 1000, worlds: int = 64,
    seed: int = 1, memory: int | str = MEMORY, threads: int = 1, progress: Progress = untold,
) -> TrackReport:  # fmt: skip
    """The track record of every resolved scenario: calibration, Murphy's parts, sharpness, scores over time.

    cases: a folder of scenarios (those with a resolutions.yaml beside them count), or cases. policy, draws, worlds,
    seed, memory, threads, progress: as `sim.score` takes them, for each case.

    Raises FormatError where nothing is resolved, and what reading and `sim.score` raise.
    """
    found = [load_case(file) for file in find_cases(cases)] if isinstance(cases, str | Path) else list(cases)
    made = [
        track_case(
            case, policy=policy, draws=draws, worlds=worlds, seed=seed, memory=memory, threads=threads,
            progress=part,
        )
        for case, part in zip(found, portions(progress, len(found)), strict=True)
    ]  # fmt: skip
    return combine(made, seed)


def track_case(
    case: ResolvedCase, *, policy: str | None = None, draws: int = 1000, worlds: int = 64, seed: int = 1,
    memory: int | str = MEMORY, threads: int = 1, progress: Progress = untold,
) -> TrackedCase:  # fmt: skip
    """One scenario, scored as it stood first, and over time. The rest: as in `track`."""
    table = score(
        case.scenario, case.resolutions, policy=policy, draws=draws, worlds=worlds, seed=seed, memory=memory,
        threads=threads, progress=portion(progress, 0.0, _SCORES),
    )  # fmt: skip
    names = [one.question for one in table.questions]
    over_time, missed = average_over_time(
        case, names, table.policy, table.settings, portion(progress, _SCORES, 1.0)
    )  # fmt: skip
    days = {name: case.resolutions[name].date for name in names}
    return TrackedCase(
        table, over_time, tuple(answered_words(case)), {key: one.name for key, one in case.scenario.experts.items()},
        {name: day for name, day in days.items() if day is not None},
        frozenset(name for name in names if case.resolutions[name].resolved not in (0.0, 1.0)), missed,
    )  # fmt: skip


def combine(cases: Sequence[TrackedCase], seed: int = 1) -> TrackReport:
    """The track record of cases that are scored. seed: of the bootstrap. Raises FormatError where nothing is scored."""
    questions = [_named(case.table.scenario, one) for case in cases for one in case.table.questions]
    ladders = [
        replace(one, cluster=f"{case.table.scenario}/{one.cluster}") for case in cases for one in case.table.ladders
    ]
    if not questions:
        message = "no resolved question: a resolutions.yaml beside a scenario.yaml says what came"
        raise FormatError([Problem(message, "track")])
    said = [one.scores[FORECAST].probability for one in questions]
    truth = [one.truth for one in questions]
    over_time = [one for case in cases for one in case.over_time.values()]
    return TrackReport(
        cases=tuple(cases), questions=tuple(questions), comparisons=tuple(compared(questions, seed, ladders)),
        bins=tuple(bin_answers(said, truth)), tail=tuple(bin_tail(said, truth)), binned=decompose(said, truth),
        exact=decompose(said, truth, None), spread=pvariance(said), expected_brier=fmean(p * (1 - p) for p in said),
        over_time=_mean_over_time(over_time) if over_time else None,
    )  # fmt: skip


def _named(scenario: str, one: ScoredQuestion) -> ScoredQuestion:
    return replace(one, question=f"{scenario}/{one.question}", cluster=f"{scenario}/{one.cluster}")


def _mean_over_time(averages: Sequence[TimeAverage]) -> TimeAverage:
    """Every question counts alike, however long it was open; days: of all questions together."""
    return TimeAverage(
        sum(one.days for one in averages), fmean(one.brier for one in averages), fmean(one.log for one in averages)
    )
