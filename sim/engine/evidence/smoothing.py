"""A chain with what was seen in between: forward, and backward from the last step seen.

Forward every cell holds the probability of itself and of what was seen so far; backward, how likely all is that was
seen after it (Rabiner 1989, "A tutorial on hidden Markov models"). Their product is the cell's probability given
everything, up to the probability of what was seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from sim.arrays import Floats
from sim.engine.evidence.groups import Seen
from sim.engine.evidence.history import GroupPast, History, PastTurn
from sim.engine.evidence.watcher import WeighedTurn
from sim.engine.exact import frontier
from sim.engine.exact.chain import Chain, Laid, Weigh
from sim.engine.exact.stage import Axis


@dataclass(frozen=True, eq=False)
class Watched:
    """A chain whose cells are weighed by what was seen: of the cells themselves and of groups by `past`; and by the
    turns of an automaton."""

    seen: Seen
    past: History
    chain: Chain
    turns: tuple[WeighedTurn, ...]

    def forward(self, laid: Laid, count: int, weigh: Weigh, weights: Sequence[Floats]) -> Iterator[tuple[Floats, Floats]]:
        """Step by step the joint distribution at its end of cell, status, past and what was seen so far: with all axes
        that are kept, and with those alone that are carried; (*axes, statuses, pasts, draws).

        weights: of the pasts, (pairs, draws) a step.
        """
        left: Floats = np.ones((1, 1, count))
        for step, turn in enumerate(self.turns, start=1):
            one = self.chain.passes[step - 1]
            tables = self.chain.weighed(one, laid.tables(one), weigh, step)
            _, found = frontier.run(one.plan, tables, left)
            whole = self._moved(found, step, weights)
            left = whole.sum(axis=self._spare(step)) if self._spare(step) else whole
            yield whole, left
            if len(turn.going) < turn.after:
                left = left.take(turn.going, axis=-3)

    def backward(self, laid: Laid, count: int, weigh: Weigh, weights: Sequence[Floats]) -> list[Floats]:
        """By step 0..last seen: how likely all is that was seen later, (*axes carried, statuses, pasts, draws); axes
        along which nothing differs may have length 1."""
        worth: Floats = np.ones((1,) * self._wide(self.seen.last) + (1, 1, count))
        found = [worth]
        for step in range(self.seen.last, 0, -1):
            one = self.chain.passes[step - 1]
            tables = self.chain.weighed(one, laid.tables(one), weigh, step)
            worth = np.expand_dims(worth, self._spare(step))
            worth = frontier.back(one.plan, tables, self._moved_back(worth, step, weights))
            found.append(worth)
        return found[::-1]

    def valued(self, whole: Floats, worth: Sequence[Floats], step: int, axes: Sequence[Axis]) -> Floats:
        """(*wide ones of some axes kept, draws): their joint distribution with all that was seen; of a chain without a
        question.

        whole: as `forward` has it. worth: as `backward` has it.
        """
        if step < self.seen.last:
            whole = whole * np.expand_dims(worth[step], self._spare(step))
        kept, shown = self.chain.kept(step), self.seen.stage.wide(axes, step)
        spare = tuple(place for place, axis in enumerate(kept) if axis not in shown)
        joint = whole.sum(axis=(*spare, -3, -2))
        left = [axis for axis in kept if axis in shown]
        return joint.transpose((*(left.index(axis) for axis in shown), len(left)))

    def _wide(self, step: int) -> int:
        return len(self.seen.stage.wide([(place, 0) for place in self.chain.carried], step))

    def _spare(self, step: int) -> tuple[int, ...]:
        """The axes kept at a step that the next one does not start from."""
        carried = {(place, 0) for place in self.chain.carried}
        return tuple(place for place, axis in enumerate(self.chain.kept(step)) if axis not in carried)

    def _turn(self, step: int) -> PastTurn | None:
        turn = self.past.turns[step - 1] if step <= len(self.past.turns) else None
        return None if turn is None or turn.idle else turn

    def _sizes(self, step: int) -> tuple[list[int], list[int]]:
        """Of the axes kept at a step those that are looked at, and the others, by place."""
        kept = self.chain.kept(step)
        looked = [kept.index(axis) for axis in self.seen.stage.wide(self.past.axes, step)]
        return looked, [place for place in range(len(kept) + 1) if place not in looked]

    def _moved(self, found: Floats, step: int, weights: Sequence[Floats]) -> Floats:
        """Cells with the past before, weighed, as cells with the past after."""
        turn = self._turn(step)
        if turn is None:
            return found
        looked, others = self._sizes(step)
        order = (*others, *looked, found.ndim - 2, found.ndim - 1)
        turned = found.transpose(order)
        sizes, count = turned.shape, found.shape[-1]
        flat = turned.reshape(-1, turn.cells * turn.before, count)[:, turn.pairs] * weights[step - 1]
        moved = np.zeros((len(flat), turn.cells * turn.after, count))
        if len(turn.pairs):
            moved[:, turn.target[turn.starts]] = np.add.reduceat(flat, turn.starts, axis=1)
        return moved.reshape(*sizes[:-2], turn.after, count).transpose(np.argsort(order))

    def _moved_back(self, worth: Floats, step: int, weights: Sequence[Floats]) -> Floats:
        turn = self._turn(step)
        if turn is None:
            return worth
        looked, others = self._sizes(step)
        kept, count = self.chain.kept(step), worth.shape[-1]
        stage = self.seen.stage
        sizes = [stage.size(axis, step) if place in looked else worth.shape[place] for place, axis in enumerate(kept)]
        worth = np.broadcast_to(worth, (*sizes, worth.shape[-3], turn.after, count))
        order = (*others, *looked, worth.ndim - 2, worth.ndim - 1)
        turned = worth.transpose(order)
        flat = turned.reshape(-1, turn.cells * turn.after, count)
        before = np.zeros((len(flat), turn.cells * turn.before, count))
        before[:, turn.pairs] = flat[:, turn.target] * weights[step - 1]
        return before.reshape(*turned.shape[:-2], turn.before, count).transpose(np.argsort(order))


def watched(
    seen: Seen, past: History, axes: tuple[Axis, ...], gate: tuple[Axis, ...], turns: tuple[WeighedTurn, ...]
) -> Watched:
    """A chain over what was seen and over some axes, which stay to the end of every step.

    gate: those that the automaton's letters hang on.
    """
    stage, layout = seen.stage, seen.layout
    kept = tuple(sorted({*axes, *past.axes}))
    steady = [place for place in seen.observed if place in layout.steady]
    members = layout.closure([*steady, *(place for place, _ in kept)])
    pasts = [turn.before for turn in past.turns] + [1] * (len(turns) - len(past.turns))
    chain = Chain(
        stage, sorted(members), (gate,), lasting=layout.lasting, read=False, turns=turns, keep=kept, pasts=pasts
    )
    return Watched(seen, past, chain, turns)
