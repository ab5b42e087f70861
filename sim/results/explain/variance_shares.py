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
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Floats
from sim.priors.latin_hypercube import LOST, replicates

PENALTIES = (1e-6, 1e-4, 1e-3, 1e-2, 1e-1)  # of the ridge, relative to the variance of a column, which is 1
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


class Parts:
    """Columns in parts, made ready for one or several numbers that are to be taken apart.

    parts: (columns, draws) each; any number of columns, constant ones and none among them. weights: (draws,), sum 1.

    >>> rng = np.random.default_rng(1)
    >>> a, b = rng.normal(size=(2, 1000))
    >>> found = Parts([a[None], b[None]], np.full(1000, 0.001)).apart(2 * a + b)
    >>> [round(one.share, 1) for one in found.shares], abs(round(found.left.share, 3))
    ([0.8, 0.2], 0.0)
    """

    def __init__(self, parts: Sequence[Floats], weights: Floats) -> None:
        self._number, self._weights = len(parts), weights
        owner = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
        columns = np.concatenate([np.zeros((0, len(weights))), *parts]).T
        centred = columns - weights @ columns
        deviation = np.sqrt(weights @ centred**2)
        # The columns that vary, with mean 0 and variance 1.
        kept = np.flatnonzero(deviation > 1e-9 * np.maximum(np.abs(columns).max(axis=0, initial=0.0), 1e-300))
        self._owner, columns = owner[kept], centred[:, kept] / deviation[kept]
        self._folds = [_Fold(weights, columns, part) for part in replicates(len(weights))]

    def apart(self, y: Floats) -> Apart:
        """The components of `y`, (draws,), not constant, in each part."""
        fitted = [fold.fitted(y) for fold in self._folds]
        best = min(range(len(PENALTIES)), key=lambda place: sum(fit.missed[place] for fit in fitted))
        parts = [fold.contributions(fit, best) for fold, fit in zip(self._folds, fitted, strict=True)]
        by_column = np.concatenate(parts)
        components = np.zeros((self._number, len(y)))
        np.add.at(components, self._owner, by_column.T)
        components -= (components @ self._weights)[:, None]
        away = y - self._weights @ y
        found = tuple(share(component, away, self._weights) for component in components)
        return Apart(components, found, share(away - components.sum(axis=0), away, self._weights))


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
    return Share(value, float(np.sqrt((sums**2).sum() * number / max(number - LOST, 1))))


class _Fold:
    """All draws but some, from which regressions are made for those."""

    def __init__(self, weights: Floats, columns: Floats, part: slice) -> None:
        rest = weights.copy()
        if len(replicates(len(weights))) > 1:
            rest[part] = 0.0
        self._rest, self._part, self._weights = rest / rest.sum(), part, weights[part]
        self._columns, self._mean = columns, self._rest @ columns
        self._most = max(1, int((rest > 0).sum()) // A_COLUMN)

    def fitted(self, y: Floats) -> _Fit:
        """Regressions of y; on the columns that are most like it where there are too many."""
        slope = (self._rest * (y - self._rest @ y)) @ (self._columns - self._mean)
        chosen = np.arange(len(slope))
        if len(slope) > self._most:
            chosen = np.sort(np.argsort(-np.abs(slope), kind="stable")[: self._most])
        gram = self._gram if len(chosen) == len(slope) else self._covariances(chosen)
        ridges = [gram + penalty * np.eye(len(chosen)) for penalty in PENALTIES]
        coefficients = [np.asarray(np.linalg.solve(ridge, slope[chosen])) for ridge in ridges]
        left_out = self._columns[self._part][:, chosen] - self._mean[chosen]
        y_left_out = y[self._part] - self._rest @ y
        missed = [float(self._weights @ (y_left_out - left_out @ one) ** 2) for one in coefficients]
        return _Fit(chosen, coefficients, missed)

    def contributions(self, fit: _Fit, place: int) -> Floats:
        """Column by column in the draws left out, at one of the penalties: (draws, columns)."""
        left_out = self._columns[self._part]
        out = np.zeros_like(left_out)
        out[:, fit.chosen] = left_out[:, fit.chosen] * fit.coefficients[place]
        return out

    @cached_property
    def _gram(self) -> Floats:
        return self._covariances(np.arange(self._columns.shape[1]))

    def _covariances(self, chosen: NDArray[np.intp]) -> Floats:
        seen = self._columns[:, chosen] - self._mean[chosen]
        return np.asarray((seen * self._rest[:, None]).T @ seen)


class _Fit(NamedTuple):
    """Ridge regressions, one a penalty; missed: weighted sum of squares in the draws left out."""

    chosen: NDArray[np.intp]
    coefficients: list[Floats]
    missed: list[float]
