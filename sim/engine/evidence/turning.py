"""A step of an automaton on the states of a chain: which status leads to which, and what that weighs, column by column.

A letter leads from a status to one other. So a step is a short list of links, not a matrix; and states that meet the
same situation read the same letters, so a link's weights are looked up once a situation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Floats
from sim.engine.evidence.watcher import WeighedTurn

Places = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Turning:
    """One step. before, after: how many statuses. kinds: the states of each kind. links: (status before, status after,
    (kinds, columns) what that weighs)."""

    before: int
    after: int
    kinds: Sequence[Places]
    links: Sequence[tuple[int, int, Floats]]

    def forward(self, left: Floats) -> Floats:
        """(states, statuses before, columns) to (states, statuses after, columns)."""
        return self._moved(left, self.after, [(before, after, weight) for before, after, weight in self.links])

    def back(self, worth: Floats) -> Floats:
        """(states, statuses after, columns) to (states, statuses before, columns)."""
        return self._moved(worth, self.before, [(after, before, weight) for before, after, weight in self.links])

    def _moved(self, values: Floats, statuses: int, links: Sequence[tuple[int, int, Floats]]) -> Floats:
        made = np.empty((len(values), statuses, values.shape[-1]))
        for kind, places in enumerate(self.kinds):
            here = values if len(places) == len(values) else values[places]
            found, filled = np.zeros((len(here), statuses, values.shape[-1])), set[int]()
            for source, target, weight in links:
                if target in filled:
                    found[:, target] += here[:, source] * weight[kind]
                else:
                    np.multiply(here[:, source], weight[kind], out=found[:, target])
                    filled.add(target)
            if here is values:
                return found
            made[places] = found
        return made


def turning(turn: WeighedTurn, kind: Places, letters: NDArray[np.integer]) -> Turning:
    """A turn's step. kind: (states,) of each state. letters: (kinds, columns), what its states read."""
    kinds = [np.flatnonzero(kind == number) for number in range(len(letters))]
    links = [(before, after, weights.take(letters)) for before, after, weights in turn.links]
    return Turning(turn.before, turn.after, kinds, links)
