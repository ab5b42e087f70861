"""A chain with what was seen in between, as states and moves: forward, and back from the last step seen.

A state is a cell of the chain, and what must be remembered of the cells before it. Forward every state holds the
probability of itself and of what was seen so far; back, how likely all is that was seen after it (Rabiner 1989, "A
tutorial on hidden Markov models"). Which states there are is the same in every draw: only those from which all that
was seen can still be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Flags, Floats
from sim.engine.evidence.groups import NothingLeftError, Seen
from sim.engine.evidence.history import NOTHING, GroupPast, Met
from sim.engine.evidence.watcher import WeighedTurn
from sim.engine.exact import frontier
from sim.engine.exact.chain import Able, Chain, Pass, Repeated
from sim.engine.exact.stage import Axis
from sim.engine.program.budget import affordable, allowance, at_a_time

MOST_MOVES = 200_000  # of all steps together

Places = NDArray[np.intp]
Gate = Callable[[int], Floats | None]
"""Of a step: (statuses before, statuses after, states after, draws); None where nothing is weighed."""
Memory = tuple[tuple[int, ...], tuple[Met, ...]]
"""Of what the cells show the past of each variable; and of each group."""
State = tuple[int, Memory]


@dataclass(frozen=True, eq=False)
class Moves:
    """One step. before: how many states it starts from. cell: (states after,), of each the cell that is kept.

    source, target: (moves,) states before and after, in the order of `target`. flat: (moves,) flat (cell, cell before).
    weight, ends: of what was seen at the step: (moves,); and of groups seen for the last time (group, (moves,) which).
    """

    before: int
    cell: Places
    source: Places
    target: Places
    flat: Places
    weight: Floats
    ends: tuple[tuple[int, Places], ...]

    def forward(self, left: Floats, weights: Floats) -> Floats:
        """(states before, statuses, draws) to (states after, statuses, draws)."""
        return _summed(left.take(self.source, axis=0) * weights[:, None], self.target, len(self.cell))

    def back(self, worth: Floats, weights: Floats) -> Floats:
        """(states after, statuses, draws) to (states before, statuses, draws)."""
        order = np.argsort(self.source, kind="stable")
        moved = worth.take(self.target[order], axis=0) * weights[order, None]
        return _summed(moved, self.source[order], self.before)


def _summed(moved: Floats, where: Places, size: int) -> Floats:
    """Rows summed to where they belong, which ascends and leaves nothing out."""
    if len(moved) == size:
        return moved
    total: Floats = np.add.reduceat(moved, np.flatnonzero(np.diff(where, prepend=-1)), axis=0)
    return total


@dataclass(frozen=True, eq=False)
class Paths:
    """States and moves over what was seen and over some axes. groups: that are remembered. moves: of the steps 1..N.

    cells, largest: what a draw costs, as of a chain.
    """

    seen: Seen
    groups: tuple[GroupPast, ...]
    chain: Chain
    moves: tuple[Moves, ...]

    @property
    def cells(self) -> int:
        """Moves of all steps together."""
        return sum(len(one.source) for one in self.moves)

    @property
    def largest(self) -> int:
        """The most moves of a step."""
        return max(len(one.source) for one in self.moves)

    def affordable(self, draws: int) -> bool:
        """Whether the moves' own probabilities, from every cell to every other, stay within the allowance."""
        sizes = {one: self._start(one, step)[0] for step, one in enumerate(self.chain.passes, start=1)}
        cells = sum(one.plan.cells * size for one, size in sizes.items())
        return cells <= allowance(draws) and affordable(self, draws) and affordable(self.chain, draws)

    def places(self, step: int, axes: Sequence[Axis]) -> Places:
        """(states after,): of each state the flat cell of some axes that are kept."""
        stage, kept = self.seen.stage, self.chain.kept(step)
        index = _unravelled(self.moves[step - 1].cell, [stage.size(axis, step) for axis in kept])
        wide = stage.wide(axes, step)
        chosen = [index[kept.index(axis)] for axis in wide]
        return _flat(chosen, [stage.size(axis, step) for axis in wide], len(self.moves[step - 1].cell))

    def weights(self, window: slice) -> list[Floats]:
        """Of every step, (moves, draws): their probability, and the likelihood of what was seen.

        Raises TooManyPieces.
        """
        stage = self.seen.stage
        likelihoods = [one.likelihood(stage, np.arange(window.start, window.stop)) for one in self.groups]
        laid, found = Repeated(stage, window), list[Floats]()
        whole: dict[Pass, Floats] = {}
        for step, (one, moves) in enumerate(zip(self.chain.passes, self.moves, strict=True), start=1):
            if one not in whole:
                whole[one] = self._chances(one, step, laid, window.stop - window.start)
            if step > 1 and moves is self.moves[step - 2]:
                found.append(found[-1])
                continue
            weights = whole[one][moves.flat]
            if (moves.weight != 1.0).any():
                weights = weights * moves.weight[:, None]
            for group, place in moves.ends:
                weights = weights * likelihoods[group][place]
            found.append(weights)
        return found

    def _chances(self, one: Pass, step: int, laid: Repeated, count: int) -> Floats:
        """(flat cell and cell before, draws): the probability to go from every cell to every other."""
        size, sizes = self._start(one, step)
        index = np.tile(np.arange(count), size)
        wide, parts = 4 * at_a_time(one.plan.largest), []
        for low in range(0, len(index), wide):
            part = slice(low, low + wide)
            here = np.arange(len(index))[part]
            begin = np.zeros((size, len(here)))
            begin[here // count, np.arange(len(here))] = 1.0
            _, found = frontier.run(one.plan, laid.at(index[part]).tables(one), begin.reshape(*sizes, -1))
            parts.append(np.broadcast_to(found, (*found.shape[:-1], len(here))).reshape(-1, len(here)))
        return np.concatenate(parts, axis=1).reshape(-1, count)

    def _start(self, one: Pass, step: int) -> tuple[int, list[int]]:
        """How many cells a step starts from, and along which axes."""
        sizes = [self.seen.stage.size(axis, step) for axis in one.nodes[: _starts(one)]]
        return int(np.prod(sizes, dtype=np.intp)), sizes

    def forward(
        self, weights: Sequence[Floats], count: int, turns: Sequence[WeighedTurn] = (), gate: Gate | None = None
    ) -> Iterator[Floats]:
        """Step by step: (states, statuses, draws), the joint distribution at its end with what was seen so far.

        weights: of every step, (moves, draws). turns, gate: of an automaton, up to its last turn.
        """
        left: Floats = np.ones((1, 1, count))
        for step in range(1, (len(turns) or len(self.moves)) + 1):
            left = self.moves[step - 1].forward(left, weights[step - 1])
            ways = None if gate is None else gate(step)
            left = left if ways is None else _turned(left, ways)
            yield left
            if turns and len(turns[step - 1].going) < turns[step - 1].after:
                left = left.take(turns[step - 1].going, axis=1)

    def backward(self, weights: Sequence[Floats], count: int, gate: Gate | None) -> list[Floats]:
        """By step 0..last seen: (states, statuses, draws), how likely all is that was seen later."""
        last = self.seen.last
        states = len(self.moves[last - 1].cell) if last else 1
        found: list[Floats] = [np.ones((states, 1, count))]
        for step in range(last, 0, -1):
            worth = found[-1]
            ways = None if gate is None else gate(step)
            if ways is not None:
                worth = np.add.reduce(ways * np.moveaxis(worth, 1, 0), axis=1).swapaxes(0, 1)
            found.append(self.moves[step - 1].back(worth, weights[step - 1]))
        return found[::-1]


def _turned(left: Floats, ways: Floats) -> Floats:
    if ways.shape[:2] == (1, 1):
        return np.asarray(left * ways[0, 0][:, None])
    return np.asarray(np.einsum("sbd,basd->sad", left, ways))


def _starts(one: Pass) -> int:
    """How many nodes of a pass are axes that it starts from."""
    return sum(1 for axis in one.nodes if axis[1] == 1)


def _unravelled(flat: Places, sizes: Sequence[int]) -> Sequence[Places]:
    return np.unravel_index(flat, sizes) if sizes else ()


def _flat(index: Sequence[Places], sizes: Sequence[int], count: int) -> Places:
    total = np.zeros(count, dtype=np.intp)
    for place, size in zip(index, sizes, strict=True):
        total = total * size + place
    return total


def paths(seen: Seen, groups: Sequence[GroupPast], axes: Sequence[Axis]) -> Paths | None:
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
    return None if moves is None else Paths(seen, fresh, chain, moves)


class _Laying:
    """Laying out moves step by step, from the states that can be."""

    def __init__(self, seen: Seen, groups: tuple[GroupPast, ...], chain: Chain) -> None:
        self.seen, self.groups, self.chain = seen, groups, chain
        self._left = MOST_MOVES
        self._able: dict[Pass, tuple[Flags, list[list[int]]]] = {}
        self._laid = Able(seen.stage)

    def moves(self) -> tuple[Moves, ...] | None:
        states: list[State] = [(0, (tuple(0 for _ in self.seen.direct), tuple(NOTHING for _ in self.groups)))]
        made: list[Moves] = []
        known: dict[object, tuple[Moves, list[State]]] = {}
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

    def _step(self, states: Sequence[State], step: int) -> tuple[Moves, list[State]] | None:
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
        told = Moves(
            len(states), np.array([cell for cell, _ in number], dtype=np.intp), sources, targets, flat,
            np.array([move[3] for move in moves]),
            tuple((group, np.array([move[4][n] for move in moves], dtype=np.intp)) for n, group in enumerate(last)),
        )  # fmt: skip
        return told, list(number)

    def _follows(self, one: Pass, step: int, count: int) -> list[list[int]]:
        """Of every cell that a step starts from, the cells that it may go to."""
        if one not in self._able:
            sizes = [self.seen.stage.size(axis, step) for axis in one.nodes[: _starts(one)]]
            size = int(np.prod(sizes, dtype=np.intp))
            _, found = frontier.run(one.plan, self._laid.tables(one), np.eye(size).reshape(*sizes, size))
            able = np.broadcast_to(found, (*found.shape[:-1], size)).reshape(count, size) > 0
            self._able[one] = able, [np.flatnonzero(column).tolist() for column in able.T]
        return self._able[one][1]

    def _begins(self, cells: Sequence[int], step: int) -> list[int]:
        """Of cells kept at the step before, the cell that this step starts from."""
        stage, one = self.seen.stage, self.chain.passes[step - 1]
        start = [(place, 0) for place, _ in one.nodes[: _starts(one)]]
        if step == 1 or not start:
            return [0] * len(cells)
        kept = self.chain.kept(step - 1)
        index = _unravelled(np.array(cells), [stage.size(axis, step - 1) for axis in kept])
        chosen = [index[kept.index(axis)] for axis in start]
        return [int(cell) for cell in _flat(chosen, [stage.size(axis, step - 1) for axis in start], len(cells))]

    def _letters(self, step: int, kept: Sequence[Axis], count: int) -> list[tuple[int, ...]]:
        """Cell by cell: of each variable that it shows its state, and of each group its situation."""
        stage = self.seen.stage
        index = dict(zip(kept, _unravelled(np.arange(count), [stage.size(axis, step) for axis in kept]), strict=True))
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


def _alive(made: Sequence[Moves], last: int) -> tuple[Moves, ...]:
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
