"""Tabulated gamma quantiles against SciPy's, and the bound that the docstring states."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from benchmarks.gamma_quantiles import GammaQuantiles

SHAPES = np.concatenate([[1e-9], np.geomspace(1e-3, 1e4, 60), [0.5, 1.0, 2.0]])
BOUND = 1.25e-4
OCTAVES = 24
EDGE = 2.0**-OCTAVES


def levels(rng: np.random.Generator, n: int) -> np.ndarray:
    """Half of them evenly spread, half of them evenly over the halvings towards both ends."""
    near = 2.0 ** -rng.uniform(1, OCTAVES, n // 2)
    return np.concatenate([rng.uniform(EDGE, 1 - EDGE, n // 2), near[::2], 1 - near[1::2]])


def scale(shapes: np.ndarray) -> np.ndarray:
    return np.maximum(1.0, np.sqrt(shapes))[:, None]


def test_the_stated_bound_holds_against_scipy():
    u = np.tile(levels(np.random.default_rng(1), 4000), (len(SHAPES), 1))
    truth = np.where(u < 0.5, stats.gamma.ppf(u, SHAPES[:, None]), stats.gamma.isf(1 - u, SHAPES[:, None]))
    error = np.abs(GammaQuantiles(SHAPES).at(u) - truth) / scale(SHAPES)
    assert error.max() < BOUND
    assert error.max() > BOUND / 2  # the bound is no looser than it need be


def test_half_the_nodes_would_miss_it():
    u = 1 - 2.0**-10 * (1 + np.arange(0, 33, 2) / 32)  # every other node of one octave
    table = GammaQuantiles(np.array([1.0]))
    middle = (u[1:] + u[:-1]) / 2
    coarse = (table.at(u[None, 1:]) + table.at(u[None, :-1])) / 2
    assert np.abs(coarse - stats.gamma.isf(1 - middle, 1.0)).max() > BOUND


@given(st.floats(1e-3, 1e4), st.lists(st.floats(0.0, 1.0, exclude_min=True, exclude_max=True), min_size=1))
def test_quantiles_never_fall(shape, u):
    quantiles = GammaQuantiles(np.array([shape])).at(np.sort(u)[None, :])
    assert (np.diff(quantiles) >= 0).all()
    assert np.isfinite(quantiles).all()


@pytest.mark.parametrize("shape", [0.01, 1.0, 50.0])
def test_beyond_the_last_node_the_value_there_holds(shape):
    low, at_low, high, at_high = GammaQuantiles(np.array([shape])).at(np.array([[1e-12, EDGE, 1 - 1e-12, 1 - EDGE]]))[0]
    assert (low, high) == (at_low, at_high)


def test_columns_are_found_from_any_place_on():
    table, u = GammaQuantiles(SHAPES), np.random.default_rng(2).random((len(SHAPES), 50))
    assert (table.at(u[7:20], first=7) == table.at(u)[7:20]).all()
    assert (table.at(u[3:4], first=3) != table.at(u[3:4], first=4)).any()


@pytest.mark.parametrize("shape", [0.0, -1.0, np.nan, np.inf])
def test_a_shape_that_no_gamma_has_is_refused(shape):
    with pytest.raises(ValueError, match="above 0 and finite"):
        GammaQuantiles(np.array([1.0, shape]))
