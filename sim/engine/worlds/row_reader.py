"""The rows that a variable's worlds visit, step by step, from its parents' states."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.engine.program.plan import Setting
from sim.engine.program.program import ProgramVariable
from sim.engine.worlds.rows import Combination, Rows, States, Thresholds


class RowReader:
    """One variable's rows under one policy; the last step's object where nothing has changed."""

    def __init__(self, variable: ProgramVariable, thresholds: Thresholds, setting: Setting) -> None:
        self._variable, self._thresholds, self._setting = variable, thresholds, setting
        self._read: _Read | None = None
        self._rows: Rows | None = None

    def at(self, step: int, parents: Sequence[States]) -> Rows:
        """The rows at `step`, own memory left open; `parents` in the order of `Variable.parents`."""
        variable, fixed, floor = self._variable, self._setting.fixed[step], self._setting.floor[step]
        low, high = (floor, variable.states - 1) if fixed is None else (fixed, fixed)
        phase = int(variable.phase_of_step[step])
        read = _Read((low, high, phase), parents)
        if self._rows is None or read != self._read:
            self._read = read
            kind = self._thresholds.type
            combination: Combination = np.zeros((1, 1), dtype=kind)
            for parent, state in zip(variable.parents, parents, strict=True):
                combination = combination + np.multiply(state, parent.stride, dtype=kind)
            self._rows = Rows(self._thresholds, phase, combination, low, high)
        return self._rows


class _Read:
    """What a variable's rows hang on at one step; equal only where the parents' arrays are the same objects."""

    def __init__(self, numbers: tuple[int, int, int], states: Sequence[States]) -> None:
        self._numbers, self._states = numbers, states

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Read) or self._numbers != other._numbers:
            return False
        return all(mine is theirs for mine, theirs in zip(self._states, other._states, strict=True))

    __hash__ = None  # type: ignore[assignment]
