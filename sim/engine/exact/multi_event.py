"""Exact answers to questions of several events: one forward pass with an automaton that watches it.

The pass is that of `sim.engine.exact.reach`. Variables that remember go forward in time; those drawn once are
cut into pieces, all followers of all events together, since events may hang on one uniform. Given the
piece, the cell of a step says which events hold, and the question's status moves on. All terms are
positive: nothing is subtracted, so that rare conditions lose no digits.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Floats
from sim.engine.exact.chain import Chain, Laid, Repeated
from sim.engine.exact.reach import PIECE_DRAWS, Cell, cell, few_enough
from sim.engine.exact.response_types import Pieces, Situations, States, distinct, lettered, situations
from sim.engine.exact.solvable import Layout
from sim.engine.exact.stage import OnStage, Stage
from sim.engine.program.automaton import NO, UNASKED, YES, Atom, Automaton, Turn, automaton
from sim.engine.program.budget import affordable, at_a_time
from sim.engine.program.program import Runs, runs
from sim.scenario.resolve.questions import Compound

MOST_NUMBERS = 4_000_000  # that are held of what pieces answer, step by step
MOST_EVENTS = 8  # different events of one question: the bits of a letter


@dataclass(frozen=True, eq=False)
class Watching(OnStage):
    """A chain with an automaton on it.

    core: by step, (*visitable states of each wide axis), the letter as far as the cell sets it.
    met: what the variables drawn once can meet; None where no event hangs on one. events: of those, the
    variable and its states, None where the cell sets it; bit n of a letter is the n-th.
    alike: (situations, letters), of the letters that lead to the same in every cell of a situation the lowest.
    """

    chain: Chain
    turns: tuple[Turn, ...]
    core: tuple[States, ...]
    met: Situations | None
    events: tuple[tuple[int, Runs], ...]
    alike: States

    def answer(self, draws: int) -> tuple[Floats, Floats]:
        """(draws, steps): P(yes) where the question is asked, 0 where it never is; and P(asked)."""
        found = np.zeros((3, draws, self.chain.stage.program.steps))
        size = at_a_time(self.chain.largest)
        for first in range(0, draws, PIECE_DRAWS if self.met else size):
            chosen = np.arange(first, min(first + (PIECE_DRAWS if self.met else size), draws))
            made, letters = self._pieces(chosen)
            most = size * max(1, MOST_NUMBERS // (found[:, 0].size * size))
            for low in range(0, len(made.draw), most):
                part = slice(low, low + most)
                some = Pieces(made.draw[part], made.weight[part], {})
                self._add(found[:, chosen[0] : chosen[-1] + 1], some, letters[:, part], first, size)
        asked = found[NO] + found[YES]
        probability = np.divide(found[YES], asked, out=np.zeros_like(asked), where=asked > 0)
        return probability, asked / (asked + found[UNASKED])

    def _add(self, found: Floats, made: Pieces, letters: States, first: int, size: int) -> None:
        """Add what some pieces answer, (answers, draws, steps); first: the draw from which they count."""
        columns, place = self._columns(made, letters)
        window = slice(first, first + found.shape[1])
        masses = self._masses(window, made.draw[columns], letters[:, columns], size)
        # A step at which all stands as at the step before adds the same again.
        moves = [np.insert((steps[1:] != steps[:-1]).any(axis=1), 0, True) for steps in masses]
        for low in range(0, len(made.draw), size):
            draw, weight, here = (each[low : low + size] for each in (made.draw, made.weight, place))
            starts = np.flatnonzero(np.diff(draw, prepend=-1))
            for answer, steps, moved in zip(found, masses, moves, strict=True):
                told = steps[moved].take(here, axis=1) * weight
                answer[draw[starts]] += np.add.reduceat(told, starts, axis=1)[np.cumsum(moved) - 1].T

    def _columns(self, made: Pieces, letters: States) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Pieces to be followed, one for all of a draw that come to the same at every step; and of each piece which."""
        if self.met is None:
            return np.arange(len(made.draw)), np.arange(len(made.draw))
        return distinct(made.draw, self.alike[np.arange(len(letters))[:, None], letters])

    def _masses(self, window: slice, draw: NDArray[np.intp], letters: States, size: int) -> Floats:
        """(answers, steps, columns): the probability that the question stands there; draw: counted in the window."""
        stage = self.chain.stage
        laid, found = Repeated(stage, window), np.empty((3, stage.program.steps, len(draw)))
        for low in range(0, len(draw), size):
            part = slice(low, low + size)
            told = self._told(laid.at(draw[part]), letters[:, part])
            for step, mass in zip(range(stage.program.steps), told, strict=False):
                found[:, step, part] = mass
        return found

    def _pieces(self, chosen: NDArray[np.intp]) -> tuple[Pieces, States]:
        """The pieces of some draws, and (situations, pieces) the letter as far as the piece sets it."""
        if self.met is not None:
            return lettered(self.chain.stage, self.met, chosen, self.events)
        count = len(chosen)
        return Pieces(np.arange(count), np.ones(count), {}), np.zeros((1, count), dtype=np.uint8)

    def _told(self, laid: Laid, letters: States) -> Iterator[Floats]:
        """Step by step, without end: (answers, pieces), the probability that the question stands there."""
        count = letters.shape[1]
        ways = [_ways(turn) for turn in self.turns]

        def weigh(_gate: int, step: int) -> Floats:
            core = self.core[step - 1][..., None]
            letter = core | (letters[self.met.cells[step - 1]] if self.met is not None else letters[0])
            table = ways[step - 1].take(letter, axis=-1)
            return np.moveaxis(table, (0, 1), (-3, -2))

        settled = np.zeros((3, count))
        for turn, (readings, _) in zip(self.turns, self.chain.run(laid, count, weigh=weigh), strict=True):
            here = settled.copy()
            for status, answer in enumerate(turn.answers):
                here[answer] += readings[-1, 0][status]
                if status not in turn.going:
                    settled[answer] += readings[-1, 0][status]
            yield here
        while True:
            yield settled

    def affordable(self, draws: int) -> bool:
        """Whether pieces and passes fit, from a look at a few draws."""
        if not affordable(self.chain, draws):
            return False
        return self.met is None or few_enough(self.chain, self.met, draws, lambda chosen: self._pieces(chosen)[0])


