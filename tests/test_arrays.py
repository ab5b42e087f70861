"""Shares, tails and log-odds: the way there and back."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.arrays import shares_of, tails_of
from sim.log_odds import expit, log_odds_of, logit, probability_of


@pytest.mark.parametrize("axis", [0, 1, -1])
def test_shares_come_back_from_their_tails(axis: int) -> None:
    shares = np.random.default_rng(1).dirichlet([1.0, 2.0, 3.0], size=3)
    shares = shares if axis else shares.T
    tails = tails_of(shares, axis)
    assert tails.shape[axis] == shares.shape[axis] - 1
    assert np.abs(shares_of(tails, axis) - shares).max() < 1e-15


def test_a_number_is_as_an_array_of_one() -> None:
    p = np.array([0.0, 1e-90, 1e-6, 0.3, 0.9, 1.0])
    assert [log_odds_of(x) for x in p] == pytest.approx(logit(p).tolist(), rel=1e-15)
    assert [probability_of(x) for x in logit(p)] == expit(logit(p)).tolist()
    assert (probability_of(-math.inf), probability_of(math.inf)) == (0.0, 1.0)
    assert 0.0 < probability_of(-1e5) < probability_of(1e5) < 1.0
