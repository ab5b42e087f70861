"""The worlds' noise is taken out of the spread, and only that."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.engine.program.outcomes import Outcomes
from sim.results.statistics.quantiles import quantiles
from sim.results.statistics.sampling_error import spread, worlds_needed

DRAWS = 20_000


def outcomes(probability: NDArray[np.float64], noise: float, weights: NDArray[np.float64] | None = None) -> Outcomes:
    draws = len(probability)
    return Outcomes(
        policy="p",
        questions=("Q",),
        probability=probability.reshape(draws, 1, 1),
        noise=np.full((draws, 1, 1), noise),
        weights=np.full(draws, 1 / draws) if weights is None else weights,
        slices={},
        methods=("sampled",),
        worlds=64,
    )


def test_the_spread_is_that_of_the_true_values() -> None:
    rng = np.random.default_rng(3)
    true = rng.beta(20, 60, DRAWS)
    noise = 0.04
    noisy = outcomes(true + rng.normal(0, noise, DRAWS), noise**2)
    found = spread(noisy)
    # 20,000 draws: the relative standard error of a standard deviation is 1 / sqrt(40,000) = 0.5 %.
    assert found.draws.std() == pytest.approx(true.std(), rel=0.02)
    assert noisy.probability.std() > 1.2 * true.std()  # the negative control: left alone, it is far too wide
    assert found.noise_share[0, 0] == pytest.approx(noise**2 / (noise**2 + true.var()), rel=0.05)


def test_the_mean_is_left_where_it_was() -> None:
    values = np.random.default_rng(1).random(100)
    assert spread(outcomes(values, 0.01)).draws.mean() == pytest.approx(values.mean(), abs=1e-12)


def test_solved_answers_are_left_alone() -> None:
    values = np.random.default_rng(1).random(100)
    np.testing.assert_allclose(spread(outcomes(values, 0.0)).draws[:, 0, 0], values, rtol=0, atol=1e-15)


def test_noise_above_the_variance_leaves_the_mean_alone() -> None:
    found = spread(outcomes(np.array([0.1, 0.2, 0.3]), 1.0))
    np.testing.assert_allclose(found.draws[:, 0, 0], 0.2)


def test_nothing_varies_and_nothing_is_divided_by_nothing() -> None:
    found = spread(replace(outcomes(np.zeros(5), 0.0), methods=("solved",)))
    assert found.noise_share[0, 0] == 0.0
    assert found.error[0, 0] == 0.0


@pytest.mark.parametrize("all_say", [0.0, 1.0])
def test_what_no_sampled_world_has_shown_may_be_one_in_so_many(all_say: float) -> None:
    assert spread(outcomes(np.full(5, all_say), 0.0)).error[0, 0] == pytest.approx(1 / (5 * 64))
    assert spread(outcomes(np.full(5, 0.3), 0.0)).error[0, 0] == 0.0


def test_draws_that_say_the_same_err_by_their_worlds_alone() -> None:
    """A mean of 200 draws, each with noise 0.01: their scatter shows nothing, and rounding leaves nothing."""
    found = spread(outcomes(np.full(200, 0.1 + 0.2), 0.01))
    assert found.error[0, 0] == pytest.approx(np.sqrt(0.01 / 200), rel=1e-12)
    assert found.noise_share[0, 0] == 0.0
    assert np.ptp(quantiles(found.draws, found.weights, (0.05, 0.95))) == 0.0
    errors = found.quantile_errors((0.05, 0.95))
    assert errors is not None
    assert errors.ravel() == pytest.approx([found.error[0, 0]] * 2, rel=1e-12)


def test_hypercubes_that_chance_to_agree_state_no_less_than_their_worlds_noise() -> None:
    same_in_each = np.tile(np.linspace(0.2, 0.4, 10), 10)
    assert spread(outcomes(same_in_each, 0.0)).error[0, 0] < 1e-15
    assert spread(outcomes(same_in_each, 0.001)).error[0, 0] == pytest.approx(np.sqrt(0.001 / 100))


def test_the_error_is_the_spread_over_the_root_of_the_draws() -> None:
    values = np.array([0.1, 0.2, 0.6, 0.3])
    assert spread(outcomes(values, 0.0)).error[0, 0] == pytest.approx(values.std(ddof=1) / 2)


def test_weighted_draws_count_for_what_they_weigh() -> None:
    values = np.array([0.1, 0.2, 0.6, 0.3])
    halves = np.array([0.5, 0.5, 0.0, 0.0])
    assert spread(outcomes(values, 0.0, halves)).mean[0, 0] == pytest.approx(0.15)
    assert spread(outcomes(values, 0.0, halves)).error[0, 0] == pytest.approx(values[:2].std(ddof=1) / np.sqrt(2))


@pytest.mark.parametrize("share", [0.11, 0.5, 0.9])
def test_the_worlds_asked_for_bring_the_noise_to_a_tenth(share: float) -> None:
    needed = worlds_needed(share, 64)
    assert needed is not None
    assert needed % 64 == 0
    left = share * 64 / needed
    assert left / (left + 1 - share) <= 0.1 + 1e-12
    one_block_less = share * 64 / (needed - 64)
    assert one_block_less / (one_block_less + 1 - share) > 0.1


def test_noise_that_swallows_everything_still_gets_a_figure() -> None:
    assert worlds_needed(1.7, 64) is not None
