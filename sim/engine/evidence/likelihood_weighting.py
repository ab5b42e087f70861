"""The tally of worlds with different weights: every mean is a ratio of weighted sums."""

from __future__ import annotations

import numpy as np

from sim.arrays import Floats
from sim.engine.program.program import Program
from sim.engine.worlds.estimates import Visit
from sim.engine.worlds.ratios import Ratios
from sim.engine.worlds.tally import Tally


class Weighed(Tally):
    """One policy's sums for a chunk of draws, under evidence; `begin` comes before each block."""

    def __init__(self, program: Program, draws: int) -> None:
        super().__init__(program, draws)
        self._ratios = Ratios(draws, len(program.questions), program.steps)
        self._totals = np.zeros((2, draws))  # of the worlds' mean weights, and of their squares

    def begin(self, weights: Floats) -> None:
        """Take the weights of the block's worlds."""
        self._weights, self._blocks = weights, self._blocks + 1
        self._totals += weights.mean(axis=-1), np.square(weights).mean(axis=-1)

    def answer(self, question: int, step: int, estimate: Floats) -> None:
        """Take one question's estimate in every world at `step`."""
        self._ratios.enter(question, step, estimate, self._weights)

    def count(self, question: int, step: int, yes: Floats, asked: Floats | None) -> None:
        """Take one compound question's worlds at `step`."""
        self._ratios.enter(question, step, yes, self._weights if asked is None else asked * self._weights)

    def slice(self, variable: int, step: int, visit: Visit) -> None:
        """Add one variable's distribution at `step` to its slice, each world at its weight."""
        for state, tail in enumerate(visit.tails):
            self._slices[variable][:, step - 1, state] += (tail * self._weights).mean(axis=-1)

    def close_block(self) -> None:
        """Add the block's ratios."""
        self._ratios.close_block()

    def write(self, probability: Floats, noise: Floats) -> None:
        """Fill (draws, questions, steps)."""
        probability[:], noise[:], *_ = self._ratios.values()

    def write_asked(self, asked: Floats, squares: Floats) -> None:
        """Fill (draws, questions, steps) of conditional questions; `asked` is a share of the draw's weight."""
        *_, whole, second = self._ratios.values()
        places = list(self._columns)
        weight = self._totals[0] / self._blocks
        asked[:, places] = whole[:, places] / np.where(weight > 0, weight, 1.0)[:, None, None]
        squares[:, places] = second[:, places]

    def write_weights(self, weights: Floats) -> None:
        """Fill (draws, 2): the mean weight of a draw's worlds, and the mean square."""
        weights[:] = self._totals.T / self._blocks

    def write_slice(self, variable: int, states: Floats) -> None:
        """Fill (draws, steps, states) of one variable; 0 where the draw's worlds weigh nothing."""
        weight = self._totals[0][:, None, None]
        np.divide(self._slices[variable], np.where(weight > 0, weight, 1.0), out=states)
        states[..., :-1] -= states[..., 1:]
