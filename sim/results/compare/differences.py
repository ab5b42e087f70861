"""The difference of two answers over the draws that both share."""

from __future__ import annotations

import math

import numpy as np

from sim.arrays import Floats
from sim.results.compare.model import Difference, Side
from sim.results.forecast.model import UNDEFINED, Answer, Forecast, Interval
from sim.results.statistics.common_draws import Sampled, difference_error
from sim.results.statistics.quantiles import quantiles

TIE = 1e-12
"""Answers that lie no further apart in a draw are equal: the rest is rounding."""

_LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
_READINGS = 400  # of each answer, where every reading of one is set beside every reading of the other


def take_difference(first: Forecast, second: Forecast, sides: tuple[Side, Side], question: str) -> Difference:
    """One question's answer under the first side less that under the second, draw by draw.

    first, second: forecasts of the same draws, worlds and seed, each with its side's policy and the question. Where the
    draws of the two weigh differently (a question not asked of every world, evidence), a draw weighs the mean of both.
    """
    one, other = (made.answers[side.policy, question] for made, side in zip((first, second), sides, strict=True))
    if UNDEFINED in (one.method, other.method):
        return _told(one, other, sides, np.full(2, math.nan), np.array([0.5, 0.5]), settled=UNDEFINED)
    a, b = sampled_answer(first, one), sampled_answer(second, other)
    apart = _apart(a.values, b.values)
    weights = np.where(np.isnan(apart), 0.0, (a.weights + b.weights) / 2)  # one side is asked of no world there
    if not weights.any():
        return _told(one, other, sides, np.full(2, math.nan), np.array([0.5, 0.5]), settled=UNDEFINED)
    made = _told(
        one, other, sides, apart, weights,
        settled=one.method if one.settled and other.settled else "",
    )  # fmt: skip
    shared = {"overlap": min(1.0, float(np.minimum(a.weights, b.weights).sum())), "error": difference_error(a, b)}
    width = made.interval90.high - made.interval90.low
    separate = _separate_width(a, b)
    narrower = separate / width if width > TIE and separate > TIE else None
    return Difference(**{**vars(made), **shared, "narrower": narrower})


def _told(
    one: Answer, other: Answer, sides: tuple[Side, Side], apart: Floats, weights: Floats, *, settled: str
) -> Difference:
    low90, low50, median, high50, high90 = map(float, quantiles(apart, weights, _LEVELS))
    above = 0.5 + 0.5 * float((weights * np.sign(np.nan_to_num(apart))).sum() / weights.sum())
    difference = one.probability - other.probability
    return Difference(
        question=one.question, asks=one.asks, first=sides[0], second=sides[1],
        first_probability=one.probability, second_probability=other.probability,
        difference=0.0 if abs(difference) <= TIE else difference,
        median=median, interval50=Interval(0.5, low50, high50), interval90=Interval(0.9, low90, high90),
        above=math.nan if math.isnan(median) else above, error=math.nan,
        separate_error=float(np.hypot(one.sampling_error, other.sampling_error)), narrower=None, overlap=0.0,
        noise_share=max(one.noise_share, other.noise_share), settled=settled,
    )  # fmt: skip


def _apart(one: Floats, other: Floats) -> Floats:
    """(draws,): one less the other, 0 where they are equal but for rounding."""
    apart = one - other
    return np.where(np.abs(apart) <= TIE, 0.0, apart)


def _separate_width(one: Sampled, other: Sampled) -> float:
    """The width of the 90 % interval of the difference if the two sides had nothing in common."""
    middles = list((np.arange(_READINGS) + 0.5) / _READINGS)
    a, b = (quantiles(side.values, side.weights, middles) for side in (one, other))
    low, high = np.quantile(np.subtract.outer(a, b), [0.05, 0.95])
    return float(high - low)


def sampled_answer(made: Forecast, answer: Answer) -> Sampled:
    """One of a forecast's answers as its draws, for the error of what is worked out from several on common draws."""
    key = (answer.policy, answer.question)
    return Sampled(made.draws[key], made.draws.weight(*key), answer.noise_share, answer.sampling_error)
