"""One policy's worlds walk through the steps: a block of 64 worlds for a chunk of draws, all at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np

from sim.arrays import Floats
from sim.engine.program.plan import PolicyPlan
from sim.engine.program.program import Program
from sim.engine.program.uniforms import Uniforms
from sim.engine.worlds.estimates import Path, Visit
from sim.engine.worlds.rows import CONSTANT, ONE, Combination, RowReader, Rows, States, Thresholds

Observe = Callable[[str, int, Combination], None]
T = TypeVar("T")


class Walk:
    """The states of one policy's worlds, step by step; `weights` says what each world weighs."""

    def __init__(
        self, program: Program, plan: PolicyPlan, thresholds: Sequence[Thresholds], observe: Observe | None = None
    ) -> None:
        self._program, self._plan, self._observe = program, plan, observe
        self._states: list[States | None] = [None if s is None else CONSTANT[s] for s in plan.start]
        self._visits: list[Visit | None] = [None] * len(program.variables)
        self._readers = list(map(RowReader, program.variables, thresholds, plan.settings))
        self.weights: Floats = ONE
        self._paths = [self._path(place) for place in range(len(program.variables))]

    def _path(self, place: int) -> Path | None:
        """The forward pass of a variable with memory, where own chance can be integrated out."""
        variable, start = self._program.variables[place], self._plan.start[place]
        if variable.memory is None or start is None or self._plan.counted[place]:
            return None
        return Path(variable.states, variable.memory, start, ((0, variable.states - 1),))

    def advance(self, step: int, uniforms: Uniforms) -> Sequence[Visit | None]:
        """Take all variables to `step`, which follows the last one; None for those that the policy sets."""
        previous, self._states = self._states, [None] * len(self._states)
        for place, setting in enumerate(self._plan.settings):
            if setting.constant:
                self._states[place] = CONSTANT[_given(setting.fixed[step])]
            else:
                visit = self._visit(place, step, previous, uniforms)
                self._visits[place], self._states[place] = visit, visit.state
        return self._visits

    def state(self, variable: str) -> States:
        """The states of a variable in every world, at the step that was taken last."""
        return _given(self._states[self._program.index(variable)])

    def _visit(self, place: int, step: int, previous: Sequence[States | None], uniforms: Uniforms) -> Visit:
        variable, last, own = self._program.variables[place], self._visits[place], previous[place]
        rows = self._rows(place, step, previous)
        visited = rows if variable.memory is None or own is None else rows.visited(own, variable.memory)
        if self._observe is not None and self._plan.settings[place].fixed[step] is None:
            self._observe(variable.name, step, visited.combination)
        if last is not None and rows is last.rows and variable.once:
            return last
        if (path := self._paths[place]) is not None:
            tails: Sequence[Floats] = path.advance(rows)
        else:
            tails = last.tails if last is not None and visited is last.rows else visited.tails()
        sampled = self._plan.sampled[place]
        return Visit(rows, tails, draw(visited, uniforms.of(variable, step), variable.states) if sampled else None)

    def _rows(self, place: int, step: int, previous: Sequence[States | None]) -> Rows:
        """The rows that the parents' states point to; the last step's object where nothing has changed."""
        parents = self._program.variables[place].parents
        states = [_given((previous if parent.lag else self._states)[parent.variable]) for parent in parents]
        return self._readers[place].at(step, states)


def draw(rows: Rows, uniform: Floats, states: int) -> States:
    """The inverse CDF: a state is the number of thresholds that its uniform lies below."""
    drawn: States = np.less(uniform, rows.tail(1)).view(np.uint8)
    for state in range(2, states):
        drawn += np.less(uniform, rows.tail(state)).view(np.uint8)
    return drawn


def _given(value: T | None) -> T:
    """A value that the order of the program or the plan vouches for."""
    assert value is not None
    return value
