"""Functions of one axis, uncorrelated and with variance 1 over its own settings, and products of them.

An axis of numbers has polynomials of growing degree, orthogonal under the distribution that the settings themselves
have (arbitrary polynomial chaos, Oladyshkin and Nowak 2012); an axis of other levels has contrasts between them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np

from sim.arrays import Floats
from sim.batch.summary.moved_axis import MovedAxis

HIGHEST_DEGREE = 14
MOST_CONTRASTS = 12
"""Of an axis without an order: one with more levels than one above takes too many settings to tell."""
MOST_AXES_TOGETHER = 3
_NORM = 0.75  # of the hyperbolic truncation, Blatman and Sudret (2011)

Term = tuple[tuple[int, int], ...]
"""Axis and column, of every function that is multiplied: at least one."""


@dataclass(frozen=True, eq=False)
class AxisFunctions:
    """The functions of one axis. columns: (settings, functions). degrees: one each."""

    columns: Floats
    degrees: tuple[int, ...]


def make_functions(axis: MovedAxis) -> AxisFunctions:
    """The functions of an axis; none where it stands at one level, or at too many without an order."""
    numbers = len(axis.levels) - axis.has_unset
    if axis.ordered and numbers > 1:
        along = axis.numbers
        if axis.scale == "log" and np.nanmin(along) > 0:
            along = np.log(along)
        low, high = np.nanmin(along), np.nanmax(along)
        place = np.nan_to_num(2.0 * (along - low) / (high - low) - 1.0)[axis.codes]
        highest = min(HIGHEST_DEGREE, numbers - 1)
        raw = np.asarray(np.polynomial.legendre.legvander(place, highest)[:, 1:], dtype=float)
        degrees = tuple(range(1, highest + 1))
        if axis.has_unset:
            raw = np.column_stack([axis.codes == numbers, raw])
            degrees = (1, *degrees)
    else:
        contrasts = len(axis.levels) - 1
        if not 0 < contrasts <= MOST_CONTRASTS:
            return AxisFunctions(np.zeros((len(axis.codes), 0)), ())
        raw = (axis.codes[:, None] == np.arange(contrasts)).astype(float)
        degrees = (1,) * contrasts
    return _orthonormal(raw, degrees)


def _orthonormal(raw: Floats, degrees: Sequence[int]) -> AxisFunctions:
    """The columns with mean 0 and variance 1, each uncorrelated with those before; what adds nothing is left out."""
    with_one = np.column_stack([np.ones(len(raw)), raw])
    columns, triangle = np.linalg.qr(with_one)
    new = np.abs(np.diag(triangle))[1:] > 1e-6 * np.sqrt(len(raw))
    signs = np.sign(np.diag(triangle))[1:][new]
    kept = columns[:, 1:][:, new] * signs * np.sqrt(len(raw))
    return AxisFunctions(kept, tuple(degree for degree, there in zip(degrees, new, strict=True) if there))


def choose_terms(functions: Sequence[AxisFunctions], most: int) -> list[Term]:
    """The products that are looked at: all of one axis, and up to the degree at which all are no more than `most`.

    Degrees of a product count by the norm with power 0.75, which leaves out high degrees of several axes at once.
    """
    for highest in range(HIGHEST_DEGREE, 1, -1):
        terms = list(_terms(functions, highest, most))
        if len(terms) <= most:
            return terms
    return list(_terms(functions, 1, most))[:most]


def _terms(functions: Sequence[AxisFunctions], highest: int, most: int) -> Iterator[Term]:
    """All terms up to a degree, or one more than `most` of them."""
    made = 0
    for together in range(1, min(MOST_AXES_TOGETHER, len(functions)) + 1):
        for axes in combinations(range(len(functions)), together):
            for columns in product(*(range(len(functions[axis].degrees)) for axis in axes)):
                degrees = [functions[axis].degrees[column] for axis, column in zip(axes, columns, strict=True)]
                if together == 1 or sum(degree**_NORM for degree in degrees) ** (1 / _NORM) <= highest + 1e-9:
                    yield tuple(zip(axes, columns, strict=True))
                    made += 1
                if made > most:
                    return


def multiply(functions: Sequence[AxisFunctions], terms: Sequence[Term]) -> Floats:
    """The products, (settings, terms)."""
    columns = []
    for term in terms:
        made = np.ones(len(functions[0].columns))
        for axis, column in term:
            made = made * functions[axis].columns[:, column]
        columns.append(made)
    return np.column_stack(columns)
