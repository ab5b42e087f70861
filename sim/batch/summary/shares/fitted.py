"""Shares where the settings fill no grid: from a polynomial that is fitted to them, as far as it fits.

A sparse polynomial chaos: the answer is fitted by products of functions of the axes that are uncorrelated where the
axes are independent, so that each coefficient squared is a part of the variance (Sudret 2008; Blatman and Sudret 2011).
First order: the parts of functions of one axis alone. Total: of all that the axis has a hand in. Errors: settings are
left out one by one (jackknife), with the columns as they were chosen; half of what the fit does not explain, which may
belong to any axis or to none, counts as a further error.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from sim.arrays import Floats
from sim.batch.summary.moved_axis import MovedAxis
from sim.batch.summary.shares.basis import (
    MOST_CONTRASTS,
    AxisFunctions,
    Term,
    choose_terms,
    make_functions,
    multiply,
)
from sim.batch.summary.shares.model import AxisShare, SettingShares
from sim.batch.summary.shares.sparse_fit import cross_validate, fit_sparse

FEWEST_AN_AXIS = 5
"""Settings for each axis, below which nothing is fitted."""
MOST_SETTINGS = 2000
"""Settings that a fit looks at."""
ENOUGH, GOOD = 0.5, 0.9
"""Below the first share explained, no shares are told; below the second, a note stands beside them."""
MOST_ALIKE = 0.3
"""The correlation of two axes above which their shares cannot be told apart."""
_MOST_COLUMNS = 400


def share_fitted(axes: Sequence[MovedAxis], values: Floats, seed: int = 1) -> SettingShares:
    """The shares of all axes, or why there are none.

    values: (settings,), not all alike. seed: of the settings that are left out, and of those that are looked at.
    """
    fewest = max(10, FEWEST_AN_AXIS * len(axes))
    if len(values) < fewest:
        told = f"{len(values)} settings are too few to tell what moves it: {fewest} are needed."
        return SettingShares("none", explained=0.0, notes=(told,))
    axes, values, looked = _picked(axes, values, seed)
    functions = [make_functions(axis) for axis in axes]
    terms = choose_terms(functions, min(_MOST_COLUMNS, 2 * len(values)))
    columns = multiply(functions, terms)
    explained = cross_validate(columns, values, seed)
    notes = (*looked, *_many_levels(axes), *_alike(axes, functions))
    if explained < ENOUGH:
        told = f"A fit finds {100 * max(explained, 0.0):.0f} % of the variance again: too little to share out."
        return SettingShares("none", explained=explained, notes=(*notes, told))
    if explained < GOOD:
        left = f"{100 * (1 - explained):.0f} % of the variance is found by no fit: a share may be larger by so much."
        notes = (*notes, left)
    shares = _shares(axes, columns, values, terms, max(1.0 - explained, 0.0))
    return SettingShares("fitted", shares, min(explained, 1.0), notes)


def _picked(
    axes: Sequence[MovedAxis], values: Floats, seed: int
) -> tuple[Sequence[MovedAxis], Floats, tuple[str, ...]]:
    """The settings that are looked at: all, or some drawn without replacement; and a note where not all are."""
    if len(values) <= MOST_SETTINGS:
        return axes, values, ()
    places = np.sort(np.random.default_rng(seed).permutation(len(values))[:MOST_SETTINGS])
    note = f"Shares are fitted to {MOST_SETTINGS:,} of {len(values):,} settings."
    return [axis.take(places) for axis in axes], values[places], (note,)


def _many_levels(axes: Sequence[MovedAxis]) -> Iterator[str]:
    for axis in axes:
        if not axis.ordered and len(axis.levels) > MOST_CONTRASTS + 1:
            yield f"{axis.name} has {len(axis.levels)} levels without an order, too many to be fitted: it has no share."


def _alike(axes: Sequence[MovedAxis], functions: Sequence[AxisFunctions]) -> Iterator[str]:
    """Axes that do not vary independently."""
    bound = MOST_ALIKE + 2.0 / np.sqrt(len(functions[0].columns))
    for place, one in enumerate(functions):
        for other in range(place):
            products = one.columns[:, :4].T @ functions[other].columns[:, :4] / len(one.columns)
            if products.size and np.abs(products).max() > bound:
                yield (
                    f"{axes[other].name} and {axes[place].name} move together in these settings: what is said of one "
                    "may belong to the other."
                )


def _shares(
    axes: Sequence[MovedAxis], columns: Floats, values: Floats, terms: Sequence[Term], unexplained: float
) -> tuple[AxisShare, ...]:
    fit = fit_sparse(columns, values)
    chosen = [terms[place] for place in fit.chosen]
    alone = np.array([[len(term) == 1 and term[0][0] == axis for axis in range(len(axes))] for term in chosen])
    among = np.array([[any(one == axis for one, _ in term) for axis in range(len(axes))] for term in chosen])
    squares = fit.coefficients[1:] ** 2
    coefficients, missed = _left_out(columns[:, fit.chosen], values, fit.coefficients)
    whole = squares / (squares.sum() + missed)
    parts = coefficients**2 / ((coefficients**2).sum(axis=1, keepdims=True) + missed)
    firsts, totals = (whole @ flags.astype(float) for flags in (alone, among))
    first_errors, total_errors = (
        np.hypot(_jackknife(parts @ flags.astype(float)), unexplained / 2.0) for flags in (alone, among)
    )
    return tuple(
        AxisShare(axis.name, *(float(numbers[place]) for numbers in (firsts, first_errors, totals, total_errors)))
        for place, axis in enumerate(axes)
    )


def _left_out(columns: Floats, values: Floats, coefficients: Floats) -> tuple[Floats, float]:
    """The coefficients where each setting in turn is left out, without the constant, and the mean square missed."""
    settings = len(values)
    design = np.column_stack([np.ones(settings), columns])
    towards = np.linalg.pinv(design)  # (terms, settings)
    leverage = np.minimum((design * towards.T).sum(axis=1), 1.0 - 1e-9)
    missed = (values - design @ coefficients) / (1.0 - leverage)
    without = coefficients - (towards * missed).T
    return without[:, 1:], float((missed**2).mean())


def _jackknife(shares: Floats) -> Floats:
    """The standard error of each column from its values with one setting left out each: (settings, shares)."""
    settings = len(shares)
    return np.asarray(np.sqrt((settings - 1) * shares.var(axis=0)))
