"""Row tables to a program: strides, thresholds, runs, and the tables that do not fit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tiny_models import Asked, table

from sim.engine.program.compiler import assemble, compile
from sim.engine.program.program import needed, part
from sim.engine.sample import run
from sim.priors.build import build
from sim.scenario.file import read

STRIKES = """
schema_version: 1
id: strikes
title: A clash after strikes
as_of: 2025-12-24
timeline: {steps: 3, step: 1 week}
lexicon: capphrase
background: [author]
experts: {author: {name: The author, kind: assumption}}
variables:
  clash: {label: Clash, states: [none, incident, combat], parents: [action]}
  action: {label: Action, role: lever, states: [wait, strike]}
judgments:
  clash:
    A1:
      {expert: author, about: any, given: {action: wait},
       says: {split: {none: 98%, incident: 1%, combat: 1%}, worth: 9}}
    A2:
      {expert: author, about: any, given: {action: strike},
       says: {split: {none: 80%, incident: 15%, combat: 5%}, worth: 9}}
policies:
  late: {action: [wait, strike from 2026-01-05]}
questions:
  Q1: {asks: "Only an incident, on 14 January?", is: {clash: incident}, at: 2026-01-14}
  Q2: {asks: "Combat by 14 January?", reaches: {clash: combat}, by: 2026-01-14}
"""


def test_a_scenario_becomes_a_program_and_its_answers_are_its_rows():
    """One lever that is set and one variable drawn once: every answer can be read off the rows."""
    scenario = read.loads(STRIKES)
    priors = build(scenario, 50, 1)
    program = compile(scenario, priors)
    assert [variable.name for variable in program.variables] == ["action", "clash"]
    assert [(q.name, q.variable, q.runs, q.kind) for q in program.questions] == [
        ("Q1", 1, ((1, 1),), "is"),
        ("Q2", 1, ((2, 2),), "reaches"),
    ]
    outcomes = run(program, scenario.paths["late"], "late", 64, 1)
    table = priors.tables["clash"]
    incident, combat = (table.tails[table.row_of[0]][..., state] for state in (0, 1))  # (action, draws)
    path = [0, 1, 1]
    assert outcomes.probability[:, 0] == pytest.approx((incident - combat)[path].T, abs=1e-15)
    assert outcomes.probability[:, 1] == pytest.approx(np.maximum.accumulate(combat[path]).T, abs=1e-15)
    assert outcomes.methods == ("solved", "solved")
    assert not outcomes.noise.any()


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


def test_what_no_question_hangs_on_is_left_out_but_for_what_was_seen():
    rng = np.random.default_rng(1)
    apart, left = table(rng, "apart", 3), table(rng, "left", 3)
    child, below = table(rng, "child", 2, [("left", 3, 0)]), table(rng, "below", 2, [("left", 3, 0), ("apart", 3, 0)])
    asked = [Asked("Q1", "child", frozenset({1}), "reaches"), Asked("Q2", "child", frozenset({0}), "is")]
    program = assemble([apart, left, child, below], asked, 3)
    small = needed(program)
    assert [variable.name for variable in small.variables] == ["left", "child"]
    assert [parent.variable for parent in small.variables[1].parents] == [0]
    assert [(q.name, q.variable) for q in small.questions] == [("Q1", 1), ("Q2", 1)]
    assert [variable.name for variable in needed(program, ["below"]).variables] == ["apart", "left", "child", "below"]
    assert [variable.name for variable in part(program, [1]).variables] == ["left"]
    assert part(program, [1]).questions == ()
