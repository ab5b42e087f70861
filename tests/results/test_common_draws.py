"""The error of a difference over common draws: closed forms, and what happens at the edges."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from sim.priors.latin_hypercube import LOST, replicates
from sim.results.statistics.common_draws import Sampled, difference_error

RNG = np.random.default_rng(5)
ONE, OTHER = (
    Sampled(RNG.uniform(0.1, 0.4, 200), np.full(200, 1 / 200), 0.0, error) for error in (0.003, 0.004)
)  # fmt: skip


def test_equal_weights_are_the_scatter_of_the_hypercubes_differences() -> None:
    away = (ONE.values - ONE.values.mean()) - (OTHER.values - OTHER.values.mean())
    sums = [away[part].sum() / 200 for part in replicates(200)]
    wanted = math.sqrt(sum(one**2 for one in sums) * 10 / (10 - LOST))
    assert difference_error(ONE, OTHER) == pytest.approx(wanted, rel=1e-12)


def test_a_shift_of_every_draw_alike_errs_by_nothing() -> None:
    assert difference_error(ONE, replace(ONE, values=ONE.values + 0.1)) == pytest.approx(0, abs=1e-15)


def test_below_a_hundred_draws_they_count_as_independent() -> None:
    one, other = (Sampled(one.values[:50], np.full(50, 1 / 50), 0.0, 0.1) for one in (ONE, OTHER))
    away = one.values - other.values
    assert difference_error(one, other) == pytest.approx(away.std(ddof=1) / math.sqrt(50), rel=1e-12)


def test_the_noise_that_was_taken_out_of_the_draws_is_put_back() -> None:
    noisy = replace(ONE, noise_share=0.75)
    still = replace(ONE, values=np.full(200, 0.2))
    assert difference_error(noisy, still) == pytest.approx(2 * difference_error(ONE, still), rel=1e-12)


def test_noise_alone_leaves_nothing_in_common() -> None:
    assert difference_error(replace(ONE, noise_share=1.0), OTHER) == pytest.approx(0.005, rel=1e-12)


def test_what_is_asked_of_no_world_has_no_error() -> None:
    assert math.isnan(difference_error(ONE, replace(OTHER, weights=np.zeros(200))))
