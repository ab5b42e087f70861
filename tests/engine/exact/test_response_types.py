"""Pieces of uniforms: merged only where they answer alike, however many situations there are."""

from __future__ import annotations

import numpy as np
import pytest
from answer_all import answer_all
from hypothesis import given
from hypothesis import strategies as st
from tiny_models import Asked, table

from sim.engine.exact.response_types import Pieces, _merged
from sim.engine.program.compiler import assemble


@given(seed=st.integers(0, 9999), columns=st.integers(1, 90), states=st.sampled_from([1, 2, 5, 200]))
def test_pieces_are_merged_where_all_is_equal(seed, columns, states):
    """Against NumPy's own search for distinct rows, in one word or in many."""
    rng = np.random.default_rng(seed)
    kinds = rng.integers(states, size=(6, columns)).astype(np.uint8)
    kinds[1] = kinds[0]
    kinds[1, -1] ^= 1  # two that differ in the last situation alone
    drawn, draw = kinds[rng.integers(6, size=40)], np.sort(rng.integers(3, size=40))
    merged = _merged(Pieces(draw, np.full(40, 0.5), {7: drawn.T, 8: drawn.T}), {7})
    whole = np.column_stack([draw, drawn])
    distinct, counts = np.unique(whole, axis=0, return_counts=True)
    found = np.column_stack([merged.draw, merged.states[7].T])
    order = np.lexsort(found.T[::-1])
    assert (found[order] == distinct).all()
    assert merged.weight[order] == pytest.approx(counts / 2)
    assert (np.diff(merged.draw) >= 0).all()


@pytest.mark.parametrize("once", [True, False])
def test_a_variable_that_certain_rows_leave_no_choice(once):
    """Nobody sets it, and still one state alone can be visited at every step."""
    sure = table(np.random.default_rng(1), "sure", 3, once=once)
    sure.tails[:] = np.array([1.0, 0.0])
    asked = [Asked(f"{kind} {s}", "sure", frozenset({s}), kind) for kind in ("is", "reaches") for s in range(2)]
    outcomes = answer_all(assemble([sure], asked, 3), {"free": {}}, 64, 1)["free"]
    assert outcomes.methods == ("solved",) * 4
    assert outcomes.probability[1].tolist() == [[0.0] * 3, [1.0] * 3] * 2
