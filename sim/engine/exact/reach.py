"""Exact `reaches`: the probability that an event has held at some step so far, for all deadlines at once.

Of a variable drawn anew each step: its chain forward in time, the event absorbing. Of a variable drawn
once: E over paths of the length of the union, over the rows visited, of the event's intervals on its
uniform. Cut into pieces, that is the sum of each piece's probability times the probability that the
path visits a cell in which the piece gives the event: one absorbing pass a piece, and pieces with the
same set of cells share one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Flags, Floats
from sim.engine.exact.chain import Chain, Laid, Repeated
from sim.engine.exact.response_types import Pieces, Situations, TooManyPieces, answering, distinct, pieces, situations
from sim.engine.exact.solvable import Layout
from sim.engine.exact.stage import Axis, OnStage, Stage
from sim.engine.program.budget import CEILING, MOST_DRAWS, affordable, allowance, at_a_time, windows
from sim.engine.program.program import ProgramQuestion, Runs, inside

LOOK = 16  # draws that a cost estimate looks at
CUT_DRAWS = 512  # draws whose pieces are made at a time
PIECE_DRAWS = 64  # draws whose paths are added up at a time


@dataclass(frozen=True, eq=False)
class Absorbing(OnStage):
    """`reaches` of a variable drawn anew each step: a chain whose gate lets pass what is not the event."""

    chain: Chain
    variable: int
    event: Runs

    def answer(self, draws: int) -> Floats:
        """(draws, steps)."""
        found = np.empty((draws, self.chain.stage.program.steps))
        for window in windows(self.chain.largest, draws):
            count = window.stop - window.start
            laid = Laid(self.chain.stage, window)
            for step, (_, left) in enumerate(self.chain.run(laid, count, weigh=self._pass), start=1):
                found[window, step - 1] = 1.0 - left.reshape(-1, count).sum(axis=0)
        return _rising(found)

    def _pass(self, _gate: int, step: int) -> Floats:
        visitable = np.array(self.chain.stage.visitable[self.variable][step])
        outside: Floats = (~inside(visitable, self.event)).astype(np.float64)
        return outside if len(visitable) == 1 else outside[:, None]


@dataclass(frozen=True, eq=False)
class Following(OnStage):
    """`reaches` of a variable drawn once, through others drawn once: pieces, and a chain for each set of cells."""

    chain: Chain
    met: Situations
    event: Runs

    def cut(self, chosen: NDArray[np.intp]) -> Pieces:
        """The pieces of some draws that tell the event. Raises TooManyPieces."""
        return answering(self.met, pieces(self.chain.stage, self.met, chosen), self.event)[0]

    def affordable(self, draws: int) -> bool:
        """Whether the pieces fit and their passes stay within the allowance."""
        return few_enough(self.chain, self.met, draws, self.cut)


@dataclass(frozen=True, eq=False)
class _Batch:
    """Pieces whose paths are still to be followed: (pieces,) draws and weights, and (situations, pieces)
    where they give the event. draw: counted from `first`. answer: where they are added up, (draws, steps)."""

    answer: Floats
    draw: NDArray[np.intp]
    weight: Floats
    hit: Flags
    first: int


def answer_together(ways: Sequence[Following], draws: int) -> list[Floats]:
    """(draws, steps) of several events of one variable, which share its pieces."""
    one = ways[0]
    stage, met, size = one.chain.stage, one.met, at_a_time(one.chain.largest)
    found = [np.zeros((draws, stage.program.steps)) for _ in ways]
    for chosen, cut in _cuts(stage, met, draws):
        waiting = [
            batch
            for way, answer in zip(ways, found, strict=True)
            for batch in _batches(*answering(met, cut, way.event), chosen, answer)
        ]
        _follow(one, waiting, size, slice(chosen[0], chosen[-1] + 1))
    return [_rising(answer) for answer in found]


def _cuts(stage: Stage, met: Situations, draws: int) -> Iterator[tuple[NDArray[np.intp], Pieces]]:
    """The pieces of all draws, some draws at a time, fewer where that would be too many pieces at once."""
    for first in range(0, draws, CUT_DRAWS):
        chosen = np.arange(first, min(first + CUT_DRAWS, draws))
        try:
            yield chosen, pieces(stage, met, chosen)
        except TooManyPieces:
            for low in range(0, len(chosen), PIECE_DRAWS):
                yield chosen[low : low + PIECE_DRAWS], pieces(stage, met, chosen[low : low + PIECE_DRAWS])


def _batches(made: Pieces, hit: Flags, chosen: NDArray[np.intp], answer: Floats) -> Iterator[_Batch]:
    """What is not sure, so many draws at a time; what is sure to be visited is added to the answer."""
    sure = hit.all(axis=0)
    answer[chosen] += np.bincount(made.draw, made.weight * sure, minlength=len(chosen))[:, None]
    open_ = np.flatnonzero(hit.any(axis=0) & ~sure)  # the others are sure not to be
    draw, weight, hit = made.draw[open_], made.weight[open_], hit[:, open_]
    for low in range(0, len(chosen), PIECE_DRAWS):
        mine = slice(*np.searchsorted(draw, [low, low + PIECE_DRAWS]))
        yield _Batch(answer, draw[mine] - low, weight[mine], hit[:, mine], int(chosen[0]) + low)


def _follow(way: Following, waiting: Sequence[_Batch], size: int, window: slice) -> None:
    """Add the probability that each piece's path visits one of its situations, times the piece's own."""
    laid, steps = Repeated(way.chain.stage, window), way.chain.stage.program.steps
    draw = np.concatenate([batch.draw + (batch.first - window.start) for batch in waiting])
    hit = np.concatenate([batch.hit for batch in waiting], axis=1)
    if not len(draw):  # whatever happens, every event is sure or excluded
        return
    first, place = distinct(draw, hit.view(np.uint8))  # events of one variable have many paths in common
    visited = np.empty((steps, len(first)))
    wide = 4 * size  # paths take less room than the draws that `size` is made for
    for low in range(0, len(first), wide):
        part = first[low : low + wide]
        for step, met in enumerate(_visited(way, laid.at(draw[part]), hit[:, part])):
            visited[step, low : low + wide] = met
    begin = 0
    for batch in waiting:
        answer = batch.answer[batch.first : batch.first + PIECE_DRAWS]
        bins = len(answer) * np.arange(steps)[:, None]
        for low in range(0, len(batch.draw), size):  # sums as if the batch were alone: so they round the same
            here, weight = batch.draw[low : low + size], batch.weight[low : low + size]
            met = weight * visited[:, place[begin + low : begin + low + len(here)]]
            answer += np.bincount((bins + here).ravel(), met.ravel(), bins.size * len(answer)).reshape(steps, -1).T
        begin += len(batch.draw)


def _visited(way: Following, laid: Repeated, hit: Flags) -> Iterator[Floats]:
    """Step by step: the probability of having visited a situation in `hit`, (situations, pieces)."""
    spared = (~hit).astype(np.float64)

    cells = way.met.cells
    for _, left in way.chain.run(laid, hit.shape[1], weigh=lambda _gate, step: spared[cells[step - 1]]):
        yield 1.0 - left.reshape(-1, hit.shape[1]).sum(axis=0)


def _rising(found: Floats) -> Floats:
    """Probabilities of having reached never fall; rounding made good."""
    clipped: Floats = np.maximum.accumulate(np.clip(found, 0.0, 1.0), axis=1)
    return clipped


def solver(stage: Stage, layout: Layout, question: ProgramQuestion) -> Absorbing | Following | None:
    """How a `reaches` question is solved; None where it cannot be, or costs too much."""
    draws = stage.draws([question.variable])
    if not stage.program.variables[question.variable].once:
        return _absorbing(stage, layout, question, draws)
    shown = cell(layout, [question.variable])
    if shown is None:
        return None
    if not shown.followers:
        return _absorbing(stage, layout, question, draws)
    chain = Chain(stage, shown.members, (shown.axes,), lasting=layout.lasting, read=False)
    if not affordable(chain, draws):
        return None
    made = Following(chain, situations(stage, shown.axes, shown.followers), question.runs)
    return made if made.affordable(draws) else None


def _absorbing(stage: Stage, layout: Layout, question: ProgramQuestion, draws: int) -> Absorbing | None:
    """A chain of a variable drawn anew each step, or that lasts, and of all it hangs on."""
    if question.variable not in layout.steady:
        return None
    members = sorted(layout.closure([question.variable]))
    chain = Chain(stage, members, (((question.variable, 0),),), lasting=layout.lasting, read=False)
    return Absorbing(chain, question.variable, question.runs) if affordable(chain, draws) else None


@dataclass(frozen=True)
class Cell:
    """What the cell of a step must show for some variables to be known, given the piece.

    followers: variables drawn once that the piece is of, parents first. axes: what the cell shows. members: of
    the chain that carries it; no follower is among them.
    """

    followers: list[int]
    axes: tuple[Axis, ...]
    members: list[int]


def cell(layout: Layout, places: Sequence[int], carried: frozenset[int] = frozenset()) -> Cell | None:
    """The smallest cell for some variables; None where one of them cannot be solved for.

    carried: what the chain holds in any case. A variable that lasts is carried along where the chain hangs on it: as a
    follower it would be drawn twice.
    """
    carried |= layout.core
    while (parted := _parted(layout, places, carried)) is not None:
        followers, axes = parted
        members = layout.closure(place for place, _ in axes)
        if members.isdisjoint(followers):
            return Cell(sorted(followers), tuple(sorted(axes)), sorted(members))
        carried |= members
    return None


def _parted(layout: Layout, places: Sequence[int], carried: frozenset[int]) -> tuple[set[int], set[Axis]] | None:
    """Variables drawn once that a piece is of, and what else is read; None where one of them reads a follower
    a step back, or what cannot be solved for."""
    followers: set[int] = set()
    axes: set[Axis] = set()
    open_ = [(place, 0) for place in places]
    while open_:
        place, lag = open_.pop()
        once = layout.stage.program.variables[place].once
        if place in layout.steady and (place in carried or not once):
            axes.add((place, lag))
        elif lag or not once:
            return None
        elif place not in followers:
            followers.add(place)
            open_ += layout.reads(place)
    return followers, axes


def few_enough(chain: Chain, met: Situations, draws: int, cut: Callable[[NDArray[np.intp]], Pieces]) -> bool:
    """Whether pieces fit and their passes stay within the allowance, from a look at a few draws, which `cut` cuts."""
    chosen = np.unique(np.linspace(0, draws - 1, LOOK).astype(np.intp))
    try:
        a_draw = len(cut(chosen).draw) / len(chosen)
    except TooManyPieces:
        return False
    held = a_draw * PIECE_DRAWS * (met.number + 16) + chain.held * (PIECE_DRAWS + MOST_DRAWS) * 8
    return a_draw * max(chain.cells, 50) <= allowance(draws) and held <= CEILING / 4

