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

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Floats
from sim.priors.latin_hypercube import LOST, replicates
from sim.results.shares.moments import Moments, Products

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
    together: how many neighbouring randomisations count as one, which takes less time.

    >>> rng = np.random.default_rng(1)
    >>> a, b = rng.normal(size=(2, 1000))
    >>> found = Parts([a[None], b[None]], np.full(1000, 0.001)).apart(2 * a + b)
    >>> [round(one.share, 1) for one in found.shares], abs(round(found.left.share, 3))
    ([0.8, 0.2], 0.0)
    """

    def __init__(self, parts: Sequence[Floats], weights: Floats, together: int = 1) -> None:
        self._number, self._weights = len(parts), weights
        owner = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
        columns = np.concatenate([np.zeros((0, len(weights))), *parts]).T
        centred = columns - weights @ columns
        deviation = np.sqrt(weights @ centred**2)
        # The columns that vary, with mean 0 and variance 1.
        kept = np.flatnonzero(deviation > 1e-9 * np.maximum(np.abs(columns).max(axis=0, initial=0.0), 1e-300))
        self._owner = owner[kept]
        self._moments = Moments(centred[:, kept] / deviation[kept], weights, together)

    def apart(self, y: Floats) -> Apart:
        """The components of `y`, (draws,), not constant, in each part."""
        moments, every = self._moments, np.arange(len(self._owner))
        components = np.zeros((self._number, len(y)))
        found_in = self._coefficients(y, moments.with_numbers(y[None])[0], every)
        for part, coefficients in zip(moments.parts, found_in, strict=True):
            np.add.at(components[:, part], self._owner, (moments.columns[part] * coefficients).T)
        components -= (components @ self._weights)[:, None]
        away = y - self._weights @ y
        found = tuple(share(component, away, self._weights) for component in components)
        return Apart(components, found, share(away - components.sum(axis=0), away, self._weights))

    def shares(self, numbers: Floats, among: Sequence[Sequence[int]], most: int, looked: int) -> Floats:
        """The share of each part in the variance of each number, (numbers, parts), without errors.

        numbers: (numbers, draws), none of them constant. among: for each number the parts that it hangs on; the others
        have no share. most: columns that enter a regression. looked: independent randomisations on which the penalty is
        chosen, at least 1.
        """
        moments, found = self._moments, []
        away = numbers - (numbers @ self._weights)[:, None]
        for y, seen, parts in zip(away, moments.with_numbers(away), among, strict=True):
            columns = np.flatnonzero(np.isin(self._owner, parts))
            coefficients = self._coefficients(y, seen, columns, most, looked)
            by_column = (np.stack(coefficients) * seen.slopes).sum(axis=0) / (self._weights * y**2).sum()
            found.append(np.bincount(self._owner, by_column, minlength=self._number))
        return np.stack(found)

    def _coefficients(
        self, y: Floats, seen: Products, columns: NDArray[np.intp], most: int | None = None, looked: int | None = None
    ) -> list[Floats]:
        """For each randomisation the coefficients of all columns that the others give."""
        folds = [_Fold(self._moments, seen, place, columns, most) for place in range(len(self._moments.parts))]
        missed = np.sum([fold.missed(y) for fold in folds[:looked]], axis=0)
        best = int(np.argmin(missed))
        return [fold.coefficients(best) for fold in folds]


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
    """Ridge regressions from all draws but those of one randomisation; from all where there is but one.

    columns: those that may enter. most: how many of them; those that are most like the number do.
    """

    def __init__(
        self, moments: Moments, number: Products, place: int, columns: NDArray[np.intp], most: int | None
    ) -> None:
        self._moments, self._place = moments, place
        self._mean, self._level, slope = moments.without(place, number)
        most = min(most or len(columns), max(1, int(moments.seen[place]) // A_COLUMN))
        if len(columns) > most:
            columns = columns[np.sort(np.argsort(-np.abs(slope[columns]), kind="stable")[:most])]
        self._chosen, self._slope = columns, slope[columns]

    def missed(self, y: Floats) -> Floats:
        """What each penalty misses in the draws left out: the weighted sum of squares."""
        part = self._moments.parts[self._place]
        left_out = self._moments.columns[part][:, self._chosen] - self._mean[self._chosen]
        away = (y[part] - self._level)[:, None] - left_out @ self._solved(PENALTIES).T
        return np.asarray(self._moments.weights[part] @ away**2)

    def coefficients(self, best: int) -> Floats:
        """Of every column at one of the penalties; 0 for a column that has not entered."""
        out = np.zeros(len(self._mean))
        out[self._chosen] = self._solved(PENALTIES[best : best + 1])[0]
        return out

    def _solved(self, penalties: Sequence[float]) -> Floats:
        """(penalties, chosen columns)."""
        ridges = self._gram + np.array(penalties)[:, None, None] * np.eye(len(self._chosen))
        return np.asarray(np.linalg.solve(ridges, self._slope[:, None])[..., 0])

    @cached_property
    def _gram(self) -> Floats:
        return self._moments.covariances(self._place, self._chosen)
