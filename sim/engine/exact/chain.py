"""Variables that remember, forward in time: their joint distribution over the states they can visit.

A chain is a set of variables closed under ancestors. Each step is one frontier pass that starts from
the joint distribution of what the step before left to be read; gates look at it, or weigh it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Floats
from sim.engine.exact import frontier
from sim.engine.exact.ordering import Shape
from sim.engine.exact.stage import Axis, Draws, OnStage, Stage, StageTable
from sim.engine.program.automaton import Turn

Weigh = Callable[[int, int], Floats | None]
"""(gate, step) -> (*wide axes of the gate, draws), or None. Of an automaton: (*wide axes, before, after, draws)."""

STATUS: Axis = (-2, 1)
"""Where an automaton that watches the chain stood a step back."""


@dataclass(frozen=True, eq=False)
class Pass:
    """One step's pass. nodes: what each node of the plan is, an axis or (-1, gate).
    tables: of each node, None for gates. spent: nodes of what was seen that nobody reads: their sum weighs."""

    plan: frontier.FrontierPlan
    nodes: tuple[Axis, ...]
    tables: tuple[StageTable | None, ...]
    spent: frozenset[int] = frozenset()


class Chain(OnStage):
    """A pass a step over some variables.

    members: in the order of the program. gates: axes that are looked at jointly, step by step.
    given: axes whose joint distribution is handed in at every step; without any (None) the chain carries
        its own from step to step. lasting: members that are drawn once and never change.
        read: whether the members' own distributions are wanted. turns: of an automaton that watches the
        one gate: its status is carried along like a variable that remembers, up to its last turn.
    keep: axes that stay to the end of every step, beside those that are read later; what lasts is carried by itself
        where they are not given.
    cells, largest: what a draw costs at all steps together, and the largest frontier. held: cells of all tables.
    """

    def __init__(
        self,
        stage: Stage,
        members: Sequence[int],
        gates: Sequence[tuple[Axis, ...]] = (),
        *,
        given: tuple[Axis, ...] | None = None,
        lasting: frozenset[int] = frozenset(),
        read: bool = True,
        turns: Sequence[Turn] = (),
        keep: tuple[Axis, ...] | None = None,
    ) -> None:
        self.stage, self.members, self.gates = stage, tuple(members), tuple(gates)
        self.solves = self.members  # the places whose distributions the readings hold
        self._turns, self._keep = tuple(turns), keep
        self.given, self._read = given, read
        self._lasting = lasting.intersection(members)
        self.carried = () if given is not None else self._left_to_read()
        made: dict[object, Pass] = {}
        self.passes = [self._pass(step, made) for step in range(1, (len(turns) or stage.program.steps) + 1)]
        self.cells = sum(one.plan.cells for one in self.passes)
        self.largest = max(one.plan.largest for one in self.passes)
        self.held = sum(t.rows.size * len(t.states) for one in set(self.passes) for t in one.tables if t is not None)

    def readings(self, window: slice, given: Sequence[Floats]) -> Iterator[Mapping[Axis, Floats]]:
        """Step by step, in some of the draws: the members' distributions, by axis; given: as in `run`."""
        for readings, _ in self.run(Laid(self.stage, window), window.stop - window.start, given=given):
            yield readings

    def _left_to_read(self) -> tuple[int, ...]:
        """Members that are read a step later, or that are drawn once."""
        read = {link.axis[0] for place in self.members for link in self.stage.links[place] if link.axis[1]}
        read |= {axis[0] for axes in (*self.gates, self._keep or ()) for axis in axes if axis[1]}
        if self._keep is None:
            return tuple(place for place in self.members if place in read or place in self._lasting)
        now = {axis[0] for axis in self._keep}
        others = [place for place in self.members if place not in self._lasting]
        now |= {link.axis[0] for place in others for link in self.stage.links[place]}
        return tuple(place for place in self.members if place in read or place in now & self._lasting)

    def kept(self, step: int) -> tuple[Axis, ...]:
        """The axes that stay to the end of a step, a status apart."""
        axes = dict.fromkeys([*((place, 0) for place in self.carried), *(self._keep or ())])
        return self.stage.wide(tuple(axes), step)

    def _pass(self, step: int, made: dict[object, Pass]) -> Pass:
        """The pass of one step; the object of an earlier one where nothing has changed."""
        stage = self.stage
        start = stage.wide(self.given if self.given is not None else [(place, 1) for place in self.carried], step)
        settled = self._lasting if step > 1 else frozenset()
        open_ = [p for p in self.members if p not in settled]
        wanted = [p for p in open_ if stage.size((p, 0), step) > 1 or (p, step) in stage.cut]
        tables = [stage.table(place, step) for place in wanted]
        gates = [stage.wide(gate, step) for gate in self.gates]
        keep = self.kept(step)
        read = {axis for axes in (*(table.axes for table in tables), *gates, keep) for axis in axes}
        spent = [p for p in wanted if (p, step) in stage.cut and (stage.size((p, 0), step) == 1 or (p, 0) not in read)]
        drawn = [p for p in wanted if p not in spent]
        laid = {table.variable: table for table in tables}
        sizes = tuple(stage.size(axis, step) for axis in start)
        ends = [1] * len(gates)
        if self._turns:
            turn = self._turns[step - 1]
            start, sizes, ends = (*start, STATUS), (*sizes, turn.before), [turn.after]
            gates, keep = [(*gates[0], STATUS)], (*keep, (-1, 0))
        key = (start, sizes, keep, tuple(gates), tuple(ends), tuple(map(id, tables)), tuple(spent))
        if key not in made:
            made[key] = self._made(start, sizes, keep, [laid[p] for p in drawn], [laid[p] for p in spent], gates, ends)
        return made[key]

    def _made(
        self, start: Sequence[Axis], sizes: Sequence[int], keep: Sequence[Axis], tables: Sequence[StageTable],
        spent: Sequence[StageTable], gates: Sequence[Sequence[Axis]], ends: Sequence[int],
    ) -> Pass:  # fmt: skip
        nodes = [*start, *((table.variable, 0) for table in tables)]
        at = {axis: node for node, axis in enumerate(nodes)}
        at |= {(place, 0): at[place, 1] for place in self._lasting if (place, 1) in at and (place, 0) not in at}
        first = len(nodes) + len(spent)
        at[-1, 0] = first
        parents = [() for _ in start] + [tuple(at[axis] for axis in table.axes) for table in (*tables, *spent)]
        parents += [tuple(at[axis] for axis in gate) for gate in gates]
        shape = Shape(
            (*sizes, *(len(table.states) for table in tables), *(1 for _ in spent), *ends),
            tuple(parents), tuple(range(len(start))), tuple(at[axis] for axis in keep),
        )  # fmt: skip
        seen = frozenset(range(len(nodes), first))
        gated = frozenset(range(first, first + len(gates)))
        read = (None if self._read else gated) if not seen else frozenset(at.values()) if self._read else gated
        nodes += [*((table.variable, 0) for table in spent), *((-1, gate) for gate in range(len(gates)))]
        held = (*(None for _ in start), *tables, *spent, *(None for _ in gates))
        made = frontier.plan(shape, seen | (frozenset() if self._turns else gated), read)
        return Pass(made, tuple(nodes), held, seen)

    def run(
        self, laid: Laid, count: int, *, given: Sequence[Floats] | None = None, weigh: Weigh | None = None
    ) -> Iterator[tuple[Mapping[Axis, Floats], Floats]]:
        """Step by step: the readings, by axis or (-1, gate), and the distribution for the next step; draws last.

        laid: the tables of some draws. count: how many. given: a step's joint distribution of the axes that are given.
        """
        left: Floats = np.ones((1, count) if self._turns else count)
        for step, one in enumerate(self.passes, start=1):
            tables = laid.tables(one)
            if weigh is not None:
                tables = self._weighed(one, tables, weigh, step)
            start = left if given is None else given[step - 1]
            readings, left = frontier.run(one.plan, tables, start)
            if self._turns and len(self._turns[step - 1].going) < self._turns[step - 1].after:
                left = left.take(self._turns[step - 1].going, axis=-2)
            yield {one.nodes[node]: reading for node, reading in readings.items()}, left

    def _weighed(self, one: Pass, aligned: Sequence[Floats | None], weigh: Weigh, step: int) -> list[Floats | None]:
        tables = list(aligned)
        for number, node in enumerate(one.plan.steps):
            if one.nodes[node.node][0] == -1:
                weight = weigh(one.nodes[node.node][1], step)
                tables[number] = None if weight is None else frontier.align(node, weight)
        return tables


