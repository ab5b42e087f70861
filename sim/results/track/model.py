"""A track record: everything that was answered over several scenarios, and what it says of forecasts and voices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sim.results.score.model import BaselineComparison, ScoredQuestion, ScoreTable
from sim.results.track.calibration import CalibrationBin, Murphy


@dataclass(frozen=True)
class TimeAverage:
    """The mean of one question's scores over the days on which it was open, from `as_of` until it was decided.

    days: how many. brier, log: on each day the forecast of that day counts, given what had been seen.
    """

    days: int
    brier: float
    log: float


@dataclass(frozen=True)
class WordOutcome:
    """One statement of a quoted voice that reality has answered. said: a class or per cent, as a record has it."""

    topic: str
    judgment: str
    voice: str
    said: str
    happened: bool


@dataclass(frozen=True)
class TrackedCase:
    """One resolved scenario. over_time: by question. words: statements that were answered. names: of the voices.

    decided_on: when each scored question was. contested: questions with a probability for an answer. not_updated: days
    on which what was seen could not be, so that the forecast before it counted on.
    """

    table: ScoreTable
    over_time: Mapping[str, TimeAverage]
    words: tuple[WordOutcome, ...]
    names: Mapping[str, str]
    decided_on: Mapping[str, date]
    contested: frozenset[str]
    not_updated: tuple[date, ...] = ()


@dataclass(frozen=True)
class TrackReport:
    """A track record over scenarios.

    questions: of all cases, ids and clusters with the scenario's id before them. comparisons: over all of them, the
    forecast first. bins, tail: of the forecast's probabilities. binned, exact: its Brier score taken apart by the ten
    bins, and by every exact probability. spread: the variance of what was said, how sharp it was. expected_brier: what
    the same probabilities would score if they were right. over_time: means over the questions' own days; None without
    any.
    """

    cases: tuple[TrackedCase, ...]
    questions: tuple[ScoredQuestion, ...]
    comparisons: tuple[BaselineComparison, ...]
    bins: tuple[CalibrationBin, ...]
    tail: tuple[CalibrationBin, ...]
    binned: Murphy
    exact: Murphy
    spread: float
    expected_brier: float
    over_time: TimeAverage | None

    @property
    def void(self) -> int:
        """Questions without an answer."""
        return sum(len(case.table.void) for case in self.cases)

    @property
    def hindsight(self) -> frozenset[str]:
        """The names of those that were written, in one case or another, with knowledge of how the matter ended."""
        return frozenset(name for case in self.cases for name in case.table.hindsight)

    @property
    def clusters(self) -> int:
        """Events that decided the questions."""
        return len({one.cluster for one in self.questions})
