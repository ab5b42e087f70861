"""What a forecast was worth: its scores beside those of simpler ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.results.settings import RunSettings

FORECAST, EVEN = "forecast", "50 %"


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
class BaselineComparison:
    """One baseline over the questions that it speaks about.

    n: of them. clusters: of the events that decided these. brier, log: its means. brier_difference, log_difference: of
    the forecast less the baseline on the same questions, so that below 0 the forecast is better. brier_interval,
    log_interval: 90 % of each by bootstrap; None with fewer than two clusters.
    """

    name: str
    n: int
    clusters: int
    brier: float
    log: float
    brier_difference: float
    brier_interval: tuple[float, float] | None
    log_difference: float
    log_interval: tuple[float, float] | None

    @property
    def significant(self) -> bool:
        """Whether 0 lies outside one of the intervals."""
        return any(one is not None and not one[0] <= 0 <= one[1] for one in (self.brier_interval, self.log_interval))


@dataclass(frozen=True)
class ScoreTable:
    """The scores of one scenario under one policy.

    void, settled: questions that drop out: without an answer, and with one that the policy sets or nobody is asked.
    bound: what 0 is read as in the log score. comparisons: the forecast itself first.
    """

    scenario: str
    title: str
    file: str
    digest: str
    policy: str
    settings: RunSettings
    questions: tuple[ScoredQuestion, ...]
    void: tuple[str, ...]
    settled: tuple[str, ...]
    bound: float
    comparisons: tuple[BaselineComparison, ...]