class Laid:
    """The tables of a chain's passes in some draws; caches those of the last pass."""

    def __init__(self, stage: Stage, draws: Draws) -> None:
        self._stage, self._draws = stage, draws
        self._last: tuple[Pass, Sequence[Floats | None]] | None = None

    def tables(self, one: Pass) -> Sequence[Floats | None]:
        """A table a step of the plan; None for gates."""
        if self._last is None or self._last[0] is not one:
            self._last = one, self._made(one)
        return self._last[1]

    def _made(self, one: Pass) -> Sequence[Floats | None]:
        return [self._table(step, one.tables[step.node], step.node in one.spent) for step in one.plan.steps]

    def _table(self, step: frontier.Step, table: StageTable | None, spent: bool) -> Floats | None:
        if table is None:
            return None
        values = self._values(table)
        return frontier.align(step, values.sum(axis=-2) if spent else values)


    def _values(self, table: StageTable) -> Floats:
        return self._stage.values(table, self._draws)


class Able(Laid):
    """The tables of a chain's passes with 1 where something is possible in some draw, as of one draw."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage, slice(0, 1))

    def _values(self, table: StageTable) -> Floats:
        return self._stage.able(table)


class Repeated(Laid):
    """The tables of a chain's passes in some draws; caches those of all passes."""

    def __init__(self, stage: Stage, draws: Draws) -> None:
        super().__init__(stage, draws)
        self._all: dict[Pass, Sequence[Floats | None]] = {}
        self.index: NDArray[np.intp] = np.zeros(0, dtype=np.intp)

    def at(self, index: NDArray[np.intp]) -> Repeated:
        """From now on, the draws at these places."""
        self.index, self._last = index, None
        return self

    def _made(self, one: Pass) -> Sequence[Floats | None]:
        if one not in self._all:
            self._all[one] = super()._made(one)
        return [None if table is None else table.take(self.index, axis=-1) for table in self._all[one]]
