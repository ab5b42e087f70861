"""Which judgment speaks in which row: a variable's rows, grouped by what is said in them.

Rows in which the same judgments speak are one row. Nothing here depends on draws or on the order of
the file: events and voices are sorted by name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Flags, Floats
from sim.scenario.model.file import Variable
from sim.scenario.model.form import Subject
from sim.scenario.model.forms import Shift, Table
from sim.scenario.resolve.axes import PREVIOUS, Axis, Box
from sim.scenario.resolve.events import canonical, in_words
from sim.scenario.resolve.scenario import ResolvedJudgment, Scenario

Event = frozenset[int]
Whole = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Statement(ResolvedJudgment):
    """A judgment in the rows of its variable.

    rows: those it speaks in, (combinations,). falls: it also speaks of states up to the previous one.
    """

    rows: Flags
    falls: bool

    @property
    def size(self) -> int:
        return int(self.rows.sum())


@dataclass(frozen=True, eq=False)
class Group:
    """One distinct row: who speaks on which event, who completes it, which shifts touch it.

    speakers: (event, (statement, ...)), one statement a voice, sorted by voice. shifts: (axis, ((statement, log-odds),
    ...)). members: (phase, combination) pairs.
    """

    speakers: tuple[tuple[Event, tuple[Statement, ...]], ...]
    background: Statement | None
    shifts: tuple[tuple[int, tuple[tuple[Statement, float], ...]], ...]
    previous: int | None
    members: tuple[tuple[int, int], ...]


@dataclass(frozen=True, eq=False)
class VariableRows:
    """A variable's rows before any number: combinations of parents' states, phases, and distinct groups."""

    name: str
    variable: Variable
    axes: tuple[Axis, ...]
    own: int | None
    combos: Whole
    phase_of_step: Whole
    statements: tuple[Statement, ...]
    groups: tuple[Group, ...]
    row_of: NDArray[np.int32]

    @property
    def states(self) -> int:
        return len(self.variable.states)

    def in_words(self, event: Event) -> str:
        """An event in the scenario's words."""
        return in_words(event, self.variable.states, self.variable.ordered)


def combinations(axes: Sequence[Axis]) -> Whole:
    """The states (positions) of every combination of parents, the first parent slowest: (combinations, axes)."""
    cells = list(product(*(range(len(axis.states)) for axis in axes)))
    return np.array(cells, dtype=np.int64).reshape(len(cells), len(axes))


def in_box(combos: Whole, box: Box) -> Flags:
    """Which combinations a box holds: (combinations,)."""
    held = np.ones(len(combos), dtype=bool)
    for axis, allowed in enumerate(box):
        held &= np.isin(combos[:, axis], sorted(allowed))
    return held


def match(scenario: Scenario, name: str) -> VariableRows:
    """The rows of one variable and who speaks in them.

    scenario: checked, so that conditions of one voice on one event are nested or disjoint.
    """
    axes, last = scenario.axes[name], scenario.timeline.steps
    own = next((i for i, axis in enumerate(axes) if axis.variable == name and axis.lag == 1), None)
    combos = combinations(axes)
    statements = _statements(scenario, name, combos)
    cuts = sorted({s.until for s in statements if s.until < last} | {last})
    phase_of_step = np.searchsorted(cuts, np.arange(last + 1)).astype(np.int64)
    groups, row_of = _Matcher(scenario, name, own, combos, statements).groups(cuts)
    row_of = row_of.reshape(len(cuts), *(len(axis.states) for axis in axes))
    variable = scenario.variables[name]
    return VariableRows(name, variable, axes, own, combos, phase_of_step, statements, groups, row_of)


def _statements(scenario: Scenario, name: str, combos: Whole) -> tuple[Statement, ...]:
    variable = scenario.variables[name]
    out = []
    for key, judgment in sorted(scenario.current[name].items()):
        voice = scenario.experts[judgment.expert]
        completes = judgment.says.whole_row and judgment.expert in scenario.background
        if judgment.overall or (voice.weight <= 0 and not completes):
            continue
        exact = scenario.resolved[key]
        table = judgment.says.subject is Subject.EVERY_ROW and not variable.never_falls
        falls = judgment.per_step and (table or name + PREVIOUS in judgment.given)
        out.append(Statement(**vars(exact), rows=in_box(combos, exact.box), falls=falls))
    return tuple(out)


def _kinds_of_rows(says: Table) -> Whole:
    """A whole number a row of a table; rows share one where nothing can tell them apart."""
    if says.worth is not None:
        return np.arange(len(says.table))
    return np.unique(np.array(says.table), axis=0, return_inverse=True)[1].reshape(-1)


def tail_events(states: int, ordered: bool) -> tuple[Event, ...]:
    """The canonical events a split speaks about: every `STATE or more`, or every single state.

    >>> tail_events(3, True)
    (frozenset({1, 2}), frozenset({2}))
    """
    if ordered:
        return tuple(frozenset(range(s, states)) for s in range(1, states))
    return tuple(dict.fromkeys(canonical(frozenset({s}), states)[0] for s in range(states)))


