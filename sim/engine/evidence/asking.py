"""One question given what was seen: an automaton on the chain that what was seen weighs.

A question about a moment that shares no uniform with what was seen is read off the cells' distribution. Others follow
the pieces of their uniforms, each a column: what was seen of variables that share a uniform with the question is told
by the same pieces, of all others by the past.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Floats
from sim.engine.evidence.columns import Columns, Part, taken
from sim.engine.evidence.paths import Known, SeenPaths, WalkStep, walk
from sim.engine.evidence.watcher import WeighedTurn, statuses
from sim.engine.exact.multi_event import read_alike
from sim.engine.exact.reach import LOOK, Cell
from sim.engine.exact.response_types import Pieces, Situations, States, TooManyPieces, distinct, lettered
from sim.engine.exact.stage import Stage
from sim.engine.program.automaton import NO, YES
from sim.engine.program.budget import allowance, at_a_time
from sim.engine.program.program import Runs

WIDE = 2  # times as many pieces at a time as draws: most steps take less room than the largest
Places = NDArray[np.intp]
Masses = tuple[Floats, Floats]
"""(steps, draws) each, joint with what was seen: of yes, and of being asked."""


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

    def situations(self, paths: SeenPaths) -> list[Places]:
        """By step, (states,): the situation that the followers meet."""
        cells = [paths.places(step, self.shown.axes) for step in range(1, self.stage.program.steps + 1)]
        if self.met is None:
            return [np.zeros(len(one), dtype=np.intp) for one in cells]
        return [np.asarray(self.met.cells[step].ravel()[one], dtype=np.intp) for step, one in enumerate(cells)]

    def cores(self, paths: SeenPaths) -> list[States]:
        """By step, (states,): the letter as far as the cell sets it."""
        return [core.ravel()[paths.places(step, self.shown.axes)] for step, core in enumerate(self.core, start=1)]


@dataclass(frozen=True, eq=False)
class Told:
    """What pieces tell of what was seen. plain: the turns of that alone; none where they tell nothing. own: the first
    bits of a letter, which are not of it. situations: by step, (states,) which one a state meets; number: of all."""

    plain: tuple[WeighedTurn, ...]
    own: int
    situations: Sequence[Places]
    number: int

    def columns(self, draw: Places, letters: States) -> tuple[Places, States, Places]:
        """Of every column the first of its pieces, and (situations, columns) its letters; of every piece its column.

        draw: of each piece. letters: (situations, pieces), whole.
        """
        told = np.zeros((1, len(draw)), dtype=np.uint8)
        if self.plain:
            told = self._alike[np.arange(len(letters))[:, None], letters >> np.uint8(self.own)]
        first, place = distinct(draw, told)
        return first, told[:, first], place

    @cached_property
    def _alike(self) -> States:
        read = [[(0, int(met)) for met in np.unique(one)] for one in self.situations]
        return read_alike([turn.leads for turn in self.plain], read, self.number)


@dataclass(frozen=True, eq=False)
class MomentAnswer:
    """Whether an event holds at a step: a letter's first bit, read off the states of `paths`, once for all pieces that
    tell the same of what was seen. early: as in `Followed`."""

    paths: SeenPaths
    cut: PieceCut
    told: Told
    early: bool

    def masses(self, part: Part) -> Masses:
        """The answer of some draws. Raises TooManyPieces."""
        made, letters = self.cut.pieces(part.window.draws.start + part.chosen)
        first, told, place = self.told.columns(made.draw, letters)
        weight, chance = _by_column(place, made.weight, made.weight * (letters & 1))
        draw = made.draw[first]
        columns = part.share(Columns(part.window, part.chosen[draw], told, self.told.plain, self.told.situations))
        begins = np.flatnonzero(np.diff(draw, prepend=-1))
        yes = np.add.reduceat(self._held(columns, chance, weight), begins, axis=1)
        return yes, np.broadcast_to(part.total, yes.shape)

    def _held(self, columns: Columns, chance: Floats, weight: Floats) -> Floats:
        """(steps, columns): joint of the event and what was seen."""
        early: Sequence[Floats | None] = columns.early if self.early else [None] * (self.paths.seen.last - 1)
        found = []
        for joint, core, met in zip([*early, *columns.late], self._cores, self.told.situations, strict=True):
            if joint is None:
                found.append(np.full(len(weight), np.nan))
                continue
            holds = np.where(core[:, None] & 1, weight, 0.0 if self.cut.met is None else chance[met])
            found.append((joint * holds).sum(axis=0))
        return np.array(found)

    @cached_property
    def _cores(self) -> list[States]:
        return self.cut.cores(self.paths)

    def affordable(self, draws: int) -> bool:
        """Whether pieces and passes fit, from a look at a few draws."""
        tells = self.cut.a_draw if self.told.plain else 1.0
        return self.paths.affordable(draws) and tells * max(self.paths.cells, 50) * 2 <= allowance(draws)


@dataclass(frozen=True, eq=False)
class Followed:
    """A question on its pieces.

    turns: of its automaton. missing: whether worlds that answer yes are let go: yes is what is missing. early: whether
    it is asked before the last step that was seen; if not, its answers there are NaN.
    """

    paths: SeenPaths
    turns: tuple[WeighedTurn, ...]
    cut: PieceCut
    told: Told
    missing: bool
    early: bool

    def masses(self, part: Part) -> Masses:
        """The answer of some draws. Raises TooManyPieces.

        From the last step seen on, pieces are one that answer alike. Before it those alone that tell the same of what
        was seen, too; where no piece tells of that, the two are the same.
        """
        made, letters = self.cut.pieces(part.window.draws.start + part.chosen)
        near, told, which = self.told.columns(made.draw, letters)
        columns = part.share(
            Columns(part.window, part.chosen[made.draw[near]], told, self.told.plain, self.told.situations)
        )
        letters = self._alike[np.arange(len(letters))[:, None], letters]
        worth, seen = (columns.worth, which) if self.early else None, max(self.paths.seen.last - 1, 0)
        late = early = self._answers(part, made, letters, made.draw, None if self.told.plain else worth)
        if self.early and self.told.plain:
            early = self._answers(part, made, letters, which, worth)
        if not self.missing:
            found = np.concatenate([early[:, :seen], late[:, seen:]], axis=1)
            return found[YES], found[NO] + found[YES]
        yes = np.maximum.accumulate(self._left(part.total, late[:, seen:]))
        before = np.maximum.accumulate(self._left(part.total, early[:, :seen]))
        yes = np.concatenate([np.minimum(before, yes[0]), yes])
        return yes, np.broadcast_to(part.total, yes.shape)

    @staticmethod
    def _left(total: Floats, answers: Floats) -> Floats:
        """(steps, draws): what is missing of the total; nothing where no world was let go."""
        return np.where(answers[YES] == 0, 0.0, np.maximum(total - answers[NO], 0.0))

    def _answers(
        self, part: Part, made: Pieces, letters: States, alike: Places, worth: tuple[Sequence[Floats], Places] | None
    ) -> Floats:  # fmt: skip
        """(answers, steps, draws): the joint probability with what was seen that the question stands there.

        alike: of each piece, a number; those of the same number and letters are followed as one. worth: of what was
        seen, column by column, and of each piece its column; without it, answers before the last step seen are NaN.
        """
        first, place = distinct(alike, letters)
        (weight,) = _by_column(place, made.weight)
        draw, found = part.chosen[made.draw[first]], np.empty((3, self.cut.stage.program.steps, len(first)))
        patterns, which = np.unique(letters[:, first], axis=1, return_inverse=True)
        order = np.argsort(which.ravel(), kind="stable")
        ends = np.cumsum(np.bincount(which.ravel()))
        for pattern, columns in zip(patterns.T, np.split(order, ends[:-1]), strict=True):
            steps = self._walk(pattern)
            size = WIDE * at_a_time(max(1, *(len(step.move) for step in steps)))
            for low in range(0, len(columns), size):
                some = columns[low : low + size]
                value = None if worth is None else (worth[0], worth[1][first[some]])
                found[..., some] = self._follow(steps, taken(part.window.weights, draw[some]), value)
        found *= weight
        return np.add.reduceat(found, np.flatnonzero(np.diff(made.draw[first], prepend=-1)), axis=-1)

    def _follow(
        self, steps: Sequence[WalkStep], weights: Sequence[Floats], worth: tuple[Sequence[Floats], Places] | None
    ) -> Floats:  # fmt: skip
        """(answers, steps, columns): the joint probability with what was seen that the question stands there."""
        last, count = self.paths.seen.last, weights[0].shape[-1]
        found, settled = np.zeros((3, self.cut.stage.program.steps, count)), np.zeros((3, count))
        left: Floats = np.ones((1, count))
        for number, step in enumerate(steps, start=1):
            left = step.forward(left, weights[number - 1])
            told = number >= last or worth is not None
            mass = left * self._valued(step, worth, number) if worth and number < last else left
            found[:, number - 1] = settled if told else np.nan
            for answer, gone, nodes in step.answers:
                total = (mass if len(nodes) == len(mass) else mass.take(nodes, axis=0)).sum(axis=0)
                found[answer, number - 1] += total
                if gone:
                    settled[answer] += total
            left = left if len(step.going) == len(left) else left.take(step.going, axis=0)
        found[:, len(self.turns) :] = settled[:, None]
        return found

    def _walk(self, pattern: NDArray[np.uint8]) -> tuple[WalkStep, ...]:
        key = pattern.tobytes()
        if key not in self._walks:
            letters = [(pattern[met] | core).astype(np.intp)[kind] for core, met, kind in self._kinds]
            self._walks[key] = walk(self.paths, self.turns, letters, self._known)
        return self._walks[key]

    @cached_property
    def _known(self) -> Known:
        return {}

    @cached_property
    def _walks(self) -> dict[bytes, tuple[WalkStep, ...]]:
        return {}

    @cached_property
    def _alike(self) -> States:
        read = [list(zip(cores.tolist(), met.tolist(), strict=True)) for cores, met, _ in self._kinds]
        return read_alike([turn.leads for turn in self.turns], read, self.told.number)

    @cached_property
    def _kinds(self) -> list[tuple[States, Places, Places]]:
        """By step: of each kind of state the letter that its cell sets and its situation; and each state's kind."""
        found = []
        for core, met in zip(self.cut.cores(self.paths), self.told.situations, strict=True):
            told, kind = np.unique(np.stack([core, met]), axis=1, return_inverse=True)
            found.append((told[0].astype(np.uint8), told[1], kind))
        return found

    def _valued(self, step: WalkStep, worth: tuple[Sequence[Floats], Places], number: int) -> Floats:
        """(nodes, columns): the worth of what was seen alone; 1 of worlds that are let go."""
        turn, status = self.turns[number - 1], statuses(self.told.plain[number - 1]) if self.told.plain else {}
        seen = np.array([status.get(pasts[0], 0) for pasts in turn.near], dtype=np.intp)
        value = worth[0][number][step.state[:, None], seen[step.status][:, None], worth[1]]
        for _, gone, nodes in step.answers:
            if gone:
                value[nodes] = 1.0
        return value

    def affordable(self, draws: int) -> bool:
        """Whether pieces and passes fit, from a look at a few draws."""
        cells = self.paths.cells * (max(turn.before for turn in self.turns) + (1 if self.told.plain else 0))
        return self.paths.affordable(draws) and self.cut.a_draw * max(cells, 50) <= allowance(draws)


Answering = MomentAnswer | Followed


def _by_column(place: Places, *values: Floats) -> tuple[Floats, ...]:
    """Values of pieces, (..., pieces), summed column by column. place: of each piece its column."""
    order = np.argsort(place, kind="stable")
    starts = np.flatnonzero(np.diff(place[order], prepend=-1))
    return tuple(np.add.reduceat(value[..., order], starts, axis=-1) for value in values)
