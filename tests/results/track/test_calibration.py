"""Bins, what chance does to them, and the parts of a Brier score."""

import math

import numpy as np
import pytest
from scipy import stats

from sim.results.track.calibration import TAIL, bin_answers, bin_tail, count_interval, decompose

EDGES = [None, (0, 1), (0, 0.5, 1), tuple(np.linspace(0, 1, 11)), (0, 0.07, 0.3, 0.31, 1)]


def _answers(seed, n=60, contested=True):
    random = np.random.default_rng(seed)
    said = random.choice([0.0, 0.02, 0.1, 0.33, 0.5, 0.77, 0.9, 1.0], n)
    truth = (random.random(n) < 0.2 + 0.6 * said).astype(float)
    return said, np.where(random.random(n) < 0.2, random.random(n), truth) if contested else truth


def _brier(said, truth):
    return float((truth * (1 - said) ** 2 + (1 - truth) * said**2).mean())


@pytest.mark.parametrize("edges", EDGES)
def test_the_parts_add_up_whatever_the_bins(edges):
    for seed in range(20):
        said, truth = _answers(seed)
        made = decompose(said, truth, edges)
        summed = made.reliability - made.resolution + made.uncertainty + made.variance - made.covariance
        assert summed == pytest.approx(made.brier, abs=1e-14)
        assert made.reliability - made.general_resolution + made.uncertainty == pytest.approx(made.brier, abs=1e-14)
        assert made.brier == pytest.approx(_brier(said, truth))


def test_exact_probabilities_have_murphy_s_three_parts():
    made = decompose(*_answers(1), None)
    assert (made.variance, made.covariance) == pytest.approx((0, 0), abs=1e-15)
    assert made.bins == 8


def test_parts_are_differences_of_scores():
    """Another road (Siegert 2017): issued less recalibrated is reliability, base rate less recalibrated resolution."""
    for seed in range(10):
        said, truth = _answers(seed, contested=False)
        recalibrated = np.array([truth[said == one].mean() for one in said])
        rate = np.full(len(truth), truth.mean())
        made = decompose(said, truth, None)
        assert made.reliability == pytest.approx(_brier(said, truth) - _brier(recalibrated, truth))
        assert made.resolution == pytest.approx(_brier(rate, truth) - _brier(recalibrated, truth))
        assert made.uncertainty == pytest.approx(_brier(rate, truth))


def test_one_probability_for_all_in_closed_form():
    made = decompose([0.3] * 10, [1.0] * 4 + [0.0] * 6)
    assert (made.reliability, made.resolution, made.uncertainty) == pytest.approx((0.01, 0, 0.24))


def test_bins_hold_every_answer_once():
    said, truth = _answers(3)
    bins = bin_answers(said, truth)
    assert sum(one.n for one in bins) == len(said)
    assert sum(one.n * one.came for one in bins) == pytest.approx(truth.sum())
    assert sum(one.n * one.said for one in bins) == pytest.approx(said.sum())
    assert bins[-1].high == 1


def test_the_tail_folds_what_was_called_nearly_certain():
    bins = bin_tail([0.005, 0.97, 0.5, 0.9], [0, 0, 1, 1])
    assert [(one.low, one.n, one.came) for one in bins] == [(0.0, 1, 0), (0.02, 1, 1), (0.05, 1, 0)]
    assert [one.said for one in bins] == pytest.approx([0.005, 0.03, 0.1])
    assert bins[-1].high == TAIL[-1]


def test_chance_is_the_poisson_binomial_distribution():
    for seed in range(5):
        said = np.random.default_rng(seed).random(30)
        exact = stats.poisson_binom(said)
        assert count_interval(said) == (exact.ppf(0.05), exact.ppf(0.95))


def test_what_is_right_falls_where_chance_has_it():
    """In 400 seeds at least as often as it says less three standard errors; what is overconfident does not."""
    hits = {"right": 0, "overconfident": 0}
    for seed in range(400):
        random = np.random.default_rng(seed)
        chances = random.uniform(0.2, 0.3, 40)
        truth = (random.random(40) < chances).astype(float)
        for name, said in (("right", chances), ("overconfident", chances / 2.6)):
            low, high = count_interval(said)
            hits[name] += low <= truth.sum() <= high
    assert hits["right"] / 400 >= 0.9 - 3 * math.sqrt(0.09 / 400)
    assert hits["overconfident"] / 400 < 0.5
