"""Priors -> Program: names become places, rows become thresholds, events become runs of states."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from sim.engine.program.program import Parent, Program, ProgramQuestion, ProgramVariable, runs
from sim.priors.model import Priors, RowTable
from sim.scenario.resolve.questions import Target
from sim.scenario.resolve.scenario import Scenario

MOST_STATES = 255  # the sampler keeps a state in one byte


def compile(scenario: Scenario, priors: Priors, asked: Iterable[Target] | None = None) -> Program:
    """The program of a scenario: structure from the file, numbers from the priors.

    priors: of all variables, or of some and all that these hang on. asked: in this order; by default all questions of
    the file.
    Raises ValueError where the tables do not fit together, which a checked scenario cannot cause.
    """
    tables = [priors.tables[name] for name in scenario.order if name in priors.tables]
    every = (scenario.targets[name] for name in scenario.questions)
    return assemble(tables, every if asked is None else asked, scenario.timeline.steps)


def assemble(tables: Sequence[RowTable], asked: Iterable[Target], steps: int) -> Program:
    """The program of row tables that come in topological order.

    asked: questions, answered in this order. steps: 1 or more.
    Raises ValueError for a parent of the same step that does not come first, a lagged parent without
    `start`, a `once` variable that reads its own previous state, or tables of unequal draws.

    >>> row = dict(row_of=np.zeros(1, np.int32), phase_of_step=np.zeros(3, int), tails=np.full((1, 1, 1), 0.25))
    >>> coin = RowTable("coin", ("no", "yes"), (), once=True, never_falls=False, start=None, **row)
    >>> [variable.name for variable in assemble([coin], [], steps=2).variables]
    ['coin']
    """
    place = {table.variable: index for index, table in enumerate(tables)}
    draws = {table.tails.shape[1] for table in tables}
    if len(draws) != 1:
        raise ValueError(f"the tables differ in their number of draws: {sorted(draws)}")
    for table in tables:
        _check(table, place, {t.variable: t.start for t in tables}, steps)
    questions = tuple(
        ProgramQuestion(q.question, place[q.variable], runs(q.states), q.kind, getattr(q, "compound", None))
        for q in asked
    )
    variables = tuple(_variable(table, place) for table in tables)
    return Program(steps=steps, draws=draws.pop(), variables=variables, questions=questions)


def _check(table: RowTable, place: dict[str, int], start: dict[str, int | None], steps: int) -> None:
    name = table.variable
    if not 2 <= len(table.states) <= MOST_STATES:
        raise ValueError(f"{name}: {len(table.states)} states; the engine holds 2 to {MOST_STATES}")
    if table.phase_of_step.shape != (steps + 1,):
        raise ValueError(f"{name}: phases for {table.phase_of_step.shape[0] - 1} steps, not {steps}")
    for axis in table.axes:
        if axis.lag == 0 and place[axis.variable] >= place[name]:
            raise ValueError(f"{name}: its parent {axis.variable} does not come before it")
        if axis.lag == 1 and start[axis.variable] is None:
            raise ValueError(f"{name}: {axis.name} has no start to be read at step 1")
        if axis.lag not in (0, 1):
            raise ValueError(f"{name}: {axis.name} lies {axis.lag} steps back; only 0 and 1 are possible")
        if table.once and axis.variable == name:
            raise ValueError(f"{name}: drawn once, so it cannot read its own previous state")


def _variable(table: RowTable, place: dict[str, int]) -> ProgramVariable:
    """One table with its axes as numbers and its thresholds laid out for the sampler."""
    sizes = [len(axis.states) for axis in table.axes]
    strides = [int(np.prod(sizes[i + 1 :], dtype=np.int64)) for i in range(len(sizes))]
    memory = None
    parents = []
    for axis, stride in zip(table.axes, strides, strict=True):
        if axis.variable == table.variable:
            memory = stride
        else:
            parents.append(Parent(place[axis.variable], axis.lag, stride))
    return ProgramVariable(
        name=table.variable,
        states=len(table.states),
        parents=tuple(parents),
        memory=memory,
        once=table.once,
        start=table.start,
        row_of=table.row_of.reshape(table.row_of.shape[0], -1).astype(np.intp),
        phase_of_step=table.phase_of_step,
        thresholds=np.ascontiguousarray(table.tails.transpose(2, 1, 0), dtype=np.float64),
        never_falls=table.never_falls,
    )
