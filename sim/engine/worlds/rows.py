"""The rows that the worlds visit, gathered from the thresholds when first asked for.

Worlds are laid out (draws, 64). What does not differ between worlds keeps the shape (draws, 1) or
(1, 1): a lever that a policy sets makes everything that hangs on it 64 times cheaper, and exact.
"""

from __future__ import annotations

import operator
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Floats
from sim.engine.program.plan import Setting
from sim.engine.program.program import ProgramVariable

States = NDArray[np.uint8]
Combination = NDArray[np.unsignedinteger]

ONE: Floats = np.ones((1, 1))
ZERO: Floats = np.zeros((1, 1))
ONE.flags.writeable = ZERO.flags.writeable = False
CONSTANT: tuple[States, ...] = tuple(np.full((1, 1), state, dtype=np.uint8) for state in range(256))


class Thresholds:
    """One variable's thresholds for a chunk of draws, flat, with the place where each draw begins."""

    def __init__(self, variable: ProgramVariable, first: int, draws: int) -> None:
        rows = variable.thresholds.shape[2]
        chunk = variable.thresholds[:, first : first + draws]
        self.flat = tuple(np.ascontiguousarray(chunk[s]).ravel() for s in range(variable.states - 1))
        self.offset = (np.arange(draws, dtype=np.intp) * rows)[:, None]
        self.states = variable.states
        self.row_of = variable.row_of
        # Combinations in the smallest type that holds them: adding bytes costs next to nothing.
        self.type = np.min_scalar_type(variable.row_of.shape[1] - 1)


class Rows:
    """The rows that one combination of the parents' states a world points to.

    floor, ceiling: the states that a policy admits at this step. As small uniforms give high states,
    lifting a state to the floor is the same as P(state >= s) = 1 up to the floor.
    """

    def __init__(
        self, thresholds: Thresholds, phase: int, combination: Combination, floor: int, ceiling: int
    ) -> None:
        self.combination, self.states = combination, thresholds.states
        self._thresholds, self._phase = thresholds, phase
        self._floor, self._ceiling = floor, ceiling
        self._place: NDArray[np.intp] | None = None
        self._tails: dict[int, Floats] = {}
        self._remembering: dict[int, Rows] = {}

    def tail(self, state: int) -> Floats:
        """P(state or more) in every world; `state` runs from 0 to the number of states."""
        if state <= self._floor:
            return ONE
        if state > self._ceiling:
            return ZERO
        if state not in self._tails:
            if self._place is None:
                rows = self._thresholds.row_of[self._phase].take(self.combination)
                self._place = rows + self._thresholds.offset
            self._tails[state] = self._thresholds.flat[state - 1].take(self._place, mode="clip")
        return self._tails[state]

    def tails(self) -> list[Floats]:
        """P(state or more) for every state, 0 first."""
        return [self.tail(state) for state in range(self.states)]

    def remembering(self, state: int, stride: int) -> Rows:
        """The rows of the same parents where the variable's own previous state was `state`."""
        if state not in self._remembering:
            self._remembering[state] = self._at(self.combination + self._thresholds.type.type(stride * state))
        return self._remembering[state]

    def visited(self, previous: States, stride: int) -> Rows:
        """The rows of the same parents and of each world's own previous state."""
        return self._at(self.combination + np.multiply(previous, stride, dtype=self._thresholds.type))

    def _at(self, combination: Combination) -> Rows:
        return Rows(self._thresholds, self._phase, combination, self._floor, self._ceiling)


class RowReader:
    """One variable's rows under one policy; the last step's object where nothing has changed."""

    def __init__(self, variable: ProgramVariable, thresholds: Thresholds, setting: Setting) -> None:
        self._variable, self._thresholds, self._setting = variable, thresholds, setting
        self._numbers = (-1, -1, -1)
        self._parents: Sequence[States] = ()
        self._rows: Rows | None = None

    def at(self, step: int, parents: Sequence[States]) -> Rows:
        """The rows at `step`, own memory left open; `parents` in the order of `ProgramVariable.parents`."""
        variable, fixed, floor = self._variable, self._setting.fixed[step], self._setting.floor[step]
        low, high = (floor, variable.states - 1) if fixed is None else (fixed, fixed)
        phase = int(variable.phase_of_step[step])
        same = self._numbers == (low, high, phase) and all(map(operator.is_, self._parents, parents))
        if self._rows is None or not same:
            self._numbers, self._parents = (low, high, phase), parents
            kind = self._thresholds.type
            combination: Combination = np.zeros((1, 1), dtype=kind)
            for parent, state in zip(variable.parents, parents, strict=True):
                combination = combination + np.multiply(state, parent.stride, dtype=kind)
            self._rows = Rows(self._thresholds, phase, combination, low, high)
        return self._rows
