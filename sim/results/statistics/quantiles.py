"""Quantiles of weighted draws."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.arrays import Floats

_NUMBERS = 500_000  # sorted at a time: columns are sorted in copies


def quantiles(values: Floats, weights: Floats, levels: Sequence[float]) -> Floats:
    """The quantiles of `values` over its first axis, shape (levels, *rest).

    values: (draws, ...). weights: (draws,), not negative, not all 0; draws of weight 0 are as if not there.
    levels: in [0, 1].

    Each sorted draw sits at the middle of its weight; the outer two are moved to 0 and 1 and the rest in
    proportion, and between draws the quantile is linear. With equal weights that is type 7 of Hyndman and
    Fan (1996), "Sample quantiles in statistical packages", the default of NumPy and R.

    >>> quantiles(np.array([4.0, 1.0, 2.0]), np.ones(3), [0.0, 0.5, 0.75])
    array([1., 2., 3.])
    """
    equal = bool((weights == weights[0]).all() and weights[0] > 0)
    of_some, flat = _of_equals if equal else _of_any, values.reshape(len(values), -1)
    size = max(1, _NUMBERS // len(flat))
    starts = range(0, max(1, flat.shape[1]), size)
    found = [of_some(flat[:, first : first + size], weights, levels) for first in starts]
    return np.concatenate(found, axis=1).reshape(len(levels), *values.shape[1:])


def _of_any(flat: Floats, weights: Floats, levels: Sequence[float]) -> Floats:
    kept = weights > 0
    order = np.argsort(flat[kept], axis=0, kind="stable")
    ranked = np.take_along_axis(flat[kept], order, axis=0)
    position = _positions(weights[kept][order])
    return np.stack([_at(level, position, ranked) for level in levels])


def _of_equals(flat: Floats, weights: Floats, levels: Sequence[float]) -> Floats:
    """The same where all weights are equal: all columns have their draws at the same positions."""
    ranked = np.ascontiguousarray(np.sort(np.ascontiguousarray(flat.T), axis=1).T)
    position = _positions(weights[:, None])
    return np.stack([_at(level, position, ranked) for level in levels])


def _positions(mass: Floats) -> Floats:
    """Where each sorted draw sits between 0 and 1, (draws, columns)."""
    middle = np.cumsum(mass, axis=0) - mass / 2
    span = middle[-1] - middle[0]
    # One draw alone has no span: it sits at 0 and answers for every level.
    return np.asarray((middle - middle[0]) / np.where(span > 0, span, 1.0))


def _at(level: float, position: Floats, ranked: Floats) -> Floats:
    """Linear interpolation of every column at one level; `position` has one column, or one for each of `ranked`."""
    upper = np.minimum((position < level).sum(axis=0), len(ranked) - 1)
    lower = np.maximum(upper - 1, 0)
    if position.shape[1] == 1:
        x0, x1, y0, y1 = position[lower[0]], position[upper[0]], ranked[lower[0]], ranked[upper[0]]
    else:
        x0, x1 = (np.take_along_axis(position, i[None], axis=0)[0] for i in (lower, upper))
        y0, y1 = (np.take_along_axis(ranked, i[None], axis=0)[0] for i in (lower, upper))
    share = np.clip((level - x0) / np.where(x1 > x0, x1 - x0, 1.0), 0.0, 1.0)
    return np.asarray(np.where(x1 > x0, y0 + share * (y1 - y0), y1))