def _ways(turn: Turn) -> Floats:
    """(before, after, letters): 1 where a letter leads from the one status to the other."""
    way: Floats = (turn.moves[:, None] == np.arange(turn.after)[None, :, None]).astype(np.float64)
    return way


def watching(stage: Stage, layout: Layout, asked: Compound) -> Watching | None:
    """How a question of several events is solved; None where it cannot be, or costs too much."""
    atoms = Automaton(asked).atoms
    if len(atoms) > MOST_EVENTS:
        return None
    places = [stage.program.index(name) for name, _ in atoms]
    shown = cell(layout, [place for place in places if place not in layout.constant])
    if shown is None:
        return None
    turns = automaton(asked, tuple(possible_letters(stage, atoms, step + 1) for step in range(stage.program.steps)))
    if turns is None:
        return None
    chain = Chain(stage, shown.members, (shown.axes,), lasting=layout.lasting, read=False, turns=turns)
    core = tuple(cell_letters(stage, shown, atoms, step + 1) for step in range(len(turns)))
    met = situations(stage, shown.axes, shown.followers) if shown.followers else None
    events = tuple((place, runs(states)) for place, (_, states) in zip(places, atoms, strict=True))
    alike = _alike(turns, core, met) if met is not None else np.zeros((1, 1), dtype=np.uint8)
    made = Watching(chain, turns, core, met, events, alike)
    return made if made.affordable(stage.draws(places)) else None


def _alike(turns: Sequence[Turn], core: Sequence[States], met: Situations) -> States:
    read = [
        {*zip(letters.ravel().tolist(), cells.ravel().tolist(), strict=True)}
        for letters, cells in zip(core, met.cells, strict=False)
    ]
    return read_alike([turn.moves for turn in turns], read, met.number)


def read_alike(
    tables: Sequence[NDArray[np.generic]], read: Sequence[Collection[tuple[int, int]]], situations: int
) -> States:  # fmt: skip
    """(situations, letters): of the letters that lead to the same in every cell of a situation the lowest.

    tables: by step, (rows, letters), what a letter leads to. read: by step, of the cells the letter that each sets and
    its situation.
    """
    every = np.arange(tables[0].shape[1])
    leads: list[dict[object, NDArray[np.generic]]] = [{} for _ in range(situations)]
    for table, cells in zip(tables, read, strict=False):
        for letter, situation in cells:
            way = table[:, every | letter]
            leads[situation][way.shape, way.tobytes()] = way
    found = np.zeros((situations, len(every)), dtype=np.uint8)
    for situation, ways in enumerate(leads):
        if ways:
            _, first, place = np.unique(
                np.concatenate([*ways.values()]), axis=1, return_index=True, return_inverse=True
            )
            found[situation] = first[place.reshape(-1)]
    return found


def possible_letters(stage: Stage, atoms: Sequence[Atom], step: int) -> frozenset[int]:
    """The letters that may come at a step, by the states that each variable may take."""
    by_variable: dict[str, dict[int, None]] = {}
    for name, _ in atoms:
        visitable = stage.visitable[stage.program.index(name)][step]
        by_variable[name] = dict.fromkeys(_letter(atoms, name, state) for state in visitable)
    return frozenset(sum(parts) for parts in product(*by_variable.values()))


def _letter(atoms: Sequence[Atom], variable: str, state: int) -> int:
    return sum(1 << bit for bit, (name, states) in enumerate(atoms) if name == variable and state in states)


def cell_letters(stage: Stage, shown: Cell, atoms: Sequence[Atom], step: int) -> States:
    """(*visitable states of each wide axis): the letter as far as it does not hang on a piece."""
    wide = stage.wide(shown.axes, step)
    letters = np.zeros([stage.size(axis, step) for axis in wide], dtype=np.uint8)
    for name in dict.fromkeys(name for name, _ in atoms):
        place = stage.program.index(name)
        if place not in shown.followers:
            bits = np.array([_letter(atoms, name, state) for state in stage.visitable[place][step]], dtype=np.uint8)
            letters |= bits.reshape([-1 if axis == (place, 0) else 1 for axis in wide])
    return letters
