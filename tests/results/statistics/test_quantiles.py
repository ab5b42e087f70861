"""Weighted quantiles against NumPy's type 7, repetition, and cases done by hand."""

from __future__ import annotations

import numpy as np
import pytest

from sim.results.statistics.quantiles import quantiles

LEVELS = (0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0)


@pytest.mark.parametrize("draws", [1, 2, 7, 1000])
def test_equal_weights_give_type_7(draws: int) -> None:
    values = np.random.default_rng(5).random((draws, 3, 2))
    found = quantiles(values, np.full(draws, 0.3), LEVELS)
    np.testing.assert_allclose(found, np.quantile(values, LEVELS, axis=0), rtol=0, atol=1e-12)


def test_a_draw_of_weight_nought_is_as_if_not_there() -> None:
    values, weights = np.array([5.0, 1.0, 9.0, 3.0]), np.array([0.2, 0.2, 0.0, 0.2])
    np.testing.assert_array_equal(quantiles(values, weights, LEVELS), quantiles(values[[0, 1, 3]], np.ones(3), LEVELS))


def test_weights_move_the_quantile_towards_the_heavy_draw() -> None:
    # By hand: middles of the weights at 0.1, 0.3, 0.7, moved to 0, 1/3, 1; the median is a quarter of the way
    # from the second draw to the third.
    found = quantiles(np.array([0.0, 1.0, 3.0]), np.array([0.2, 0.2, 0.6]), [0.5])
    assert found[0] == pytest.approx(1.5)


def test_quantiles_do_not_depend_on_the_order_of_draws() -> None:
    rng = np.random.default_rng(8)
    values, weights, order = rng.random((50, 4)), rng.random(50), rng.permutation(50)
    np.testing.assert_allclose(
        quantiles(values, weights, LEVELS), quantiles(values[order], weights[order], LEVELS), rtol=0, atol=1e-12
    )
