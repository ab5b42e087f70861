"""From what was said to a Beta: counts, a median with a worth, a range, a survey's rounded answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np

from sim.arrays import Flags, Floats
from sim.priors.families.families import Beta
from sim.priors.families.newton import settle


@lru_cache(maxsize=4096)
def beta_total(median: float, total: float) -> Beta:
    """The Beta with this median and a + b = `total`.

    median: in (0, 1). total: above 0, equivalent past cases plus 2. The root is bracketed, since the
    median rises with a; bisection, to the last bit.

    >>> beta = beta_total(0.5, 10.0)
    >>> round(beta.a, 12), round(beta.b, 12)
    (5.0, 5.0)
    """
    from scipy.special import betainc

    a = bisection(lambda a: bool(betainc(a, total - a, median) > 0.5), 0.0, total)
    return Beta(a, total - a)


def bisection(below: Callable[[float], bool], low: float, high: float) -> float:
    """Where a condition that holds below some number, and not above it, stops holding, to the last bit.

    >>> bisection(lambda x: x < 0.25, 0.0, 1.0)
    0.25
    """
    while (middle := 0.5 * (low + high)) not in (low, high):
        low, high = (middle, high) if below(middle) else (low, middle)
    return middle


def dirichlet_alpha(tail_medians: Sequence[float], total: float) -> tuple[float, ...]:
    """Shape parameters A_1..A_(K-1) of the tails P(state >= s) of a Dirichlet worth `total`.

    tail_medians: P(state >= s), s = 1..K-1, not rising, in [0, 1]. Each tail is Beta(A_s, total - A_s)
    with the stated number as its median; A_s - A_(s+1) is state s's parameter (aggregation property of
    the Dirichlet: Ferguson 1973), so with two states this is the rule of a single number.

    >>> [round(a, 6) for a in dirichlet_alpha([0.5, 0.0], 4.0)]
    [2.0, 0.0]
    """
    return tuple(
        0.0 if median <= 0.0 else total if median >= 1.0 else beta_total(median, total).a for median in tail_medians
    )


@lru_cache(maxsize=512)
def beta_quantiles(quantiles: tuple[tuple[float, float], ...]) -> Beta:
    """The Beta nearest to a survey's quantiles, each read as a rounding cell.

    quantiles: (level, probability) pairs, probabilities in [0, 1]. People answer in round numbers: a
    quantile that is a multiple of 5 % stands for anything within 2.5 points of it, another for 0.5
    points. The loss is the squared amount by which the fitted CDF misses a cell, with a faint pull to
    its centre that decides among the Betas that miss none.

    >>> beta = beta_quantiles(((0.05, 0.01), (0.5, 0.05), (0.95, 0.20)))
    >>> 0.04 < beta.a / (beta.a + beta.b) < 0.10
    True
    """
    from scipy.special import betainc

    level, value = np.array(list(zip(*quantiles, strict=True)))
    half = np.where(np.isclose(np.round(value * 20) / 20, value, atol=1e-9), 0.025, 0.005)
    low, high = np.clip(value - half, 0.0, 1.0), np.clip(value + half, 0.0, 1.0)

    def residuals(a: Floats, b: Floats) -> Floats:
        above = betainc(a, b, low) - level  # the level is reached before the cell begins
        below = level - betainc(a, b, high)  # and not yet where it ends
        centre = 1e-3 * (betainc(a, b, np.clip(value, 1e-4, 1 - 1e-4)) - level)
        return np.concatenate([above, below, centre], axis=-1)

    return _minimise(residuals, np.repeat([True, True, False], len(level)))


@lru_cache(maxsize=512)
def beta_range(low: float, high: float) -> Beta:
    """The Beta of a yardstick's range: 5 % on each side of it.

    low, high: in [0, 1], low < high. A range that touches 0 or 1 cannot leave 5 % outside there: it
    holds 90 % and has the median in its middle.

    >>> from scipy.special import betainc
    >>> beta = beta_range(0.20, 0.45)
    >>> [round(float(betainc(beta.a, beta.b, x)), 6) for x in (0.20, 0.45)]
    [0.05, 0.95]
    """
    from scipy.special import betainc

    if low <= 0.0:
        points = ((0.5, 0.5 * (low + high)), (0.9, high))
    elif high >= 1.0:
        points = ((0.1, low), (0.5, 0.5 * (low + high)))
    else:
        points = ((0.05, low), (0.95, high))
    level, value = np.array(list(zip(*points, strict=True)))

    def residuals(a: Floats, b: Floats) -> Floats:
        return np.asarray(betainc(a, b, value) - level, dtype=np.float64)

    found = _minimise(residuals)
    # A narrow valley can slip between the points of the grid; two points have a root, which brackets find.
    missed = np.sum(residuals(np.array(found.a), np.array(found.b)) ** 2) > 1e-8
    return _through(*points) if missed else found


def _through(lower: tuple[float, float], upper: tuple[float, float]) -> Beta:
    """The Beta whose CDF goes through two points (level, value): the worth by bisection, for each the mean."""
    from scipy.special import betainc

    level, value = lower

    def through_lower(log_worth: float) -> Beta:
        worth = float(np.exp(log_worth))
        mean = bisection(lambda mean: bool(betainc(mean * worth, (1.0 - mean) * worth, value) > level), 0.0, 1.0)
        return Beta(mean * worth, worth - mean * worth)

    def too_little(log_worth: float) -> bool:
        beta = through_lower(log_worth)
        return bool(betainc(beta.a, beta.b, upper[1]) < upper[0])

    return through_lower(bisection(too_little, float(np.log(1e-6)), float(np.log(1e12))))


def _minimise(residuals: Callable[[Floats, Floats], Floats], one_sided: Flags | bool = False) -> Beta:
    """Least loss over (median-like position, worth), both in logs: a grid that closes in on its best point.

    The loss is flat where rounding cells are met, which misleads slopes but not a grid. one_sided: as for `settle`.
    """

    def at(x: Floats) -> Floats:
        a, b = _parameters(x)
        return residuals(a[..., None], b[..., None])

    points = np.linspace(-1.0, 1.0, 61)  # the first look must be fine: a coarse one falls into a false valley
    centre, width = np.array([0.0, 2.5]), np.array([7.0, 6.0])
    for _ in range(80):
        position, worth = np.meshgrid(centre[0] + width[0] * points, centre[1] + width[1] * points, indexing="ij")
        off = at(np.stack([position, worth], axis=-1))
        values = np.sum(np.where(one_sided, np.maximum(off, 0.0), off) ** 2, axis=-1)
        best = np.unravel_index(int(np.argmin(values)), values.shape)
        centre = np.array([position[best], worth[best]])
        # A best point on the rim says that the valley runs out of the grid there: move before closing in.
        rim = [i in (0, points.size - 1) for i in best]
        width = np.where(rim, width, (0.1 if points.size > 17 else 0.4) * width)
        points = np.linspace(-1.0, 1.0, 17)
        if width.max() < 1e-9:
            break
    a, b = _parameters(settle(at, centre, np.full(2, -np.inf), np.full(2, np.inf), one_sided))
    return Beta(float(a), float(b))


def _parameters(x: Floats) -> tuple[Floats, Floats]:
    """Both parameters of Betas from (..., 2), the log-odds of their means and the logs of their totals."""
    share, total = 1.0 / (1.0 + np.exp(-x[..., 0])), np.exp(x[..., 1])
    return total * share, total * (1.0 - share)
