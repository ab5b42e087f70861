"""The rows that a variable's worlds visit, step by step, from its parents' states."""

from __future__ import annotations

import operator
from collections.abc import Sequence

import numpy as np

from sim.engine.program.plan import Setting
from sim.engine.program.program import ProgramVariable
from sim.engine.worlds.rows import Combination, Rows, States, Thresholds


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
