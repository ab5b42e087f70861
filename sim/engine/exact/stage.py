"""A program under one policy, step by step: the states that can be visited, and the tables that hold.

Only visitable states become axes: a lever that the policy sets has one, a variable that never falls
none below its start. Parents along whose axis no row changes drop out.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Flags, Floats, shares_of
from sim.engine.program.plan import PolicyPlan, touched
from sim.engine.program.program import Program

Axis = tuple[int, int]
"""A variable by its place, and how many steps back it is read: 0 or 1."""

LOOKED_AT = 1_000_000  # numbers at a time, to see what is possible

Draws = slice | NDArray[np.intp]


@dataclass(frozen=True)
class Link:
    """What a variable reads: another variable, or itself a step back; `stride` as in `Parent`."""

    axis: Axis
    stride: int


@dataclass(frozen=True, eq=False)
class StageTable:
    """A variable's rows at a step.

    axes: what they depend on and can differ. rows: (*visitable states of each axis), the distinct row.
    states: that can be visited. floor: the lowest that the policy admits.
    """

    variable: int
    axes: tuple[Axis, ...]
    rows: NDArray[np.intp]
    states: tuple[int, ...]
    floor: int


class Stage:
    """One policy's visitable states and tables.

    visitable: by variable, then by step 0..N; empty at step 0 for a variable without start.
    alike: variables whose law is the same in every draw: their own rows that can be met, and all that they hang on.
    allowed: of some variables, by step 0..N, (states,) where what was seen leaves a state; others are not visited,
        and a table's numbers then sum to less than 1. cut: (variable, step) where that takes something away.
    """

    def __init__(
        self, program: Program, plan: PolicyPlan, allowed: Mapping[int, Sequence[Flags]] | None = None
    ) -> None:
        self.program, self.plan = program, plan
        self._allowed, self.cut = dict(allowed or {}), set[tuple[int, int]]()
        self.links = [_links(program, place) for place in range(len(program.variables))]
        self._tables: dict[object, StageTable] = {}
        self.visitable: list[list[tuple[int, ...]]] = [[() if start is None else (start,)] for start in plan.start]
        self._possible = [self._found_possible(place) for place in range(len(program.variables))]
        for step in range(1, program.steps + 1):
            for place in range(len(program.variables)):
                self.visitable[place].append(self._reached(place, step, self._possible[place]))
        self._doubted = frozenset(place for place in range(len(program.variables)) if self._differs(place))
        self.alike = frozenset(range(len(program.variables))) - touched(program, plan.free, self._doubted)

    def on(self, program: Program, moved: Iterable[int]) -> Stage | None:
        """The same stage with other numbers for the variables in `moved`; None where something else becomes possible.

        program: of the same structure.
        """
        made = copy.copy(self)
        made.program = program
        heard = [place for place in moved if not self.plan.settings[place].constant]
        same = all(
            np.array_equal(made._found_possible(place), self._possible[place])
            and made._differs(place) == (place in self._doubted)
            for place in heard
        )
        return made if same else None

    def draws(self, places: Iterable[int]) -> int:
        """The number of draws to compute for some variables; 1 where all draws are alike."""
        return 1 if self.alike.issuperset(places) else self.program.draws

    def shares(self, place: int, draws: Draws) -> Floats:
        """(rows, states, draws): every distinct row of a variable as shares that sum to 1, in some of the draws."""
        return shares_of(self.program.variables[place].thresholds[:, draws].transpose(2, 0, 1), 1)

    def size(self, axis: Axis, step: int) -> int:
        """How many states of an axis can be visited, as seen from a step."""
        return len(self.visitable[axis[0]][step - axis[1]])

    def wide(self, axes: Sequence[Axis], step: int) -> tuple[Axis, ...]:
        """Those of the axes that have more than one visitable state."""
        return tuple(axis for axis in axes if self.size(axis, step) > 1)

    def table(self, place: int, step: int) -> StageTable:
        """The table of a variable at a step that the policy leaves to chance; equal steps share one object."""
        setting, variable = self.plan.settings[place], self.program.variables[place]
        axes, states = [link.axis for link in self.links[place]], self.visitable[place][step]
        seen = tuple(self.visitable[other][step - lag] for other, lag in axes)
        key = (place, int(variable.phase_of_step[step]), setting.floor[step], seen, states)
        if key not in self._tables:
            kept = _without_idle(axes, self.rows(place, step))
            self._tables[key] = StageTable(place, *kept, states, setting.floor[step])
        return self._tables[key]

    def rows(self, place: int, step: int) -> NDArray[np.intp]:
        """(*visitable states of each axis that is read): the distinct row of a variable at a step."""
        variable = self.program.variables[place]
        combination: NDArray[np.intp] = np.zeros((), dtype=np.intp)
        for link in self.links[place]:
            seen = np.array(self.visitable[link.axis[0]][step - link.axis[1]], dtype=np.intp)
            combination = np.add.outer(combination, link.stride * seen)
        rows: NDArray[np.intp] = variable.row_of[int(variable.phase_of_step[step]), combination]
        return rows

    def values(self, table: StageTable, draws: Draws) -> Floats:
        """(*axes, states, draws): a table's numbers in some of the draws."""
        shares = self.shares(table.variable, draws)
        picked = shares[:, list(table.states)]
        if table.floor in table.states[:1] and table.floor:
            picked[:, 0] = shares[:, : table.floor + 1].sum(axis=1)
        return picked[table.rows]

    def able(self, table: StageTable) -> Floats:
        """(*axes, states, 1): 1 where a state is possible in some draw, else 0."""
        possible = self._possible[table.variable]
        picked = possible[:, list(table.states)]
        if table.floor in table.states[:1] and table.floor:
            picked[:, 0] = possible[:, : table.floor + 1].any(axis=1)
        return picked[table.rows][..., None].astype(np.float64)

    def _found_possible(self, place: int) -> Flags:
        """(rows, states): True where a state is possible in some draw."""
        states, _, rows = self.program.variables[place].thresholds.shape
        windows = self._windows(rows * (states + 1))
        possible: Flags = np.any([(self.shares(place, window) > 0).any(axis=-1) for window in windows], axis=0)
        return possible

    def _windows(self, numbers: int) -> Iterator[slice]:
        """All draws, so many at a time that there is not too much to look at; `numbers`: a draw."""
        size = max(1, LOOKED_AT // max(1, numbers))
        return (slice(first, first + size) for first in range(0, self.program.draws, size))

    def _differs(self, place: int) -> bool:
        """Whether some row of a variable that can be met is not the same in every draw."""
        steps = [step for step, fixed in enumerate(self.plan.settings[place].fixed) if step and fixed is None]
        met = sorted({row for step in steps for row in np.unique(self.rows(place, step)).tolist()})
        or_more = self.program.variables[place].thresholds
        windows = self._windows(or_more.shape[0] * len(met))
        return not all((or_more[:, window, met] == or_more[:, :1, met]).all() for window in windows)

    def _reached(self, place: int, step: int, possible: Flags) -> tuple[int, ...]:
        setting = self.plan.settings[place]
        fixed, floor = setting.fixed[step], setting.floor[step]
        if fixed is not None:
            return (fixed,)
        hit = possible[np.unique(self.rows(place, step))].any(axis=0)
        reached = sorted({max(int(state), floor) for state in np.flatnonzero(hit)})
        left = [state for state in reached if place not in self._allowed or self._allowed[place][step][state]]
        if len(left) < len(reached):
            self.cut.add((place, step))
        return tuple(left)


class OnStage:
    """What is worked out once for a structure, and stands on a stage itself or in its parts."""

    def on(self, stage: Stage) -> Self:
        """The same on a stage of the same structure."""
        made = copy.copy(self)
        for name, value in vars(self).items():
            object.__setattr__(made, name, _on(value, stage))
        return made


def _on(value: Any, stage: Stage) -> Any:
    if isinstance(value, Stage):
        return stage
    if isinstance(value, tuple):
        return tuple(_on(part, stage) for part in value)
    return value.on(stage) if isinstance(value, OnStage) else value


def _links(program: Program, place: int) -> tuple[Link, ...]:
    variable = program.variables[place]
    own = () if variable.memory is None else (Link((place, 1), variable.memory),)
    return (*(Link((p.variable, p.lag), p.stride) for p in variable.parents), *own)


def _without_idle(axes: Sequence[Axis], rows: NDArray[np.intp]) -> tuple[tuple[Axis, ...], NDArray[np.intp]]:
    """Axes along which some row changes, and the rows along them."""
    kept = []
    for place, axis in reversed(list(enumerate(axes))):
        if (rows == rows.take([0], axis=place)).all():
            rows = rows[(slice(None),) * place + (0,)]
        else:
            kept.append(axis)
    return tuple(reversed(kept)), rows
