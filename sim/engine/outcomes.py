"""What the engine hands on: one policy's answers, draw by draw, with the noise of finitely many worlds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Outcomes:
    """The answers of one policy.

    questions: ids, in the order of the second axis of `probability`.
    probability: (draws, questions, steps) in [0, 1]; at step k (index k-1) the probability, in that
        draw, that the event has been reached by step k (`reaches`), or holds at step k (`is`). A sampled
        answer that a control variate corrects may lie outside by a little of its noise.
    noise: (draws, questions, steps); variance of `probability` that comes from finitely many worlds,
        estimated from independent replicates; 0 where the answer was solved.
    weights: (draws,), sum 1.
    slices: variable -> (draws, steps, states); P(state at step).
    methods: a word a question: `solved`, `sampled` or `set by policy`.
    worlds: played a draw. worlds_of: behind each answer, 0 where it was not sampled; empty where all
        rest on `worlds`.
    """

    policy: str
    questions: tuple[str, ...]
    probability: NDArray[np.float64]
    noise: NDArray[np.float64]
    weights: NDArray[np.float64]
    slices: Mapping[str, NDArray[np.float64]]
    methods: tuple[str, ...]
    worlds: int
    worlds_of: tuple[int, ...] = ()

    def played(self, question: int) -> int:
        """Worlds a draw behind one answer, by its place."""
        return self.worlds_of[question] if self.worlds_of else self.worlds