class _Matcher:
    """Works out, phase by phase, who wins in every combination, and groups equal ones."""

    def __init__(
        self, scenario: Scenario, name: str, own: int | None, combos: Whole, statements: Sequence[Statement]
    ) -> None:
        self.scenario, self.own, self.combos, self.statements = scenario, own, combos, statements
        self.variable, self.axes = scenario.variables[name], scenario.axes[name]
        self.speaking = [s for s in statements if scenario.experts[s.voice].weight > 0]
        self.whole = tail_events(len(self.variable.states), self.variable.ordered)
        named = {s.event for s in self.speaking if s.event is not None}
        if any(s.says.whole_row for s in self.speaking if s.voice not in scenario.background):
            named |= set(self.whole)
        self.events = sorted(named, key=lambda event: (-len(event), sorted(event)))  # the largest first
        self.voices = sorted({s.voice for s in self.speaking})
        self.index = {id(s): i for i, s in enumerate(statements)}
        self.shifts = [s for s in self.speaking if s.says.subject is Subject.SHIFT]

    def groups(self, cuts: Sequence[int]) -> tuple[tuple[Group, ...], NDArray[np.int32]]:
        signature = np.concatenate([self._signature(cut) for cut in cuts])
        distinct, inverse = np.unique(signature, axis=0, return_inverse=True)
        row_of = inverse.reshape(-1).astype(np.int32)
        out = []
        for row, code in enumerate(distinct):
            members = (divmod(member, len(self.combos)) for member in np.flatnonzero(row_of == row).tolist())
            out.append(self._group(code, tuple(members)))
        return tuple(out), row_of

    def _signature(self, cut: int) -> Whole:
        """One line of whole numbers a combination; equal lines are the same row."""
        active = [s for s in self.statements if s.until >= cut]
        winners = self._winners(active).reshape(len(self.events) * len(self.voices), len(self.combos))
        parts = [winners, self._background(active)[None]]
        for statement in self.shifts:
            for axis, effect in self._effects(statement):
                state = np.where(effect[self.combos[:, axis]] != 0, self.combos[:, axis], -1)
                parts.append(np.where(statement.rows, state, -2)[None])  # to shift by 0 is not to be silent
        parts += [_kinds_of_rows(s.says)[None] for s in active if isinstance(s.says, Table)]
        if self.own is not None:
            parts.append(self.combos[:, self.own][None])
        return np.concatenate(parts).T

    def _winners(self, active: Sequence[Statement]) -> Whole:
        """(events, voices, combinations): index of the statement that speaks, or -1."""
        out = np.full((len(self.events), len(self.voices), len(self.combos)), -1, dtype=np.int64)
        claims = [s for s in active if s.event is not None and s in self.speaking]
        splits = [s for s in active if s.says.whole_row and s in self.speaking]
        for e, event in enumerate(self.events):
            own = [c for c in claims if c.event == event]
            voting = [s for s in splits if s.voice not in self.scenario.background and event in self.whole]
            backing = [s for s in splits if s.voice in self.scenario.background]
            named = np.any([self._speaks(s, event) for s in own + voting], axis=0)
            # The largest condition first, a split before a plain judgment: the last one written stays.
            for s in sorted([*voting, *backing, *own], key=lambda s: (-s.size, s.event is not None, s.id)):
                rows = self._speaks(s, event) & (named if s in backing else True)
                out[e, self.voices.index(s.voice), rows] = self.index[id(s)]
        return out

    def _speaks(self, statement: Statement, event: Event) -> Flags:
        """Where a statement speaks on an event: not of states at or below the previous one."""
        if self.own is None or statement.falls:
            return statement.rows
        previous = self.combos[:, self.own]
        if self.variable.ordered:
            return statement.rows & (previous < min(event))
        single = event if len(event) == 1 else frozenset(range(len(self.variable.states))) - event
        return np.asarray(statement.rows & (previous != min(single)))

    def _background(self, active: Sequence[Statement]) -> Whole:
        """The split that completes each combination: the first background voice that has one there."""
        out, voices = np.full(len(self.combos), -1, dtype=np.int64), self.scenario.background
        splits = [s for s in active if s.voice in voices and s.says.whole_row]
        for s in sorted(splits, key=lambda s: (-voices.index(s.voice), -s.size, s.id)):  # the last one written stays
            out[s.rows] = self.index[id(s)]
        return out

    def _effects(self, statement: Statement) -> list[tuple[int, Floats]]:
        """Per parent that a shift names: its axis, and the log-odds for each of the parent's states."""
        says = statement.says
        assert isinstance(says, Shift)
        return [
            (i, np.array([says.shift[axis.name].get(state, 0.0) for state in axis.states]))
            for i, axis in enumerate(self.axes)
            if axis.name in says.shift
        ]

    def _group(self, code: Whole, members: tuple[tuple[int, int], ...]) -> Group:
        combo = self.combos[members[0][1]]
        winners = code[: len(self.events) * len(self.voices)].reshape(len(self.events), len(self.voices))
        speakers = tuple(
            (event, tuple(self.statements[i] for i in winners[e] if i >= 0))
            for e, event in enumerate(self.events)
            if (winners[e] >= 0).any()
        )
        backing = int(code[len(self.events) * len(self.voices)])
        shifts: dict[int, dict[str, tuple[Statement, float]]] = {}
        for statement in sorted(self.shifts, key=lambda s: (-s.size, s.id)):
            if statement.rows[members[0][1]]:
                for axis, effect in self._effects(statement):
                    shifts.setdefault(axis, {})[statement.voice] = (statement, float(effect[combo[axis]]))
        return Group(
            speakers=speakers,
            background=self.statements[backing] if backing >= 0 else None,
            shifts=tuple((axis, tuple(pairs[v] for v in sorted(pairs))) for axis, pairs in sorted(shifts.items())),
            previous=int(combo[self.own]) if self.own is not None else None,
            members=members,
        )
