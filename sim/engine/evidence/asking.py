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
from sim.engine.evidence.paths import Gate, Paths
from sim.engine.evidence.watcher import WeighedTurn
from sim.engine.exact.reach import LOOK, Cell
from sim.engine.exact.response_types import Pieces, Situations, States, TooManyPieces, distinct, lettered
from sim.engine.exact.stage import Stage
from sim.engine.program.automaton import NO, YES
from sim.engine.program.budget import allowance, at_a_time
from sim.engine.program.program import Runs

COLUMNS = 16_384  # of pieces that are cut at a time
Masses = tuple[Floats, Floats]
"""(steps, draws) each, joint with what was seen: of yes, and of being asked."""


@dataclass(frozen=True, eq=False)
class Window:
    """Some draws. weights: of every step, (moves, draws). worth: by step, as `Paths.backward` has it without a question;
    total: (draws,), the probability of what was seen. Both None where pieces tell of it."""

    draws: slice
    weights: Sequence[Floats]
    worth: Sequence[Floats] | None
    total: Floats | None

    @property
    def count(self) -> int:
        """How many draws."""
        return self.draws.stop - self.draws.start


@dataclass(frozen=True, eq=False)
class Cut:
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
class Moment:
    """Whether an event holds at a step: a letter's first bit, read off the states of `paths`."""

    paths: Paths
    cut: Cut

    def masses(self, window: Window) -> Masses:
        """The answer of some draws."""
        assert window.worth is not None and window.total is not None
        chance = self._chance(np.arange(window.draws.start, window.draws.stop))
        yes = np.empty((self.cut.stage.program.steps, window.count))
        for step, left in enumerate(self.paths.forward(window.weights, window.count), start=1):
            joint = left[:, 0] * window.worth[step][:, 0] if step < self.paths.seen.last else left[:, 0]
            cells = self.paths.places(step, self.cut.shown.axes)
            if chance is None or self.cut.met is None:
                holds = (self.cut.core[step - 1].ravel()[cells] & 1)[:, None].astype(np.float64)
            else:
                holds = chance[self.cut.met.cells[step - 1].ravel()[cells]]
            yes[step - 1] = (joint * holds).sum(axis=0)
        return yes, np.broadcast_to(window.total, yes.shape)

    def _chance(self, chosen: NDArray[np.intp]) -> Floats | None:
        """(situations, draws): the probability of the event where a piece sets it."""
        if self.cut.met is None:
            return None
        made, letters = self.cut.pieces(chosen)
        starts = np.flatnonzero(np.diff(made.draw, prepend=-1))
        return np.add.reduceat(made.weight * (letters & 1), starts, axis=1)

    def affordable(self, draws: int) -> bool:
        """Whether pieces and passes fit."""
        return self.paths.affordable(draws) and self.cut.a_draw < np.inf


