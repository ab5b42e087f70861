"""The pieces of the conditional estimates against slow ways of saying the same."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny_models import table

from sim.engine.program.compiler import assemble
from sim.engine.program.program import complement, runs
from sim.engine.worlds.estimates import covered, forward, insert, probability
from sim.engine.worlds.rows import CONSTANT, ONE, Rows, Thresholds

share = st.floats(0.0, 1.0, allow_nan=False)
intervals = st.lists(st.tuples(share, share).map(sorted), min_size=1, max_size=8)


def union_by_cutting(pieces: list[list[float]]) -> float:
    """Cut [0, 1] at every end and add up the pieces that some interval covers."""
    cuts = sorted({end for piece in pieces for end in piece})
    covered = 0.0
    for low, high in pairwise(cuts):
        if any(a <= low and high <= b for a, b in pieces):
            covered += high - low
    return covered


def union_length(lows: list[np.ndarray], highs: list[np.ndarray]) -> np.ndarray:
    ordered: tuple[list[np.ndarray], list[np.ndarray]] = ([], [])
    for low, high in zip(lows, highs, strict=True):
        insert(ordered[0], low)
        insert(ordered[1], high)
    return covered(*ordered)


@given(intervals)
def test_length_of_a_union(pieces):
    length = union_length([np.array(a) for a, _ in pieces], [np.array(b) for _, b in pieces])
    assert float(length) == pytest.approx(union_by_cutting(pieces), abs=1e-12)


def test_length_of_a_union_world_by_world():
    lows = [np.array([[0.1, 0.5]]), np.array([[0.2]]), np.array([[0.7, 0.0]])]
    highs = [np.array([[0.3, 0.6]]), np.array([[0.4]]), np.array([[0.7, 0.1]])]
    assert union_length(lows, highs) == pytest.approx(np.array([[0.3, 0.4]]))


@given(st.integers(2, 6).flatmap(lambda k: st.tuples(st.just(k), st.sets(st.integers(0, k - 1)))))
def test_an_event_and_its_complement_split_the_row(drawn):
    states, event = drawn
    row = np.linspace(1.0, 2.0, states) / np.linspace(1.0, 2.0, states).sum()
    tails = [np.array([[row[s:].sum()]]) for s in range(states)]
    inside = runs(frozenset(event))
    assert float(probability(inside, tails)[0, 0]) == pytest.approx(sum(row[s] for s in event))
    outside = complement(inside, states)
    assert float(probability(outside, tails)[0, 0]) == pytest.approx(1.0 - sum(row[s] for s in event))


def rows_of(states: int, floor: int = 0, ceiling: int = 255) -> tuple[Rows, np.ndarray]:
    """The rows of one variable with memory and no other parent, and its transition matrix in draw 1."""
    made = table(np.random.default_rng(7), "x", states, [("x", states, 1)], start=0)
    program = assemble([made], [], 3)
    or_more = np.concatenate([np.ones((states, 1)), made.tails[:, 1], np.zeros((states, 1))], axis=1)
    rows = Rows(Thresholds(program.variables[0], 0, 2), 0, CONSTANT[0], floor, min(ceiling, states - 1))
    return rows, or_more[:, :-1] - or_more[:, 1:]


def test_a_step_forward_is_a_product_with_the_transition_matrix():
    rows, transition = rows_of(4)
    mass = np.array([0.5, 0.0, 0.2, 0.1])
    tails = forward([np.array([[m]]) if m else None for m in mass], rows, 1, 4)
    after = np.array([float(probability(((s, s),), tails)[1, 0]) for s in range(4)])
    assert after == pytest.approx(mass @ transition, abs=1e-15)


def test_a_floor_lifts_the_mass_below_it():
    rows, transition = rows_of(4, floor=2)
    tails = forward([ONE, None, None, None], rows, 1, 4)
    after = [float(np.broadcast_to(probability(((s, s),), tails), (2, 1))[1, 0]) for s in range(4)]
    assert after == pytest.approx([0.0, 0.0, transition[0, :3].sum(), transition[0, 3]], abs=1e-15)


def test_a_state_that_is_set_takes_all_mass():
    rows, _ = rows_of(4, floor=1, ceiling=1)
    assert [float(tail[0, 0]) for tail in rows.tails()] == [1.0, 1.0, 0.0, 0.0]
