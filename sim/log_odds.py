"""Probabilities as log-odds and back: of arrays, and of single numbers."""

from __future__ import annotations

import math

import numpy as np

from sim.arrays import Floats

LEAST = 1e-100  # far above the smallest double, so that a product of a few is not 0
MOST = 1.0 - 1e-12  # far enough below 1 that the mean of many draws does not round to it


def logit(p: Floats) -> Floats:
    """Log-odds; -inf and inf at 0 and 1.

    >>> logit(np.array([0.5, 0.0]))
    array([  0., -inf])
    """
    with np.errstate(divide="ignore"):
        return np.log(p) - np.log1p(-p)


def expit(x: Floats) -> Floats:
    """The probability of log-odds `x`: exactly 0 and 1 at -inf and inf, which stand for certainty, and nowhere else.

    >>> expit(np.array([0.0, -np.inf])), bool(expit(np.array([800.0]))[0] < 1)
    (array([0.5, 0. ]), True)
    """
    from scipy.special import expit as inverse

    out = uncertain(np.asarray(inverse(x), dtype=np.float64))
    sure = np.isinf(x)
    return np.where(sure, np.greater(x, 0.0), out) if sure.any() else out


def uncertain(p: Floats) -> Floats:
    """Probabilities that want of digits has made 0 or 1, kept inside: nobody was certain of them.

    >>> bool(uncertain(np.array([1.0]))[0] < 1)
    True
    """
    out: Floats = np.clip(p, LEAST, MOST)
    return out


def log_odds_of(probability: float) -> float:
    """The log-odds of one probability; -inf and inf at 0 and 1.

    >>> log_odds_of(0.5), log_odds_of(1.0)
    (0.0, inf)
    """
    if not 0.0 < probability < 1.0:
        return math.copysign(math.inf, probability - 0.5)
    return math.log(probability) - float(np.log1p(-probability))


def probability_of(log_odds: float) -> float:
    """The probability of one number's log-odds, as `expit` has it.

    >>> probability_of(0.0)
    0.5
    """
    return float(expit(np.array(log_odds)))
