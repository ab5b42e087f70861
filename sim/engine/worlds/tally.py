"""Sums over worlds: the mean of every answer, its scatter between replicates, the mean of every slice."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.arrays import Floats
from sim.engine.program.program import Program
from sim.engine.program.uniforms import BLOCK, REPLICATES, STRATA
from sim.engine.worlds.estimates import Visit
from sim.engine.worlds.ratios import Ratios

CHUNK = 256  # draws at a time: their 16,384 worlds stay in a core's own cache
_MOST_NUMBERS = 16_000_000
_AN_ANSWER, _A_STATE = 32, 2  # numbers, weighed worlds included


def draws_at_once(answers: int, states: int) -> int:
    """How many draws to take at a time, so that sums over their worlds stay below 128 MB.

    answers: policies x questions x steps. states: of all variables, x policies x steps.

    >>> draws_at_once(100, 100), draws_at_once(25_000, 0)
    (256, 20)
    """
    return max(1, min(CHUNK, _MOST_NUMBERS // max(1, _AN_ANSWER * answers + _A_STATE * states)))


class Tally:
    """One policy's sums for a chunk of draws; blocks come in turn, so that sums have one fixed order."""

    def __init__(self, program: Program, draws: int) -> None:
        shape = (draws, len(program.questions), program.steps)
        self._mean: Floats = np.zeros(shape)
        self._squares: Floats = np.zeros(shape)
        self._blocks = 0
        self._replicates: Floats = np.zeros((*shape, REPLICATES))
        self._slices = [np.zeros((draws, program.steps, variable.states)) for variable in program.variables]
        self._answers: list[Floats | None] = [None] * len(program.questions)
        self._tails: list[Sequence[Floats] | None] = [None] * len(program.variables)
        self._means = [np.zeros((draws, variable.states)) for variable in program.variables]
        self._columns = {question: column for column, question in enumerate(program.conditional)}
        self._ratios = Ratios(draws, len(self._columns), program.steps)

    def begin(self, weights: Floats) -> None:
        """A block begins; here all worlds weigh the same."""

    def answer(self, question: int, step: int, estimate: Floats) -> None:
        """Take one question's estimate in every world at `step`."""
        if estimate is self._answers[question]:
            self._replicates[:, question, step - 1] = self._replicates[:, question, step - 2]
        elif estimate.shape[1] == 1:
            self._replicates[:, question, step - 1] = estimate
        else:
            worlds = estimate.reshape(-1, REPLICATES, STRATA)
            np.divide(worlds.sum(axis=-1), STRATA, out=self._replicates[:, question, step - 1])
        self._answers[question] = estimate

    def count(self, question: int, step: int, yes: Floats, asked: Floats | None) -> None:
        """Take one compound question's worlds at `step`; `asked` is None where it is asked of all."""
        if asked is None:
            self.answer(question, step, yes)
        else:
            self._ratios.enter(self._columns[question], step, yes, asked)

    def slice(self, variable: int, step: int, visit: Visit) -> None:
        """Add one variable's distribution at `step` to its slice."""
        if visit.tails is not self._tails[variable]:
            self._tails[variable] = visit.tails
            for state, tail in enumerate(visit.tails):
                mean = tail[:, 0] if tail.shape[1] == 1 else tail.sum(axis=-1) / BLOCK
                self._means[variable][:, state] = mean
        self._slices[variable][:, step - 1] += self._means[variable]

    def close_block(self) -> None:
        """Merge a block's replicates into the means (Chan, Golub and LeVeque 1983) and forget the block."""
        block = self._replicates.mean(axis=-1)
        within = np.square(self._replicates - block[..., None]).sum(axis=-1)
        before, self._blocks = self._blocks, self._blocks + 1
        gap = block - self._mean
        self._mean += gap / self._blocks
        self._squares += within + gap * gap * (REPLICATES * before / self._blocks)
        self._ratios.close_block()
        self._answers = [None] * len(self._answers)
        self._tails = [None] * len(self._tails)

    def write(self, probability: Floats, noise: Floats) -> None:
        """Fill (draws, questions, steps): the means, and their variance from the scatter of the replicates."""
        replicates = REPLICATES * self._blocks
        np.clip(self._mean, 0.0, 1.0, out=probability)
        np.divide(self._squares, (replicates - 1) * replicates, out=noise)
        places = list(self._columns)
        if places:
            probability[:, places], noise[:, places], *_ = self._ratios.values()

    def write_asked(self, asked: Floats, squares: Floats) -> None:
        """Fill (draws, questions, steps) of questions that are not asked of every world, as `Outcomes` has them."""
        places = list(self._columns)
        _, _, asked[:, places], squares[:, places] = self._ratios.values()

    def write_slice(self, variable: int, states: Floats) -> None:
        """Fill (draws, steps, states) of one variable."""
        np.divide(self._slices[variable], self._blocks, out=states)
        states[..., :-1] -= states[..., 1:]
