"""What the tables behind the pictures share: a reader's columns, the numbers in per cent."""

from __future__ import annotations

import math

from sim.results.forecast.model import Answer, Forecast
from sim.show import words
from sim.show.charts.layers.frame import Row
from sim.show.titles import Titles


def per_cent(probability: float) -> float | None:
    """A probability in per cent with two digits; None for NaN.

    >>> per_cent(0.12345), per_cent(float("nan"))
    (12.35, None)
    """
    return None if math.isnan(probability) else round(100 * probability, 2)


def head_row(forecast: Forecast, policy: str, question: str, titles: Titles) -> Row:
    """The columns that say which answer it is."""
    return {"Question": titles.question(forecast, question), "Policy": titles.policy(policy)}


def answer_row(answer: Answer) -> Row:
    """The columns of one answer: probability, quantiles of the draws, word, and why it is settled where it is."""
    ends = (answer.interval90.low, answer.median, answer.interval90.high)
    low, middle, high = (None if answer.settled else per_cent(end) for end in ends)
    return {
        "Probability, %": None if answer.settled else per_cent(answer.probability),
        "5 % of draws below, %": low, "Median of draws, %": middle, "95 % of draws below, %": high,
        "In words": words.settled_text(answer) if answer.settled else answer.word,
    }  # fmt: skip


def earlier_row(answer: Answer, before: Forecast | None, before_name: str) -> Row:
    """The column of the probability before; none where there is no forecast before."""
    earlier = None if before is None else before.answers.get((answer.policy, answer.question))
    if earlier is None:
        return {}
    return {f"Probability {before_name}, %": None if earlier.settled else per_cent(earlier.probability)}
