"""The scoring rules against closed forms, and that honesty is best under each."""

import math

import numpy as np
import pytest

from sim.results.score.rules import brier, logarithmic, ranked_probability


@pytest.mark.parametrize("rule", [brier, logarithmic])
@pytest.mark.parametrize("truth", [0.03, 0.4, 0.9])
def test_proper(rule, truth):
    said = np.linspace(0.001, 0.999, 999)
    assert said[np.argmin([rule(one, truth) for one in said])] == pytest.approx(truth, abs=1e-9)


def test_closed_forms():
    assert brier(0.3, 0.3) == pytest.approx(0.21)
    assert logarithmic(0.3, 0.3) == pytest.approx(-0.3 * math.log(0.3) - 0.7 * math.log(0.7))
    assert logarithmic(0.0, 0.0) == 0
    assert logarithmic(0.0, 1.0, 0.001) == pytest.approx(-math.log(0.001))


def test_ranked_probability_is_brier_with_two_states():
    assert ranked_probability([0.8, 0.2], [0.4, 0.6]) == pytest.approx(brier(0.2, 0.6))


def test_ranked_probability_counts_distance():
    truth = [0, 0, 0, 1]
    scores = [ranked_probability(np.eye(4)[state], truth) for state in range(4)]
    assert scores == pytest.approx([1, 2 / 3, 1 / 3, 0])


def test_ranked_probability_is_proper():
    truth, random = [0.2, 0.5, 0.3], np.random.default_rng(1)
    best = ranked_probability(truth, truth)
    assert all(ranked_probability(one, truth) > best for one in random.dirichlet([1, 1, 1], 200))


def test_ranked_probability_refuses():
    with pytest.raises(ValueError, match="at least two"):
        ranked_probability([1.0], [1.0])
