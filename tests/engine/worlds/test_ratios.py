"""Ratios of weighted sums, and the noise of them, against sums done by hand."""

from __future__ import annotations

import numpy as np
import pytest
import tiny_models

from sim.engine.evidence.likelihood_weighting import Weighed
from sim.engine.worlds.ratios import Ratios


def entered(yes: np.ndarray, weight: np.ndarray) -> Ratios:
    """Blocks along the first axis, then (draws, 64)."""
    ratios = Ratios(yes.shape[1], 1, 1)
    for block in range(len(yes)):
        ratios.enter(0, 1, yes[block], weight[block])
        ratios.close_block()
    return ratios


def test_a_ratio_and_its_noise_are_those_of_the_replicates():
    rng = np.random.default_rng(3)
    yes, weight = rng.random((3, 2, 64)), rng.exponential(size=(3, 2, 64))
    probability, noise, whole, second = (values[:, 0, 0] for values in entered(yes, weight).values())
    for draw in range(2):
        w, y = weight[:, draw].ravel(), yes[:, draw].ravel()
        mean = (w * y).sum() / w.sum()
        residuals = (w * (y - mean)).reshape(12, 16).mean(axis=1)
        assert probability[draw] == pytest.approx(mean)
        assert noise[draw] == pytest.approx(residuals.var(ddof=1) / 12 / w.mean() ** 2)
        assert whole[draw] == pytest.approx(w.mean())
        assert second[draw] == pytest.approx((w * y * y).sum() / w.sum())


def test_the_stated_noise_is_the_scatter_of_many_runs():
    rng = np.random.default_rng(4)
    yes = (rng.random((4, 4000, 64)) < 0.3).astype(float)
    probability, noise, *_ = entered(yes, rng.random((4, 4000, 64))).values()
    assert noise.mean() == pytest.approx(probability.var(ddof=1), rel=0.1)


def test_an_answer_that_all_worlds_share_has_no_noise_however_unequal_their_weights():
    rng = np.random.default_rng(5)
    weight = rng.exponential(size=(2, 50, 64)) ** 3
    probability, noise, *_ = entered(np.full((2, 50, 64), 0.7), weight).values()
    assert probability == pytest.approx(0.7, abs=1e-12)
    assert (noise == 0).all()


def test_nothing_that_counts_gives_nothing():
    found = entered(np.ones((1, 1, 64)), np.zeros((1, 1, 64))).values()
    assert [values.item() for values in found] == [0.0] * 4


def test_weights_are_means_over_blocks():
    program = tiny_models.ladder().program(2)
    tally = Weighed(program, program.draws)
    ones = np.ones((program.draws // 2, 1))
    tally.begin(np.concatenate([ones, 3 * ones]))
    tally.begin(np.full((program.draws, 64), 2.0))
    weights = np.empty((program.draws, 2))
    tally.write_weights(weights)
    assert weights[[0, -1]].tolist() == [[1.5, 2.5], [2.5, 6.5]]
