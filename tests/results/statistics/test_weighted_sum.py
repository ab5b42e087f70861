"""Sums over draws: each column by itself, and constants as they are."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.results.statistics.weighted_sum import weighted_mean, weighted_sum


@pytest.mark.parametrize("draws", [10, 127, 1000])
def test_a_column_sums_the_same_whatever_stands_beside_it(draws: int) -> None:
    rng = np.random.default_rng(1)
    weights, values = rng.dirichlet(np.ones(draws)), rng.random((draws, 7, 3))
    whole = weighted_sum(weights, values)
    assert whole.shape == (7, 3)
    for column in range(7):
        for step in range(3):
            alone = values[:, column, step]
            assert weighted_sum(weights, alone) == whole[column, step]
            assert weighted_sum(weights, np.array(alone)[:, None, None])[0, 0] == whole[column, step]
            assert whole[column, step] == pytest.approx(math.fsum(weights * alone), rel=1e-14)


def test_a_mean_of_equal_draws_is_exactly_theirs() -> None:
    for draws in range(2, 200):
        weights = np.full(draws, 1.0 / draws)
        values = np.ones((draws, 2)) * np.array([1.0, 0.3])
        assert weighted_mean(weights, values).tolist() == [1.0, 0.3]


def test_sums_alone_would_miss_it() -> None:
    assert any(weighted_sum(np.full(n, 1.0 / n), np.ones(n)) != 1.0 for n in range(2, 200))
