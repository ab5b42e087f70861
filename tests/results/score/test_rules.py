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


def test_brier_s_own_table():
    """Brier (1950), table 1: ten forecasts of rain; he sums over rain and no rain, and finds 0.19.

    Recalled, not looked up.
    """
    said = [0.7, 0.9, 0.8, 0.4, 0.2, 0, 0, 0, 0, 0.1]
    rain = [0, 1, 1, 1, 0, 0, 0, 0, 0, 0]
    assert 2 * np.mean([brier(*pair) for pair in zip(said, rain, strict=True)]) == pytest.approx(0.19, abs=1e-12)


def test_the_example_of_wilks():
    """The example of Wilks in the R package verification, rps(1, (0.2, 0.5, 0.3)): 0.73 before it is divided by two.

    Recalled, not looked up; by hand 0.8^2 + 0.3^2.
    """
    assert 2 * ranked_probability([0.2, 0.5, 0.3], [1, 0, 0]) == pytest.approx(0.73, abs=1e-12)


@pytest.mark.parametrize("states", [2, 3, 5])
def test_ranked_probability_in_closed_form(states):
    """The even forecast of K states against state s: sum of (k / K)^2 below s and (1 - k / K)^2 from s on."""
    for came in range(states):
        truth = np.eye(states)[came]
        cuts = [(k / states) ** 2 if k <= came else (1 - k / states) ** 2 for k in range(1, states)]
        assert ranked_probability([1 / states] * states, truth) == pytest.approx(sum(cuts) / (states - 1))


@pytest.mark.parametrize("rule", [brier, logarithmic])
def test_moving_a_forecast_away_makes_it_worse(rule):
    """In expectation over the answer, step by step, on both sides of the truth."""
    for truth in (0.05, 0.3, 0.8):
        for away in (-1, 1):
            moved = np.clip(truth + away * np.linspace(0, 0.9, 40) * (truth if away < 0 else 1 - truth), 0, 1)
            expected = [truth * rule(one, 1.0) + (1 - truth) * rule(one, 0.0) for one in moved]
            assert (np.diff(expected) > 0).all()
