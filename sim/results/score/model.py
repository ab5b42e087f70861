"""What a forecast was worth: its scores beside those of simpler ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sim.results.head import ResultHead

FORECAST, EVEN = "forecast", "50 %"
SAID_THEN = "said then"


@dataclass(frozen=True)
class Loss:
    """One probability and its scores, less is better. brier: 0 to 1. log: nats."""

    probability: float
    brier: float
    log: float


@dataclass(frozen=True)
class ScoredQuestion:
    """One question that has an answer.

    truth: the chance that it is yes. cluster: of the event that decided it, its own id without one. scores: by who
    says so, `FORECAST` first; who has nothing to say about the question is missing.
    """

    question: str
    asks: str
    truth: float
    cluster: str
    scores: Mapping[str, Loss]


@dataclass(frozen=True)
class LadderLoss:
    """The probabilities of all states, lowest first, and their ranked probability score, 0 to 1, less is better."""

    probabilities: tuple[float, ...]
    ranked: float


@dataclass(frozen=True)
class ScoredLadder:
    """The states of one ordered variable by a deadline, of which it is known which one came.

    questions: those that ask for a rung of it, the one that names the state first. kind: `reaches`, the highest state
    by then, or `is`, the state at it. truth: the chance of each state, lowest first. cluster, scores: as of a question.
    """

    questions: tuple[str, ...]
    variable: str
    kind: str
    deadline: date
    states: tuple[str, ...]
    truth: tuple[float, ...]
    cluster: str
    scores: Mapping[str, LadderLoss]


@dataclass(frozen=True)
class MeanScore:
    """One mean score of a baseline, and the forecast's less it on the same items: below 0 the forecast is better.

    n: items. interval: 90 % of the difference by bootstrap over clusters; None with fewer than two.
    """

    n: int
    mean: float
    difference: float
    interval: tuple[float, float] | None

    @property
    def significant(self) -> bool:
        """Whether 0 lies outside the interval."""
        return self.interval is not None and not self.interval[0] <= 0 <= self.interval[1]


@dataclass(frozen=True)
class BaselineComparison:
    """One baseline over what it speaks about.

    clusters: of the events that decided its questions. brier, log: over its questions. ranked: over its ladders; None
    where there is none.
    """

    name: str
    clusters: int
    brier: MeanScore
    log: MeanScore
    ranked: MeanScore | None

    @property
    def n(self) -> int:
        return self.brier.n

    @property
    def scores(self) -> Iterator[MeanScore]:
        """Every mean that there is."""
        return (one for one in (self.brier, self.log, self.ranked) if one is not None)

    @property
    def significant(self) -> bool:
        """Whether 0 lies outside one of the intervals."""
        return any(one.significant for one in self.scores)


@dataclass(frozen=True)
class ScoreTable(ResultHead):
    """The scores of one scenario under one policy, as its forecast would have been on one day.

    as_of: the day; what was seen by then has been taken in. observations: how many that were. silence: whether it was
    counted as well that nothing else was reported. void, settled, decided: questions that drop out: without an answer,
    with one that the policy sets or nobody is asked, and those that were decided or past their deadline by then. bound:
    what 0 is read as in the log score. comparisons: the forecast first. left_out: baselines that have no forecast, and
    why. said_then: the day of the ledger's entry that is scored beside the forecast as `SAID_THEN`; None without one.
    hindsight: the names of those that were written with knowledge of how the matter ended.
    """

    policy: str
    observations: int
    silence: bool
    questions: tuple[ScoredQuestion, ...]
    ladders: tuple[ScoredLadder, ...]
    void: tuple[str, ...]
    settled: tuple[str, ...]
    decided: tuple[str, ...]
    bound: float
    comparisons: tuple[BaselineComparison, ...]
    left_out: Mapping[str, str]
    said_then: date | None = None
    hindsight: tuple[str, ...] = ()

    @property
    def clusters(self) -> int:
        """How many events decided the questions."""
        return len({one.cluster for one in self.questions})
