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
from sim.engine.evidence.smoothing import Watched
from sim.engine.evidence.watcher import WeighedTurn
from sim.engine.exact.chain import Laid, Repeated, Weigh
from sim.engine.exact.reach import LOOK, Cell
from sim.engine.exact.response_types import Pieces, Situations, States, TooManyPieces, distinct, lettered
from sim.engine.exact.stage import Stage
from sim.engine.program.automaton import NO, YES
from sim.engine.program.budget import CEILING, affordable, allowance, at_a_time
from sim.engine.program.program import Runs

WIDE = 4  # times as many pieces at a time as draws: most steps take less room than the largest
COLUMNS = 16_384  # of pieces that are cut at a time
Masses = tuple[Floats, Floats, Floats]
"""Joint with what was seen: (steps, draws) yes; (steps, draws) asked; (draws,) whatever the answer."""


@dataclass(frozen=True, eq=False)
class Window:
    """Some draws. weights: of the pasts, (pairs, draws) a step. worth: of the chain without a question, by step, as
    `Watched.backward` has it; total: (draws,), the probability of what was seen. Both None where pieces tell of it."""

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

    def letter(self, letters: States, step: int) -> States:
        """(*wide axes shown, pieces): the whole letter at a step."""
        told: States = letters[0] if self.met is None else letters[self.met.cells[step - 1]]
        return self.core[step - 1][..., None] | told


@dataclass(frozen=True, eq=False)
class Moment:
    """Whether an event holds at a step: a letter's first bit, read off the cells. plain: the chain without a question."""

    plain: Watched
    cut: Cut

    def masses(self, window: Window) -> Masses:
        """The answer of some draws."""
        assert window.worth is not None and window.total is not None
        stage, count = self.cut.stage, window.count
        chance = self._chance(np.arange(window.draws.start, window.draws.stop))
        yes = np.empty((stage.program.steps, count))
        laid = Laid(stage, window.draws)
        for step, (whole, _) in enumerate(self.plain.forward(laid, count, certain, window.weights), start=1):
            joint = self.plain.valued(whole, window.worth, step, self.cut.shown.axes)
            yes[step - 1] = (joint * self._holds(chance, step)).reshape(-1, count).sum(axis=0)
        return yes, np.broadcast_to(window.total, yes.shape), window.total

    def _chance(self, chosen: NDArray[np.intp]) -> Floats | None:
        """(situations, draws): the probability of the event where a piece sets it."""
        if self.cut.met is None:
            return None
        made, letters = self.cut.pieces(chosen)
        starts = np.flatnonzero(np.diff(made.draw, prepend=-1))
        return np.add.reduceat(made.weight * (letters & 1), starts, axis=1)

    def _holds(self, chance: Floats | None, step: int) -> Floats:
        if chance is None or self.cut.met is None:
            return (self.cut.core[step - 1] & 1)[..., None].astype(np.float64)
        return chance[self.cut.met.cells[step - 1]]

    def affordable(self, draws: int) -> bool:
        """Whether pieces and passes fit."""
        return affordable(self.plain.chain, draws) and self.cut.a_draw < np.inf


