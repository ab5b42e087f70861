"""A scenario as a network: one node a variable, or one a variable and step; every row is its mean over draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim.arrays import Floats, shares_of
from sim.errors import ModelError
from sim.exchange.networks import names
from sim.exchange.networks.network import BayesianNetwork, Node
from sim.priors.build import build
from sim.priors.model import RowTable
from sim.scenario.edit import edit
from sim.scenario.model.forms import Table
from sim.scenario.resolve.scenario import Scenario

_DRAWS = 1000


def build_network(scenario: Scenario, steps: int | None = None) -> BayesianNetwork:
    """The network that gives a scenario's means.

    A network holds one number a cell: doubt becomes its mean, row by row. steps: unroll so many steps, each
    variable that may change then having a node a step, named `NAME_t1`, `NAME_t2` and so on; None for a scenario
    in which nothing changes from step to step. Raises ModelError for one in which something does, and for a
    variable drawn once whose parents change: no network of single steps says that.
    """
    scenario = _undoubted(scenario)
    sure = all(_table_of(scenario, name) is not None for name in scenario.variables)
    tables = build(scenario, draws=1 if sure else _DRAWS, seed=1).tables
    moving = _moving(scenario)
    if steps is None:
        _check_still(scenario, tables)
    else:
        _check_steps(scenario, moving, steps)
    unrolled = _Unrolled(scenario, tables, moving if steps is not None else frozenset())
    nodes = [unrolled.node(name, 1) for name in scenario.order]
    nodes += [unrolled.node(n, k) for k in range(2, (steps or 1) + 1) for n in scenario.order if n in unrolled.moving]
    return BayesianNetwork(scenario.id, tuple(nodes))


def _table_of(scenario: Scenario, variable: str) -> tuple[str, Table] | None:
    """The one judgment about a variable, by its key, if it is a table; None otherwise."""
    heard = [(key, j) for key, j in scenario.current[variable].items() if not j.overall]
    if len(heard) == 1 and isinstance(says := heard[0][1].says, Table) and heard[0][1].nudge == 0:
        return heard[0][0], says
    return None


def _undoubted(scenario: Scenario) -> Scenario:
    """The scenario without the doubt about lone tables; the means stay, for a Dirichlet's mean is its table."""
    lone = filter(None, (_table_of(scenario, name) for name in scenario.variables))
    doubted = [key for key, table in lone if table.worth is not None]
    return edit(scenario, {f"judgments.{key}.says.worth": None for key in doubted}) if doubted else scenario


def _moving(scenario: Scenario) -> frozenset[str]:
    """The variables that may change from step to step: those drawn at each step, and their descendants."""
    moving: frozenset[str] = frozenset()
    for name in scenario.order:
        if scenario.variables[name].clocked or any(axis.lag or axis.variable in moving for axis in scenario.axes[name]):
            moving |= {name}
    return moving


def _check_still(scenario: Scenario, tables: Mapping[str, RowTable]) -> None:
    problems = []
    for name, table in tables.items():
        lagged = [axis.name for axis in table.axes if axis.lag]
        if lagged:
            message = f"{name} depends on {lagged[0]}, and a network has no steps: unroll it with --steps N"
        elif table.row_of.shape[0] > 1:
            message = f"what is said of {name} changes from step to step: unroll it with --steps N"
        else:
            continue
        problems.append(scenario.problem(f"variables.{name}", message))
    if problems:
        raise ModelError(problems)


def _check_steps(scenario: Scenario, moving: frozenset[str], steps: int) -> None:
    if not 1 <= steps <= scenario.timeline.steps:
        raise ModelError([scenario.problem("timeline.steps", f"1 to {scenario.timeline.steps} steps, not {steps}")])
    message = "is drawn once for all steps while its parents change, which no network of steps says: chance: each_step"
    once = [name for name in scenario.variables if name in moving and scenario.variables[name].chance == "once"]
    if once and steps > 1:
        raise ModelError(scenario.problem(f"variables.{name}", f"{name} {message}") for name in once)


@dataclass(frozen=True)
class _Unrolled:
    """Nodes of single steps. `moving`: the variables with a node a step."""

    scenario: Scenario
    tables: Mapping[str, RowTable]
    moving: frozenset[str]

    @cached_property
    def _names(self) -> dict[str, tuple[str, tuple[str, ...]]]:
        return names.restore_names(self.scenario.variables)

    def node(self, name: str, step: int) -> Node:
        """One variable at one step, its lagged parents at the step before, or at their start."""
        table, rows = self.tables[name], self._rows(name, step)
        parents: list[str] = []
        for axis in table.axes:
            if axis.lag and step == 1:
                start = self.tables[axis.variable].start
                assert start is not None  # the check demands a start of whoever is read at the step before
                rows = np.take(rows, [start], axis=len(parents)).squeeze(len(parents))
                continue
            parent = self._name(axis.variable, step - axis.lag)
            if parent in parents:  # one that does not change is its own past
                place = parents.index(parent)
                rows = np.moveaxis(np.diagonal(rows, axis1=place, axis2=len(parents)), -1, place)
            else:
                parents.append(parent)
        flat = rows.reshape(-1, rows.shape[-1]).tolist()
        _, states = self._names[name]
        return Node(self._name(name, step), states, tuple(parents), tuple(map(tuple, flat)))

    def _name(self, name: str, step: int) -> str:
        own, _ = self._names[name]
        if name not in self.moving:
            return own
        taken = {other for other, _ in self._names.values()}
        name_at_step = f"{own}_t{step}"
        while name_at_step in taken:
            name_at_step += "_"
        return name_at_step

    def _rows(self, name: str, step: int) -> Floats:
        """P(state) at one step: (*sizes of the axes, states)."""
        table, lone = self.tables[name], _table_of(self.scenario, name)
        if lone is not None and not table.never_falls:
            return np.array(lone[1].table).reshape(*(len(axis.states) for axis in table.axes), len(table.states))
        tails = table.tails.mean(axis=1)[table.row_of[int(table.phase_of_step[step])]]
        return shares_of(tails, -1)
