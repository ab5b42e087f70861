"""Repair against SciPy's isotonic regression on chains and a constrained optimiser on trees."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize

from sim.log_odds import expit
from sim.priors.rows.isotonic import fit_down, isotonic, repair, tree

LAMINAR = [
    [frozenset({1, 2, 3}), frozenset({2, 3}), frozenset({3})],
    [frozenset({1, 2, 3, 4}), frozenset({1}), frozenset({3, 4}), frozenset({4})],
    [frozenset({1}), frozenset({2}), frozenset({3})],
    [frozenset({1, 2}), frozenset({1}), frozenset({2}), frozenset({3})],
]


@given(st.integers(1, 6), st.integers(0, 10_000))
def test_on_a_chain_it_is_scipys_isotonic_regression(length: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    values, weights = rng.normal(size=(length, 4)), rng.uniform(0.01, 3, size=(length, 4))
    ours = isotonic(values, tuple(range(-1, length - 1)), weights)
    for draw in range(4):
        theirs = optimize.isotonic_regression(values[:, draw], weights=weights[:, draw], increasing=False).x
        assert ours[:, draw] == pytest.approx(theirs, abs=1e-9)


@pytest.mark.parametrize("seed", range(25))
def test_on_a_tree_no_constrained_optimiser_finds_nearer_values(seed: int) -> None:
    rng = np.random.default_rng(seed)
    parents = (-1, 0, 0, 1, 1, 2)
    values, weights = rng.normal(size=(6, 1)) * 2, rng.uniform(0.1, 3, size=(6, 1))
    ours = isotonic(values, parents, weights)[:, 0]
    limits = [{"type": "ineq", "fun": lambda x, i=i, p=p: x[p] - x[i]} for i, p in enumerate(parents) if p >= 0]

    def loss(x: np.ndarray) -> float:
        return float(np.sum(weights[:, 0] * (x - values[:, 0]) ** 2))

    theirs = optimize.minimize(loss, np.zeros(6), constraints=limits, method="SLSQP", options={"ftol": 1e-13})
    assert all(ours[i] <= ours[p] + 1e-9 for i, p in enumerate(parents) if p >= 0)
    assert loss(ours) <= theirs.fun + 1e-6


@given(st.sampled_from(LAMINAR), st.integers(0, 10_000))
def test_repaired_events_are_coherent(events: list[frozenset[int]], seed: int) -> None:
    rng = np.random.default_rng(seed)
    states = max(max(e) for e in events) + 1
    p, _ = repair(rng.normal(size=(len(events), 8)) * 3, events, rng.uniform(0.1, 1, size=(len(events), 8)), states)
    parents = tree(events)
    for holder in range(-1, len(events)):
        below = [i for i, parent in enumerate(parents) if parent == holder]
        room = np.ones(8) if holder < 0 else p[holder]
        size = states if holder < 0 else len(events[holder])
        total = p[below].sum(axis=0)
        assert (total <= room + 1e-12).all()
        if below and sum(len(events[i]) for i in below) == size:
            assert total == pytest.approx(room)


@given(st.integers(0, 10_000))
def test_coherent_events_are_left_as_they_are(seed: int) -> None:
    x = np.sort(np.random.default_rng(seed).normal(size=(3, 5)), axis=0)[::-1]
    p, moved = repair(x, LAMINAR[0], np.ones((3, 5)), 4)
    assert not moved.any()
    assert p == pytest.approx(expit(x), abs=1e-12)


def test_disjoint_events_that_exceed_the_whole_are_scaled_down_to_it() -> None:
    p = fit_down(np.array([[0.8], [0.6]]), [frozenset({1}), frozenset({2})], (-1, -1), 3)
    assert p[:, 0] == pytest.approx([0.8 / 1.4, 0.6 / 1.4])


def test_events_that_leave_nothing_open_are_scaled_up_to_the_whole() -> None:
    p = fit_down(np.array([[0.5], [0.1], [0.1]]), [frozenset({1, 2}), frozenset({1}), frozenset({2})], (-1, 0, 0), 3)
    assert p[:, 0] == pytest.approx([0.5, 0.25, 0.25])


def test_certain_events_stay_exactly_so() -> None:
    p, moved = repair(np.array([[np.inf], [-np.inf]]), [frozenset({1, 2}), frozenset({2})], np.ones((2, 1)), 3)
    assert p[:, 0].tolist() == [1.0, 0.0]
    assert not moved.any()
