"""Laying out the states and moves of a chain under evidence, step by step, from the states that can be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from sim.arrays import Flags
from sim.engine.evidence.groups import LaidEvidence, NothingLeftError
from sim.engine.evidence.history import NOTHING, GroupPast, Met
from sim.engine.evidence.paths import Memory, Places, SeenPaths, State, StepMoves, flat_places, starts, unravelled
from sim.engine.exact import frontier
from sim.engine.exact.chain import Able, Chain, Pass
from sim.engine.exact.stage import Axis

MOST_MOVES = 200_000  # of all steps together


def paths(seen: LaidEvidence, groups: Sequence[GroupPast], axes: Sequence[Axis]) -> SeenPaths | None:
    """The states and moves over what was seen and over some axes; None where there are too many.

    Raises NothingLeftError where what was seen cannot be.
    """
    stage, layout = seen.stage, seen.layout
    kept = {*axes, *((place, 0) for place in seen.direct if place not in layout.constant)}
    kept = kept.union(*(one.group.shown.axes for one in groups))
    steady = [place for place in seen.observed if place in layout.steady]
    members = layout.closure([*steady, *(place for place, _ in kept)])
    chain = Chain(stage, sorted(members), lasting=layout.lasting, read=False, keep=tuple(sorted(kept)))
    fresh = tuple(GroupPast(one.group, one.met, one.letters) for one in groups)
    moves = _Laying(seen, fresh, chain).moves()
    return None if moves is None else SeenPaths(seen, fresh, chain, moves)


class _Laying:
    """Laying out moves step by step, from the states that can be."""

    def __init__(self, seen: LaidEvidence, groups: tuple[GroupPast, ...], chain: Chain) -> None:
        self.seen, self.groups, self.chain = seen, groups, chain
        self._left = MOST_MOVES
        self._able: dict[Pass, tuple[Flags, list[list[int]]]] = {}
        self._laid = Able(seen.stage)

    def moves(self) -> tuple[StepMoves, ...] | None:
        states: list[State] = [(0, (tuple(0 for _ in self.seen.direct), tuple(NOTHING for _ in self.groups)))]
        made: list[StepMoves] = []
        known: dict[object, tuple[StepMoves, list[State]]] = {}
        for step in range(1, self.seen.stage.program.steps + 1):
            key = self.chain.passes[step - 1], tuple(states), step if step <= self.seen.last else 0
            if key not in known:
                found = self._step(states, step)
                if found is None:
                    return None
                known[key] = found
            moves, states = known[key]
            made.append(moves)
        return _alive(made, self.seen.last)

    def _step(self, states: Sequence[State], step: int) -> tuple[StepMoves, list[State]] | None:
        one, stage = self.chain.passes[step - 1], self.seen.stage
        kept = self.chain.kept(step)
        count = int(np.prod([stage.size(axis, step) for axis in kept], dtype=np.intp))
        follows = self._follows(one, step, count)
        begins = self._begins([cell for cell, _ in states], step)
        letters = self._letters(step, kept, count)
        known: dict[object, tuple[Memory, float, tuple[int, ...]]] = {}
        number: dict[State, int] = {}
        moves: list[tuple[int, int, int, float, tuple[int, ...]]] = []
        before = len(follows)
        for source, ((_, memory), begin) in enumerate(zip(states, begins, strict=True)):
            self._left -= len(follows[begin])
            if self._left < 0:
                return None
            for cell in follows[begin]:
                key = memory, letters[cell]
                if key not in known:
                    known[key] = self._after(memory, step, letters[cell])
                after, weight, ends = known[key]
                if weight:
                    target = number.setdefault((cell, after), len(number))
                    moves.append((target, source, cell * before + begin, weight, ends))
        if not moves:
            raise NothingLeftError
        moves.sort(key=lambda move: move[:2])
        last = [group for group, past in enumerate(self.groups) if past.group.last == step]
        targets, sources, flat = (np.array([move[n] for move in moves], dtype=np.intp) for n in range(3))
        told = StepMoves(
            len(states), np.array([cell for cell, _ in number], dtype=np.intp), sources, targets, flat,
            np.array([move[3] for move in moves]),
            tuple((group, np.array([move[4][n] for move in moves], dtype=np.intp)) for n, group in enumerate(last)),
        )  # fmt: skip
        return told, list(number)

    def _follows(self, one: Pass, step: int, count: int) -> list[list[int]]:
        """Of every cell that a step starts from, the cells that it may go to."""
        if one not in self._able:
            sizes = [self.seen.stage.size(axis, step) for axis in one.nodes[: starts(one)]]
            size = int(np.prod(sizes, dtype=np.intp))
            _, found = frontier.run(one.plan, self._laid.tables(one), np.eye(size).reshape(*sizes, size))
            able = np.broadcast_to(found, (*found.shape[:-1], size)).reshape(count, size) > 0
            self._able[one] = able, [np.flatnonzero(column).tolist() for column in able.T]
        return self._able[one][1]

    def _begins(self, cells: Sequence[int], step: int) -> list[int]:
        """Of cells kept at the step before, the cell that this step starts from."""
        stage, one = self.seen.stage, self.chain.passes[step - 1]
        start = [(place, 0) for place, _ in one.nodes[: starts(one)]]
        if step == 1 or not start:
            return [0] * len(cells)
        kept = self.chain.kept(step - 1)
        index = unravelled(np.array(cells), [stage.size(axis, step - 1) for axis in kept])
        chosen = [index[kept.index(axis)] for axis in start]
        return [int(cell) for cell in flat_places(chosen, [stage.size(axis, step - 1) for axis in start], len(cells))]

    def _letters(self, step: int, kept: Sequence[Axis], count: int) -> list[tuple[int, ...]]:
        """Cell by cell: of each variable that it shows its state, and of each group its situation."""
        stage = self.seen.stage
        index = dict(zip(kept, unravelled(np.arange(count), [stage.size(axis, step) for axis in kept]), strict=True))
        columns: list[Places] = []
        for place in self.seen.direct:
            states = np.array(stage.visitable[place][step])
            columns.append(states[index.get((place, 0), np.zeros(count, dtype=np.intp))])
        for one in self.groups:
            met = one.met.cells[step - 1][tuple(index[axis] for axis in stage.wide(one.met.axes, step))]
            columns.append(np.broadcast_to(met, count))
        return list(zip(*(column.tolist() for column in columns), strict=True)) if columns else [()] * count

    def _after(self, memory: Memory, step: int, letter: tuple[int, ...]) -> tuple[Memory, float, tuple[int, ...]]:
        """What is remembered after one more cell; the likelihood of what it shows; and of groups seen for the last time
        what has been seen."""
        pasts, mets = list[int](), list[Met]()
        weight, ends = 1.0, list[int]()
        watches = self.seen.direct.values()
        for watched, before, state in zip(watches, memory[0], letter, strict=False):
            past = int(watched.after(before, state)) if step <= watched.last else 0
            if step in watched.factors:
                weight *= float(watched.factors[step][past, state])
            pasts.append(past if step < watched.last else 0)
        for one, met, situation in zip(self.groups, memory[1], letter[len(watches) :], strict=True):
            then = one.after(met, step, situation) if step <= one.group.last else NOTHING
            if step == one.group.last:
                ends.append(one.ends.setdefault(then[1], len(one.ends)) if weight else 0)
                then = NOTHING
            mets.append(then)
        return (tuple(pasts), tuple(mets)), weight, tuple(ends)


def _alive(made: Sequence[StepMoves], last: int) -> tuple[StepMoves, ...]:
    """The moves without those that lead to where what was seen can no longer be."""
    found, alive = list(made), np.ones(len(made[last - 1].cell) if last else 1, dtype=bool)
    for step in range(last, 0, -1):
        moves = found[step - 1]
        if alive.all() and len(np.unique(moves.source)) == moves.before:
            alive = np.ones(moves.before, dtype=bool)
            continue
        kept = alive[moves.target]
        before = np.zeros(moves.before, dtype=bool)
        before[moves.source[kept]] = True
        new, old = np.cumsum(alive) - 1, np.cumsum(before) - 1
        found[step - 1] = replace(
            moves, before=int(before.sum()), cell=moves.cell[alive], source=old[moves.source[kept]],
            target=new[moves.target[kept]], flat=moves.flat[kept], weight=moves.weight[kept],
            ends=tuple((group, place[kept]) for group, place in moves.ends),
        )  # fmt: skip
        alive = before
    if not alive.all():
        raise NothingLeftError
    return tuple(found)
