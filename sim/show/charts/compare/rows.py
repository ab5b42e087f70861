"""Differences of answers and of scores as rows of a picture."""

from __future__ import annotations

from sim.results.compare.model import Difference
from sim.results.forecast.model import Interval
from sim.results.score.model import MeanScore
from sim.show.charts.compare.spans import DifferenceSpan, Ends
from sim.show.differences import points, sentence
from sim.show.scores.score import tell_difference


def answer_span(label: str, one: Difference) -> DifferenceSpan:
    """The difference of two answers in percentage points; what is settled on both sides has no mark."""
    if one.settled:
        return DifferenceSpan(label, sentence(one).partition(":")[0].removesuffix("."), sentence(one), None)
    number = f"{points(one.difference)} ({points_span(one.interval90)})"
    middle, ends = 100 * one.difference, (_hundred(one.interval90), _hundred(one.interval50))
    return DifferenceSpan(label, number, sentence(one), middle, *ends)


def score_span(label: str, score: MeanScore) -> DifferenceSpan:
    """The forecast's mean score less another's; without an interval where a single event decided all."""
    number = tell_difference(score)
    return DifferenceSpan(label, number, f"{label}: {number}, n = {score.n}", score.difference, score.interval)


def points_span(interval: Interval) -> str:
    """An interval of a difference in percentage points.

    >>> points_span(Interval(0.9, -0.012, 0.225))
    '-1.2 to +22.5'
    """
    return f"{points(interval.low)} to {points(interval.high)}"


def _hundred(interval: Interval) -> Ends:
    return 100 * interval.low, 100 * interval.high
