"""Families fitted to points of a distribution function: least squares on the cumulative probabilities.

The rule of SHELF's `fitdist` (Oakley 2024, R package SHELF): the parameters that minimise the sum over the elicited
points of (fitted - elicited cumulative probability) squared. Points at 0 and 1 say nothing there: every Beta has
P(X <= 0) = 0.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from math import pi, sqrt

import numpy as np

from sim.arrays import Floats
from sim.log_odds import expit, logit
from sim.priors.families.families import Beta, Family, Histogram, LogitNormal, Pert
from sim.priors.families.fit_beta import beta_total, bisection
from sim.priors.families.least_squares import least_squares
from sim.priors.families.newton import settle

Points = tuple[tuple[float, float], ...]
"""(level, value) pairs: P(probability <= value) = level, lowest first."""

WIDEST = 2.0
"""The total of a Beta of which one point is known and nothing else: that of the uniform distribution."""

_BETA_BOUNDS = np.array([-30.0, -3.0]), np.array([30.0, 24.0])  # log-odds of the mean, log of the total
_LOGIT_NORMAL_BOUNDS = np.array([-60.0, -12.0]), np.array([60.0, 4.0])  # mean, log of the standard deviation


def fit(family: str, points: Points, ends: tuple[float, float], median: float | None = None) -> Family:
    """The family's member nearest to the points.

    points: levels rising, values in [0, 1]. ends: between which a PERT or a histogram lies; others run from 0 to 1.
    median: what the median is held at, whatever that costs at the points; a PERT comes as near to it as it can.

    >>> fit("beta", ((0.25, 0.3), (0.75, 0.7)), (0.0, 1.0)).name
    'Beta(1.53, 1.53)'
    """
    if family == "histogram":
        return histogram(points, ends)
    if family == "pert":
        return pert(points if median is None else ((0.5, median),), ends)
    inner = tuple((level, value) for level, value in points if 0.0 < value < 1.0)
    if median is not None and len(inner) > 1:
        return (beta_about if family == "beta" else logit_normal_about)(median, inner)
    return beta(inner) if family == "beta" else logit_normal(inner)


@lru_cache(maxsize=4096)
def beta_about(median: float, points: Points) -> Beta:
    """The Beta with this median whose total brings it nearest to the points.

    >>> fitted = beta_about(0.1, ((0.1, 0.02), (0.9, 0.3)))
    >>> bool(abs(expit(fitted.log_odds(np.array([0.5])))[0] - 0.1) < 1e-9)
    True
    """
    from scipy.special import betainc

    level, value = _columns(points)

    def residuals(worth: Floats) -> Floats:
        total = np.exp(worth)
        a = _first_shape(median, total)
        return np.asarray(betainc(a, total - a, value) - level, dtype=np.float64)

    return beta_total(median, float(np.exp(_least(residuals, -3.0, 24.0))))


def _first_shape(median: float, total: Floats) -> Floats:
    """The first parameter of Betas with one median and several totals: bisection, all at once."""
    from scipy.special import betainc

    low, high = np.zeros_like(total), total
    for _ in range(60):
        middle = 0.5 * (low + high)
        below = betainc(middle, total - middle, median) > 0.5
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return np.asarray(0.5 * (low + high))


@lru_cache(maxsize=4096)
def logit_normal_about(median: float, points: Points) -> LogitNormal:
    """The logit-normal with this median whose standard deviation brings it nearest to the points.

    >>> logit_normal_about(0.5, ((0.05, 0.2), (0.95, 0.8))).name
    'logit-normal(0, 0.843)'
    """
    from scipy.special import ndtr

    level, value = _columns(points)
    mean = float(logit(np.array(median)))

    def residuals(log_sd: Floats) -> Floats:
        return np.asarray(ndtr((logit(value) - mean) / np.exp(log_sd)) - level, dtype=np.float64)

    return LogitNormal(mean, float(np.exp(_least(residuals, -10.0, 4.0))))


@lru_cache(maxsize=4096)
def beta(points: Points) -> Beta:
    """The Beta nearest to the points, values strictly between 0 and 1; of a single one, the widest.

    >>> from scipy.special import betainc
    >>> fitted = beta(((0.1, 0.02), (0.9, 0.2)))
    >>> [round(float(betainc(fitted.a, fitted.b, x)), 6) for x in (0.02, 0.2)]
    [0.1, 0.9]
    """
    from scipy.special import betainc, ndtri

    if len(points) == 1:
        ((q, v),) = points
        first = bisection(lambda a: bool(betainc(a, WIDEST - a, v) > q), 0.0, WIDEST)
        return Beta(first, WIDEST - first)
    level, value = _columns(points)
    worth = np.linspace(-2.0, 23.0, 26)[:, None]
    # For each total the Betas that pass near each of the points: one of them is near the best.
    spread = np.exp(-0.5 * worth) / np.sqrt(value * (1.0 - value))
    position = logit(value) - ndtri(level) * spread.clip(0.0, 4.0)
    starts = np.stack(np.broadcast_arrays(position, worth), axis=-1)

    def residuals(x: Floats) -> Floats:
        a, b = _shapes(x)
        return np.asarray(betainc(a[:, None], b[:, None], value) - level, dtype=np.float64)

    a, b = _shapes(least_squares(residuals, starts, *_BETA_BOUNDS)[None])
    return Beta(float(a[0]), float(b[0]))


def _shapes(x: Floats) -> tuple[Floats, Floats]:
    """Both parameters of Betas from the log-odds of their means and the logs of their totals."""
    total = np.exp(x[:, 1])
    return total * expit(x[:, 0]), total * expit(-x[:, 0])


@lru_cache(maxsize=4096)
def logit_normal(points: Points) -> LogitNormal:
    """The logit-normal nearest to the points, values strictly between 0 and 1; of a single one, the widest.

    The widest has the standard deviation of a uniform distribution's log-odds, pi / sqrt(3).

    >>> logit_normal(((0.05, 0.2), (0.5, 0.4), (0.95, 0.7))).name
    'logit-normal(-0.392, 0.654)'
    """
    from scipy.special import ndtr, ndtri

    level, value = _columns(points)
    x = logit(value)
    if len(points) == 1:
        sd = pi / sqrt(3.0)
        return LogitNormal(float(x[0] - sd * ndtri(level[0])), sd)
    log_sd = np.linspace(-8.0, 4.0, 19)[:, None]
    starts = np.stack(np.broadcast_arrays(x - np.exp(log_sd) * ndtri(level), log_sd), axis=-1)

    def residuals(at: Floats) -> Floats:
        z = (x - at[:, :1]) * np.exp(-at[:, 1:])
        return np.asarray(ndtr(z) - level, dtype=np.float64)

    best = least_squares(residuals, starts, *_LOGIT_NORMAL_BOUNDS)
    return LogitNormal(float(best[0]), float(np.exp(best[1])))


def pert(points: Points, ends: tuple[float, float]) -> Pert:
    """The PERT between the ends whose mode brings it nearest to the points inside.

    >>> pert(((0.5, 0.2),), (0.1, 0.3)).share
    0.5
    """
    from scipy.special import betainc

    low, high = ends
    inside = tuple((level, (value - low) / (high - low)) for level, value in points if low < value < high)
    level, value = _columns(inside)

    def residuals(share: Floats) -> Floats:
        return np.asarray(betainc(1 + 4 * share, 5 - 4 * share, value) - level, dtype=np.float64)

    return Pert(low, high, _least(residuals, 0.0, 1.0))


def _least(residuals: Callable[[Floats], Floats], low: float, high: float) -> float:
    """The number between the two of the smallest sum of squares of (n, 1) -> (n, points): ever finer looks."""
    centre, width = 0.5 * (low + high), 0.5 * (high - low)
    looks = 65  # the first must be fine: there may be more than one valley
    for _ in range(14):
        grid = np.clip(np.linspace(centre - width, centre + width, looks), low, high)
        off = residuals(grid[:, None])
        centre, width = float(grid[int(np.argmin(np.sum(off * off, axis=-1)))]), 2.0 * width / (looks - 1)
        looks = 9
    found = settle(residuals, np.array([centre]), np.array([low]), np.array([high]))
    return round(float(found[0]), 12)


def _columns(points: Points) -> tuple[Floats, Floats]:
    """Levels and values."""
    return np.array([level for level, _ in points]), np.array([value for _, value in points])


def histogram(points: Points, ends: tuple[float, float]) -> Histogram:
    """Straight lines through the points, and on to the ends where no point lies there.

    >>> histogram(((0.25, 0.25), (0.5, 0.3), (0.75, 0.4)), (0.0, 1.0)).levels
    (0.0, 0.25, 0.5, 0.75, 1.0)
    """
    low, high = ends
    levels, values = zip((0.0, low), *(point for point in points if low < point[1] < high), (1.0, high), strict=True)
    return Histogram(levels, values)
