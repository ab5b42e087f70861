"""One question given what was seen: an automaton on the chain that what was seen weighs.

A question about a moment that shares no uniform with what was seen is read off the cells' distribution. Others follow
the pieces of their uniforms, each a column: what was seen of variables that share a uniform with the question is told
by the same pieces, of all others by the past.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Floats
from sim.engine.evidence.paths import Gate, SeenPaths
from sim.engine.evidence.watcher import WeighedTurn
from sim.engine.exact.reach import LOOK, Cell
from sim.engine.exact.response_types import Pieces, Situations, States, TooManyPieces, distinct, lettered
from sim.engine.exact.stage import Stage
from sim.engine.program.automaton import NO, YES
from sim.engine.program.budget import allowance, at_a_time
from sim.engine.program.program import Runs

WIDE = 2  # times as many pieces at a time as draws: most steps take less room than the largest
COLUMNS = 16_384  # of pieces that are cut at a time
MOST_NUMBERS = 4_000_000  # that are held of the moves of one step
Places = NDArray[np.intp]
Masses = tuple[Floats, Floats]
"""(steps, draws) each, joint with what was seen: of yes, and of being asked."""


@dataclass(frozen=True, eq=False)
class Window:
    """Some draws. weights: of every step, (moves, draws). worth: by step, as `SeenPaths.backward` has it without a
    question; total: (draws,), the probability of what was seen. Both None where pieces tell of it."""

    draws: slice
    weights: Sequence[Floats]
    worth: Sequence[Floats] | None
    total: Floats | None

    @property
    def count(self) -> int:
        """How many draws."""
        return int(self.draws.stop - self.draws.start)


@dataclass(frozen=True, eq=False)
class PieceCut:
    """What a question's cells and pieces tell. shown: by the cells. core: by step, the letter as far as the cell sets
    it. met: what the followers can meet, None where no event hangs on one. events: of their letters, bit by bit."""

    stage: Stage
    shown: Cell
    core: Sequence[States]
    met: Situations | None
    events: tuple[tuple[int, Runs], ...]

    def pieces(self, chosen: NDArray[np.intp]) -> tuple[Pieces, States]:
        """The pieces of some draws, and (situations, pieces) the letter as far as the piece sets it. Raises
        TooManyPieces."""
        if self.met is not None:
            return lettered(self.stage, self.met, chosen, self.events)
        count = len(chosen)
        return Pieces(np.arange(count), np.ones(count), {}), np.zeros((1, count), dtype=np.uint8)

    @cached_property
    def a_draw(self) -> float:
        """How many pieces a draw has, from a look at a few draws; infinite where they do not fit."""
        chosen = np.unique(np.linspace(0, self.stage.program.draws - 1, LOOK).astype(np.intp))
        try:
            return len(self.pieces(chosen)[0].draw) / len(chosen)
        except TooManyPieces:
            return np.inf

    def letter(self, letters: States, step: int, cells: NDArray[np.intp]) -> States:
        """(states, pieces): the whole letter at a step; cells: of each state, the flat cell shown."""
        core: States = self.core[step - 1].ravel()[cells][:, None]
        return core | (letters[:1] if self.met is None else letters[self.met.cells[step - 1].ravel()[cells]])


@dataclass(frozen=True, eq=False)
class Told:
    """What pieces tell of what was seen. plain: the turns of that alone; none where they tell nothing. own: the first
    bits of a letter, which are not of it."""

    plain: tuple[WeighedTurn, ...]
    own: int

    def columns(self, made: Pieces, letters: States) -> tuple[Places, Places]:
        """Pieces of which one tells for all of a draw that tell the same, and of every piece which."""
        if not self.plain:
            return distinct(made.draw, np.zeros((1, len(made.draw)), dtype=np.uint8))
        return distinct(made.draw, letters >> np.uint8(self.own))


@dataclass(frozen=True, eq=False)
class MomentAnswer:
    """Whether an event holds at a step: a letter's first bit, read off the states of `paths`, once for all pieces that
    tell the same of what was seen."""

    paths: SeenPaths
    cut: PieceCut
    told: Told

    def masses(self, window: Window) -> Masses:
        """The answer of some draws."""
        steps, count = self.cut.stage.program.steps, window.count
        yes, total = np.zeros((steps, count)), np.zeros(count)
        for chosen, made, letters in _cuts(self.cut, self.paths, window):
            first, place = self.told.columns(made, letters)
            order = np.argsort(place, kind="stable")
            starts = np.flatnonzero(np.diff(place[order], prepend=-1))
            weight = np.add.reduceat(made.weight[order], starts)
            chance = np.add.reduceat((made.weight * (letters & 1))[:, order], starts, axis=1)
            draw = made.draw[first]
            begins = np.flatnonzero(np.diff(draw, prepend=-1))
            held, whole = self._held(chosen[draw], letters[:, first], chance, weight, window)
            yes[:, chosen], total[chosen] = np.add.reduceat(held, begins, axis=1), np.add.reduceat(whole, begins)
        return yes, np.broadcast_to(total, yes.shape)

    def _held(
        self, draw: Places, letters: States, chance: Floats, weight: Floats, window: Window
    ) -> tuple[Floats, Floats]:
        """(steps, columns): joint of the event and what was seen; (columns,) of what was seen."""
        paths, count = self.paths, len(draw)
        worth, total, gate = _worth(paths, self.cut, self.told, draw, letters, window)
        found = np.empty((self.cut.stage.program.steps, count))
        run = paths.forward(_taken(window.weights, draw), count, self.told.plain, gate)
        for step, left in enumerate(run, start=1):
            joint = (left * worth[step] if step < paths.seen.last else left).sum(axis=1)
            cells = paths.places(step, self.cut.shown.axes)
            if self.cut.met is None:
                holds = (self.cut.core[step - 1].ravel()[cells] & 1)[:, None] * weight
            else:
                holds = chance[self.cut.met.cells[step - 1].ravel()[cells]]
                holds = np.where(self.cut.core[step - 1].ravel()[cells][:, None] & 1, weight, holds)
            found[step - 1] = (joint * holds).sum(axis=0)
        return found, total * weight

    def affordable(self, draws: int) -> bool:
        """Whether pieces and passes fit, from a look at a few draws."""
        tells = self.cut.a_draw if self.told.plain else 1.0
        return self.paths.affordable(draws) and tells * max(self.paths.cells, 50) * 2 <= allowance(draws)


@dataclass(frozen=True, eq=False)
class Followed:
    """A question on its pieces.

    turns: of its automaton. missing: whether worlds that answer yes are let go: yes is what is missing.
    """

    paths: SeenPaths
    turns: tuple[WeighedTurn, ...]
    cut: PieceCut
    told: Told
    missing: bool

    def masses(self, window: Window) -> Masses:
        """The answer of some draws."""
        steps, count = self.cut.stage.program.steps, window.count
        answers, total = np.zeros((3, steps, count)), np.zeros(count)
        size = WIDE * at_a_time(self.paths.largest * max(turn.before for turn in self.turns))
        for chosen, made, letters in _cuts(self.cut, self.paths, window):
            near, which = self.told.columns(made, letters)
            worth, whole, _ = _worth(self.paths, self.cut, self.told, chosen[made.draw[near]], letters[:, near], window)
            first, place = distinct(made.draw, letters)
            starts = np.flatnonzero(np.diff(made.draw, prepend=-1))
            told = np.empty((3, steps, len(first)))
            for low in range(0, len(first), size):
                part = first[low : low + size]
                weights, draw = _taken(window.weights, chosen[made.draw[part]]), which[part]
                told[..., low : low + size] = self._follow(letters[:, part], _taken(worth, draw), weights)
            answers[..., chosen] = np.add.reduceat(told.take(place, axis=-1) * made.weight, starts, axis=-1)
            total[chosen] = np.add.reduceat(whole[which] * made.weight, starts)
        asked = np.broadcast_to(total, answers[NO].shape)
        if self.missing:
            return np.maximum.accumulate(np.maximum(asked - answers[NO], 0.0)), asked
        return answers[YES], answers[NO] + answers[YES]

    def _follow(self, letters: States, worth: Sequence[Floats], weights: Sequence[Floats]) -> Floats:
        """(answers, steps, pieces): the joint probability with what was seen that the question stands there."""
        found, settled = np.zeros((3, self.cut.stage.program.steps, letters.shape[1])), np.zeros((3, letters.shape[1]))

        def gate(step: int) -> Floats:
            letter = self.cut.letter(letters, step, self.paths.places(step, self.cut.shown.axes))
            return self.turns[step - 1].ways.take(letter, axis=-1)

        run = self.paths.forward(weights, letters.shape[1], self.turns, gate)
        for step, (turn, left) in enumerate(zip(self.turns, run, strict=True), start=1):
            mass = (left * self._valued(worth[step], step) if step < self.paths.seen.last else left).sum(axis=0)
            found[:, step - 1] = settled
            for status, answer in enumerate(turn.answers):
                found[answer, step - 1] += mass[status]
                if status not in turn.going:
                    settled[answer] += mass[status]
        found[:, len(self.turns) :] = settled[:, None]
        return found

    def _valued(self, worth: Floats, step: int) -> Floats:
        """The worth of what was seen alone, status by status of the question."""
        if worth.shape[1] == 1:
            return worth
        place = {near: number for number, near in enumerate(self.told.plain[step - 1].near)}
        return worth.take([place.get(near, 0) for near in self.turns[step - 1].near], axis=1)

    def affordable(self, draws: int) -> bool:
        """Whether pieces and passes fit, from a look at a few draws."""
        cells = self.paths.cells * (max(turn.before for turn in self.turns) + (1 if self.told.plain else 0))
        return self.paths.affordable(draws) and self.cut.a_draw * max(cells, 50) <= allowance(draws)


def _worth(
    paths: SeenPaths, cut: PieceCut, told: Told, draw: Places, letters: States, window: Window
) -> tuple[Sequence[Floats], Floats, Gate | None]:
    """Of columns: the worth of states by step; (columns,) the probability of what was seen, and its gate."""
    if window.worth is not None and window.total is not None:
        return _taken(window.worth, draw), window.total[draw], None
    assert cut.met is not None
    met = cut.met

    def gate(step: int) -> Floats | None:
        turn = told.plain[step - 1]
        if turn.idle:
            return None
        letter = letters[met.cells[step - 1].ravel()[paths.places(step, cut.shown.axes)]] >> np.uint8(told.own)
        return turn.ways.take(letter, axis=-1)

    worth = paths.backward(_taken(window.weights, draw), len(draw), gate)
    return worth, worth[0][0, 0], gate


def _cuts(cut: PieceCut, paths: SeenPaths, window: Window) -> Iterator[tuple[Places, Pieces, States]]:
    """Draws, counted in the window, and their pieces; so many that there are not too many at once."""
    most = min(COLUMNS, MOST_NUMBERS // paths.largest)
    size, low = max(1, min(window.count, int(most / cut.a_draw))), 0
    while low < window.count:
        chosen = np.arange(low, min(low + size, window.count))
        try:
            made = cut.pieces(window.draws.start + chosen)
        except TooManyPieces:
            if size == 1:
                raise
            size = -(-size // 8)
            continue
        yield chosen, *made
        low += size


def _taken(every: Sequence[Floats], draw: Places) -> list[Floats]:
    """Of every step, at some draws; what is one object stays one."""
    whole = len(draw) == every[0].shape[-1] and bool((np.diff(draw) == 1).all())
    found = {id(one): one if whole or one.shape[-1] == 1 else one.take(draw, axis=-1) for one in every}
    return [found[id(one)] for one in every]


Answering = MomentAnswer | Followed
