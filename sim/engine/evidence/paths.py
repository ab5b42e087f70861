"""A chain with what was seen in between, as states and moves: forward, and back from the last step seen.

A state is a cell of the chain, and what must be remembered of the cells before it. Forward every state holds the
probability of itself and of what was seen so far; back, how likely all is that was seen after it (Rabiner 1989, "A
tutorial on hidden Markov models"). Which states there are is the same in every draw: only those from which all that
was seen can still be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from sim.arrays import Floats
from sim.engine.evidence.groups import LaidEvidence
from sim.engine.evidence.history import GroupPast, Met
from sim.engine.evidence.watcher import Turning, WeighedTurn
from sim.engine.exact import frontier
from sim.engine.exact.chain import Chain, Pass, Repeated
from sim.engine.exact.stage import Axis
from sim.engine.program.budget import affordable, allowance, at_a_time

Places = NDArray[np.intp]
Gate = Callable[[int], Turning | None]
"""Of a step; None where nothing is weighed."""
Memory = tuple[tuple[int, ...], tuple[Met, ...]]
"""Of what the cells show the past of each variable; and of each group."""
State = tuple[int, Memory]


@dataclass(frozen=True, eq=False)
class StepMoves:
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
        return _summed(self._sums[0], left.take(self.source, axis=0) * weights[:, None])

    def back(self, worth: Floats, weights: Floats) -> Floats:
        """(states after, statuses, draws) to (states before, statuses, draws)."""
        return _summed(self._sums[1], worth.take(self.target, axis=0) * weights[:, None])

    @cached_property
    def _sums(self) -> tuple[csr_matrix, csr_matrix]:
        """What sums moves by the state after, and by the state before."""
        ones, places = np.ones(len(self.source)), np.arange(len(self.source))
        after = csr_matrix((ones, (self.target, places)), shape=(len(self.cell), len(places)))
        return after, csr_matrix((ones, (self.source, places)), shape=(self.before, len(places)))


def _summed(sums: csr_matrix, moved: Floats) -> Floats:
    return np.asarray(sums @ moved.reshape(len(moved), -1)).reshape(-1, *moved.shape[1:])


@dataclass(frozen=True, eq=False)
class SeenPaths:
    """States and moves over what was seen and over some axes. groups: that are remembered. moves: of the steps 1..N.

    cells, largest: what a draw costs, as of a chain.
    """

    seen: LaidEvidence
    groups: tuple[GroupPast, ...]
    chain: Chain
    moves: tuple[StepMoves, ...]

    @property
    def cells(self) -> int:
        """All moves of all steps together."""
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
        index = unravelled(self.moves[step - 1].cell, [stage.size(axis, step) for axis in kept])
        wide = stage.wide(axes, step)
        chosen = [index[kept.index(axis)] for axis in wide]
        return flat_places(chosen, [stage.size(axis, step) for axis in wide], len(self.moves[step - 1].cell))

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
        sizes = [self.seen.stage.size(axis, step) for axis in one.nodes[: starts(one)]]
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
            turned = None if gate is None else gate(step)
            left = left if turned is None else turned.forward(left)
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
            turned = None if gate is None else gate(step)
            worth = worth if turned is None else turned.back(worth)
            found.append(self.moves[step - 1].back(worth, weights[step - 1]))
        return found[::-1]


@dataclass(frozen=True, eq=False)
class WalkStep:
    """One step of a walk, from nodes to nodes: states of the chain with a status of the automaton.

    source: (moves,) nodes before. move: (moves,) of the chain. weight: (moves, 1); None where all are 1. begins: (nodes
    after,) the first move to each, which stand together. state, status: (nodes after,). going: nodes from which it goes
    on; onward: their statuses as the next step counts them. answers: nodes of one answer, and whether they are settled.
    """

    source: Places
    move: Places
    weight: Floats | None
    begins: Places
    state: Places
    status: Places
    going: Places
    onward: Places
    answers: tuple[tuple[int, bool, Places], ...]

    def forward(self, left: Floats, weights: Floats) -> Floats:
        """(nodes before, columns) to (nodes after, columns). weights: (moves of the chain, columns)."""
        moved = left.take(self.source, axis=0)
        moved *= weights.take(self.move, axis=0)
        if self.weight is not None:
            moved *= self.weight
        return np.add.reduceat(moved, self.begins, axis=0) if len(self.begins) else moved


Known = dict[object, WalkStep]
"""Steps of walks on the same chain by the same automaton, which need be laid only once."""


def walk(
    paths: SeenPaths, turns: Sequence[WeighedTurn], letters: Sequence[Places], known: Known
) -> tuple[WalkStep, ...]:  # fmt: skip
    """The steps of an automaton on the chain whose letters are known: few statuses are left of all.

    letters: by step, (states,) what a state reads.
    """
    made, state, status = list[WalkStep](), np.zeros(1, dtype=np.intp), np.zeros(1, dtype=np.intp)
    for turn, moves, read in zip(turns, paths.moves, letters, strict=False):
        key = moves, turn, read.tobytes(), state.tobytes(), status.tobytes()
        if key not in known:
            known[key] = _walk_step(turn, moves, read, (state, status))
        made.append(known[key])
        state, status = made[-1].state[made[-1].going], made[-1].onward
    return tuple(made)


def _walk_step(turn: WeighedTurn, moves: StepMoves, read: Places, before: tuple[Places, Places]) -> WalkStep:
    """One step. before: of each node the state, and the status."""
    node = np.full((moves.before, turn.before), -1)
    node[before] = np.arange(len(before[0]))
    source, letter = node[moves.source], read[moves.target]
    weight = turn.weights[:, letter].T
    move, left = np.nonzero((source >= 0) & (weight > 0))
    target = moves.target[move] * turn.after + turn.moves[left, letter[move]]
    order = np.argsort(target, kind="stable")
    move, left = move[order], left[order]
    nodes, begins = np.unique(target[order], return_index=True)
    factor = weight[move, left][:, None]
    row = np.full(turn.after, -1)
    row[list(turn.going)] = np.arange(len(turn.going))
    state, status = nodes // turn.after, nodes % turn.after
    goes, answer = row[status] >= 0, np.array(turn.answers)[status]
    answers = tuple(
        (one, gone, np.flatnonzero((answer == one) & (goes != gone)))
        for one, gone in dict.fromkeys(zip(answer.tolist(), (~goes).tolist(), strict=True))
    )
    going, weighs = np.flatnonzero(goes), None if (factor == 1.0).all() else factor
    return WalkStep(source[move, left], move, weighs, begins, state, status, going, row[status[going]], answers)


def starts(one: Pass) -> int:
    """How many nodes of a pass are axes that it starts from."""
    return sum(1 for axis in one.nodes if axis[1] == 1)


def unravelled(flat: Places, sizes: Sequence[int]) -> Sequence[Places]:
    """The places along each axis, of flat ones."""
    return np.unravel_index(flat, sizes) if sizes else ()


def flat_places(index: Sequence[Places], sizes: Sequence[int], count: int) -> Places:
    """Flat places, of those along each axis; count: how many."""
    total = np.zeros(count, dtype=np.intp)
    for place, size in zip(index, sizes, strict=True):
        total = total * size + place
    return total
