"""What a comparison hands on: two sides, and per question how far their answers lie apart."""

from __future__ import annotations

from dataclasses import dataclass

from sim.results.forecast.model import Interval
from sim.results.head import ResultHead


@dataclass(frozen=True)
class Side:
    """What one answer is worked out under.

    policy: its id. variant: the edits in words, or `alternative` and its name; empty for the file as it is.
    """

    policy: str
    variant: str = ""

    def __str__(self) -> str:
        return f"{self.policy} with {self.variant}" if self.variant else self.policy


@dataclass(frozen=True)
class Difference:
    """One question under two sides: the first answer less the second, draw by draw of doubt.

    first_probability, second_probability: as in `Answer`. difference: the first less the second. median, interval50,
        interval90: of the difference over common draws, the worlds' noise shrunk away in each answer; from -1 to 1.
    above: the share of draws in which the first is above the second, ties counted half.
    error: standard error of `difference` over the common draws, ours alone.
    separate_error: the same had each side had draws of its own. narrower: how many times wider the 90 % interval would
        be with draws of its own for each side; None where either interval is a point.
    overlap: how much of the weight of draws both sides share: 1 where both ask every world and nothing was seen.
    noise_share: the larger of the two answers'. settled: why there is no number, else empty.
    """

    question: str
    asks: str
    first: Side
    second: Side
    first_probability: float
    second_probability: float
    difference: float
    median: float
    interval50: Interval
    interval90: Interval
    above: float
    error: float
    separate_error: float
    narrower: float | None
    overlap: float
    noise_share: float
    settled: str = ""


@dataclass(frozen=True)
class Comparison(ResultHead):
    """All differences of one scenario, pair by pair in the order asked for, questions in the file's order.

    observations: what was seen on both sides, in words.
    """

    differences: tuple[Difference, ...]
    warnings: tuple[str, ...] = ()
    observations: tuple[str, ...] = ()
