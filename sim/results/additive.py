"""A number taken apart into additive components, draw by draw, and the share of its variance that each carries.

share = Cov(component, y) / Var(y): the covariance decomposition of Li et al. (2010), "Global sensitivity
analysis for systems with independent and/or correlated inputs"; for a linear model it is Pratt's (1987)
product measure, for independent components the first-order Sobol index. The components add up to y with what is
left over, so the shares add up to 1. A share can be negative: a component that runs against the others.

Each component is a linear combination of columns, found by ridge regression. A draw's components come from the
other draws alone (cross-fitting), so that chance likeness is not counted as explained.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.priors.latents import replicates

Floats = NDArray[np.float64]

PENALTIES = 10.0 ** np.arange(-6.0, 2.0)  # of the ridge, relative to the mean variance of a column
A_COLUMN = 4  # draws there must be for a column


@dataclass(frozen=True)
class Share:
    """A share of variance and its standard error, from the scatter over independent randomisations."""

    share: float
    error: float


@dataclass(frozen=True, eq=False)
class Apart:
    """`y` taken apart. components: (parts, draws), each centred; the rest is y less their sum.

    shares: one a part; left: of the rest. Together 1.
    """

    components: Floats
    shares: tuple[Share, ...]
    left: Share


def apart(y: Floats, weights: Floats, parts: Sequence[Floats]) -> Apart:
    """The components of `y` in the columns of each part.

    y: (draws,), not constant. weights: (draws,), sum 1. parts: (columns, draws) each; any number of columns, constant
    ones and none among them.

    >>> rng = np.random.default_rng(1)
    >>> a, b = rng.normal(size=(2, 1000))
    >>> found = apart(2 * a + b, np.full(1000, 0.001), [a[None], b[None]])
    >>> [round(one.share, 1) for one in found.shares], abs(round(found.left.share, 3))
    ([0.8, 0.2], 0.0)
    """
    owner = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    columns = np.concatenate([np.zeros((0, len(y))), *parts]).T
    kept, scaled = _scaled(columns, weights)
    by_column = _cross_fitted(y, weights, scaled)
    components = np.zeros((len(parts), len(y)))
    np.add.at(components, owner[kept], by_column.T)
    components -= (components @ weights)[:, None]
    away = y - weights @ y
    rest = away - components.sum(axis=0)
    found = tuple(share(component, away, weights) for component in components)
    return Apart(components, found, share(rest, away, weights))


def share(component: Floats, away: Floats, weights: Floats) -> Share:
    """The share of a centred component in the variance of the centred `away`, and its standard error.

    The error is that of a ratio (Owen 2013, "Monte Carlo theory, methods and examples", chapter 9), from the
    scatter of its residuals over the independent Latin hypercubes.
    """
    variance = float(weights @ away**2)
    value = float(weights @ (component * away)) / variance
    residual = weights * (component * away - value * away**2) / variance
    sums = np.array([residual[part].sum() for part in replicates(len(away))])
    number = len(sums)
    return Share(value, float(np.sqrt((sums**2).sum() * number / max(number - 1, 1))))


def _scaled(columns: Floats, weights: Floats) -> tuple[NDArray[np.intp], Floats]:
    """The columns that vary, by place, with mean 0 and variance 1."""
    centred = columns - weights @ columns
    deviation = np.sqrt(weights @ centred**2)
    kept = np.flatnonzero(deviation > 1e-9 * np.maximum(np.abs(columns).max(axis=0, initial=0.0), 1e-300))
    return kept, centred[:, kept] / deviation[kept]


def _cross_fitted(y: Floats, weights: Floats, columns: Floats) -> Floats:
    """Every column's contribution in every draw, (draws, columns), by the penalty that predicts best."""
    folds = [_Fold(y, weights, columns, part) for part in replicates(len(y))]
    missed = [sum(fold.missed(penalty) for fold in folds) for penalty in PENALTIES]
    penalty = PENALTIES[int(np.argmin(missed))]
    return np.concatenate([fold.contributions(penalty) for fold in folds])


class _Fold:
    """A ridge regression on all draws but some, and what it says of those."""

    def __init__(self, y: Floats, weights: Floats, columns: Floats, part: slice) -> None:
        rest = weights.copy()
        if len(replicates(len(y))) > 1:
            rest[part] = 0.0
        rest /= rest.sum()
        self._mean, self._y_mean = rest @ columns, float(rest @ y)
        seen = columns - self._mean
        slope = seen.T @ (rest * (y - self._y_mean))
        self._chosen = np.sort(np.argsort(-np.abs(slope), kind="stable")[: max(1, int((rest > 0).sum()) // A_COLUMN)])
        seen = seen[:, self._chosen]
        self._values, self._vectors = np.linalg.eigh((seen * rest[:, None]).T @ seen)
        self._slope = self._vectors.T @ slope[self._chosen]
        self._columns, self._weights = columns[part], weights[part]
        self._left = self._columns[:, self._chosen] - self._mean[self._chosen]
        self._y = y[part] - self._y_mean

    def _coefficients(self, penalty: float) -> Floats:
        out: Floats = self._vectors @ (self._slope / (np.maximum(self._values, 0.0) + penalty))
        return out

    def missed(self, penalty: float) -> float:
        """Weighted sum of squares of what the regression misses in the draws that were left out."""
        return float(self._weights @ (self._y - self._left @ self._coefficients(penalty)) ** 2)

    def contributions(self, penalty: float) -> Floats:
        """Column by column in the draws that were left out: (draws, columns)."""
        out = np.zeros(self._columns.shape)
        out[:, self._chosen] = self._columns[:, self._chosen] * self._coefficients(penalty)
        return out
