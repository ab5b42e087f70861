"""Row tables to a program: strides, thresholds, runs, and the tables that do not fit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tiny_models import Asked, table

from sim.engine.compile import assemble


def pair(**changes):
    rng = np.random.default_rng(2)
    parent = table(rng, "parent", 2, start=0)
    child = table(rng, "child", 3, [("parent", 2, 0), ("child", 3, 1), ("parent", 2, 1)], start=0)
    return parent, replace(child, **changes)


def test_axes_become_places_and_strides():
    program = assemble(pair(), [Asked("q", "child", frozenset({0, 2}), "is")], 3)
    child = program.variables[program.index("child")]
    assert [(p.variable, p.lag, p.stride) for p in child.parents] == [(0, 0, 6), (0, 1, 1)]
    assert child.memory == 2
    assert program.questions[0].variable == 1
    assert program.questions[0].runs == ((0, 0), (2, 2))


def test_thresholds_are_laid_out_state_by_state():
    parent, child = pair()
    program = assemble([parent, child], [], 3)
    laid = program.variables[1].thresholds
    assert laid.flags.c_contiguous
    assert laid.shape == (2, 2, 12)
    assert laid[1, 0, 7] == child.tails[7, 0, 1]


def test_an_unknown_name_has_no_place():
    with pytest.raises(KeyError, match="nobody"):
        assemble(pair(), [], 3).index("nobody")


def test_tables_that_do_not_fit_are_refused():
    parent, child = pair()
    with pytest.raises(ValueError, match="does not come before"):
        assemble([child, parent], [], 3)
    with pytest.raises(ValueError, match="parent@previous has no start"):
        assemble([replace(parent, start=None), child], [], 3)
    with pytest.raises(ValueError, match="cannot read its own previous state"):
        assemble([parent, replace(child, once=True)], [], 3)
    with pytest.raises(ValueError, match="phases for 3 steps, not 4"):
        assemble([parent, child], [], 4)
    with pytest.raises(ValueError, match="number of draws"):
        assemble([replace(parent, tails=parent.tails[:, :1]), child], [], 3)
    with pytest.raises(ValueError, match="2 steps back"):
        assemble([parent, replace(child, axes=tuple(replace(a, lag=2 * a.lag) for a in child.axes))], [], 3)
    with pytest.raises(ValueError, match="1 states; the engine holds 2 to 255"):
        assemble([replace(parent, states=("only",)), child], [], 3)