@dataclass(frozen=True, eq=False)
class Followed:
    """A question on its pieces. watched: the chain with its automaton; None for a question about a moment. plain: with what was seen alone. own: bits of a
    letter that are the question's. near: whether pieces tell of what was seen. missing: whether worlds that answer yes
    are let go: yes is what is missing."""

    watched: Watched | None
    plain: Watched
    cut: Cut
    own: int
    near: bool
    missing: bool

    def masses(self, window: Window) -> Masses:
        """The answer of some draws."""
        steps, count = self.cut.stage.program.steps, window.count
        answers, total = np.zeros((3, steps, count)), np.zeros(count)
        for chosen, made, letters in self._cuts(count, window.draws.start):
            first, place = distinct(made.draw, letters)
            size, starts = WIDE * at_a_time((self.watched or self.plain).chain.largest), np.flatnonzero(np.diff(made.draw, prepend=-1))
            told, whole = np.empty((3, steps, len(first))), np.empty(len(first))
            laid = Repeated(self.cut.stage, window.draws)
            for low in range(0, len(first), size):
                part = slice(low, low + size)
                draw = chosen[made.draw[first[part]]]
                told[..., part], whole[part] = self._told(laid.at(draw), letters[:, first[part]], window)
            answers[..., chosen] = np.add.reduceat(told.take(place, axis=-1) * made.weight, starts, axis=-1)
            total[chosen] = np.add.reduceat(whole[place] * made.weight, starts)
        if self.missing:
            return np.maximum.accumulate(np.maximum(total - answers[NO], 0.0)), np.broadcast_to(total, answers[NO].shape), total
        return answers[YES], answers[NO] + answers[YES], total

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

    def _told(self, laid: Repeated, letters: States, window: Window) -> tuple[Floats, Floats]:
        """(answers, steps, pieces): the joint probability that the question stands there; (pieces,) of what was seen."""
        count = letters.shape[1]
        weights = [weight if weight.shape[-1] == 1 else weight.take(laid.index, axis=-1) for weight in window.weights]
        if window.worth is None or window.total is None:
            worth = self.plain.backward(laid, count, self._weigh(self.plain.turns, letters >> self.own, core=False), weights)
            total = np.broadcast_to(worth[0].reshape(-1, worth[0].shape[-1])[0], count)
        else:
            worth = [one if one.shape[-1] == 1 else one.take(laid.index, axis=-1) for one in window.worth]
            total = window.total[laid.index]
        found = np.zeros((3, self.cut.stage.program.steps, count))
        if self.watched is None:
            run = self.plain.forward(laid, count, self._weigh(self.plain.turns, letters >> self.own, core=False), weights)
            for step, (whole, _) in enumerate(run, start=1):
                joint = self.plain.valued(whole, worth, step, self.cut.shown.axes)
                found[YES, step - 1] = (joint * (self.cut.letter(letters, step) & 1)).reshape(-1, count).sum(axis=0)
            found[NO] = total - found[YES]
        else:
            self._follow(found, self.watched, laid, letters, worth, weights)
        return found, total

    def _follow(
        self, found: Floats, watched: Watched, laid: Repeated, letters: States, worth: Sequence[Floats],
        weights: Sequence[Floats],
    ) -> None:  # fmt: skip
        settled = np.zeros((3, letters.shape[1]))
        run = watched.forward(laid, letters.shape[1], self._weigh(watched.turns, letters, core=True), weights)
        for step, (turn, (_, left)) in enumerate(zip(watched.turns, run, strict=True), start=1):
            mass = self._mass(watched, left, worth, step)
            found[:, step - 1] = settled
            for status, answer in enumerate(turn.answers):
                found[answer, step - 1] += mass[status]
                if status not in turn.going:
                    settled[answer] += mass[status]
        found[:, len(watched.turns) :] = settled[:, None]

    def _mass(self, watched: Watched, left: Floats, worth: Sequence[Floats], step: int) -> Floats:
        """(statuses, pieces)."""
        if step < watched.seen.last:
            value = worth[step]
            if value.shape[-3] > 1:
                place = {near: number for number, near in enumerate(self.plain.turns[step - 1].near)}
                value = value.take([place.get(near, 0) for near in watched.turns[step - 1].near], axis=-3)
            left = left * value
        left = left.sum(axis=-2)
        return left.reshape(-1, *left.shape[-2:]).sum(axis=0)

    def _weigh(self, turns: Sequence[WeighedTurn], letters: States, *, core: bool) -> Weigh:
        def weigh(_gate: int, step: int) -> Floats:
            told = self.cut.letter(letters, step) if core else letters[self.cut.met.cells[step - 1]]
            return np.moveaxis(turns[step - 1].ways.take(told, axis=-1), (0, 1), (-3, -2))

        return weigh

    def affordable(self, draws: int) -> bool:
        """Whether pieces and passes fit, from a look at a few draws."""
        chains = [self.plain.chain, *([] if self.watched is None else [self.watched.chain])]
        cells = sum(chain.cells for chain in chains)
        fits = all(affordable(chain, draws) for chain in chains)
        return fits and self.cut.a_draw * max(cells, 50) <= allowance(draws)


def certain(_gate: int, _step: int) -> Floats:
    """The weight of a chain without a question."""
    return np.ones((1, 1, 1))


Answering = Moment | Followed
