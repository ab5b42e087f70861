"""Least distances against scipy's optimisers."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import optimize

from sim.priors.consistency.least_distance import least_distance


@pytest.mark.parametrize("seed", range(30))
def test_the_shortest_vector_is_scipys(seed: int) -> None:
    rng = np.random.default_rng(seed)
    size = int(rng.integers(3, 7))
    equal, least = rng.normal(size=(int(rng.integers(0, 3)), size)), rng.normal(size=(4, size))
    inside = 3.0 * rng.normal(size=size)
    to, at = equal @ inside, least @ inside - rng.uniform(0.0, 1.0, size=4)
    found = least_distance(equal, to, least, at)
    rules = [{"type": "ineq", "fun": lambda y: least @ y - at}]
    if len(equal):
        rules.append({"type": "eq", "fun": lambda y: equal @ y - to})
    other = optimize.minimize(lambda y: y @ y, inside, jac=lambda y: 2 * y, constraints=rules, tol=1e-14)
    assert found == pytest.approx(other.x, abs=1e-5)
    assert (least @ found - at).min() > -1e-9


def test_what_cannot_be_is_none() -> None:
    both_ways = np.array([[1.0, 0.0], [-1.0, 0.0]])
    assert least_distance(np.zeros((0, 2)), np.zeros(0), both_ways, np.array([1.0, 1.0])) is None


def test_equations_that_contradict_are_met_as_nearly_as_can_be() -> None:
    same = np.array([[1.0, 1.0], [1.0, 1.0]])
    y = least_distance(same, np.array([0.0, 2.0]), np.zeros((0, 2)), np.zeros(0))
    assert y == pytest.approx([0.5, 0.5])


def test_nothing_asked_nothing_moved() -> None:
    assert least_distance(np.zeros((0, 3)), np.zeros(0), np.eye(3), -np.ones(3)).tolist() == [0.0, 0.0, 0.0]