@dataclass(frozen=True, eq=False)
class Followed:
    """A question on its pieces.

    turns: of its automaton; none for a question about a moment. plain: of what was seen that the pieces tell, alone.
    own: bits of a letter that are the question's. near: whether pieces tell of what was seen. missing: whether worlds
    that answer yes are let go: yes is what is missing.
    """

    paths: Paths
    turns: tuple[WeighedTurn, ...]
    plain: tuple[WeighedTurn, ...]
    cut: Cut
    own: int
    near: bool
    missing: bool

    def masses(self, window: Window) -> Masses:
        """The answer of some draws."""
        steps, count = self.cut.stage.program.steps, window.count
        answers, total = np.zeros((3, steps, count)), np.zeros(count)
        size = at_a_time(self.paths.largest * max(turn.before for turn in self.turns or self.plain))
        for chosen, made, letters in self._cuts(count, window.draws.start):
            first, place = distinct(made.draw, letters)
            starts = np.flatnonzero(np.diff(made.draw, prepend=-1))
            told, whole = np.empty((3, steps, len(first))), np.empty(len(first))
            for low in range(0, len(first), size):
                part = first[low : low + size]
                here = slice(low, low + size)
                told[..., here], whole[here] = self._told(chosen[made.draw[part]], letters[:, part], window)
            answers[..., chosen] = np.add.reduceat(told.take(place, axis=-1) * made.weight, starts, axis=-1)
            total[chosen] = np.add.reduceat(whole[place] * made.weight, starts)
        asked = np.broadcast_to(total, answers[NO].shape)
        if self.missing:
            return np.maximum.accumulate(np.maximum(asked - answers[NO], 0.0)), asked
        return answers[YES], answers[NO] + answers[YES]

    def _cuts(self, count: int, begin: int) -> Iterator[tuple[NDArray[np.intp], Pieces, States]]:
        """Draws, counted in the window, and their pieces; so many that there are not too many at once."""
        size, low = max(1, min(count, int(COLUMNS / self.cut.a_draw))), 0
        while low < count:
            chosen = np.arange(low, min(low + size, count))
            try:
                made = self.cut.pieces(begin + chosen)
            except TooManyPieces:
                if size == 1:
                    raise
                size = -(-size // 8)
                continue
            yield chosen, *made
            low += size

    def _told(self, draw: NDArray[np.intp], letters: States, window: Window) -> tuple[Floats, Floats]:
        """(answers, steps, pieces): the joint probability that the question stands there; (pieces,) of what was seen."""
        count = len(draw)
        weights = _taken(window.weights, draw)
        if window.worth is None or window.total is None:
            plain = self._gate(self.plain, letters >> self.own, core=False)
            worth = self.paths.backward(weights, count, plain)
            total = worth[0][0, 0]
        else:
            plain, worth, total = None, _taken(window.worth, draw), window.total[draw]
        found = np.zeros((3, self.cut.stage.program.steps, count))
        if self.turns:
            self._follow(found, letters, worth, weights)
            return found, total
        for step, left in enumerate(self.paths.forward(weights, count, self.plain, plain), start=1):
            joint = (left * worth[step] if step < self.paths.seen.last else left).sum(axis=1)
            cells = self.paths.places(step, self.cut.shown.axes)
            found[YES, step - 1] = (joint * (self.cut.letter(letters, step, cells) & 1)).sum(axis=0)
        found[NO] = total - found[YES]
        return found, total

    def _follow(self, found: Floats, letters: States, worth: Sequence[Floats], weights: Sequence[Floats]) -> None:
        settled = np.zeros((3, letters.shape[1]))
        run = self.paths.forward(weights, letters.shape[1], self.turns, self._gate(self.turns, letters, core=True))
        for step, (turn, left) in enumerate(zip(self.turns, run, strict=True), start=1):
            mass = (left * self._worth(worth[step], step) if step < self.paths.seen.last else left).sum(axis=0)
            found[:, step - 1] = settled
            for status, answer in enumerate(turn.answers):
                found[answer, step - 1] += mass[status]
                if status not in turn.going:
                    settled[answer] += mass[status]
        found[:, len(self.turns) :] = settled[:, None]

    def _worth(self, worth: Floats, step: int) -> Floats:
        """The worth of what was seen alone, status by status of the question."""
        if worth.shape[1] == 1:
            return worth
        place = {near: number for number, near in enumerate(self.plain[step - 1].near)}
        return worth.take([place.get(near, 0) for near in self.turns[step - 1].near], axis=1)

    def _gate(self, turns: Sequence[WeighedTurn], letters: States, *, core: bool) -> Gate:
        def gate(step: int) -> Floats:
            cells = self.paths.places(step, self.cut.shown.axes)
            if core:
                return turns[step - 1].ways.take(self.cut.letter(letters, step, cells), axis=-1)
            assert self.cut.met is not None
            return turns[step - 1].ways.take(letters[self.cut.met.cells[step - 1].ravel()[cells]], axis=-1)

        return gate

    def affordable(self, draws: int) -> bool:
        """Whether pieces and passes fit, from a look at a few draws."""
        statuses = max(turn.before for turn in self.turns or self.plain)
        cells = self.paths.cells * statuses * (2 if self.near else 1)
        return self.paths.affordable(draws) and self.cut.a_draw * max(cells, 50) <= allowance(draws)


def _taken(every: Sequence[Floats], draw: NDArray[np.intp]) -> list[Floats]:
    """Of every step, at some draws; what is one object stays one."""
    found = {id(one): one if one.shape[-1] == 1 else one.take(draw, axis=-1) for one in every}
    return [found[id(one)] for one in every]


Answering = Moment | Followed
