"""What the engine hands on: one policy's answers, draw by draw, with the noise of finitely many worlds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sim.arrays import Floats
from sim.engine.program.program import Program


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
    slices: variable -> (draws, steps, states); P(state at step); NaN where it is not solved and no answer is sampled.
        Of all variables, or of those that were wanted.
    methods: a word a question: `solved`, `sampled` or `set by policy`.
    worlds: played a draw. worlds_of: behind each answer, 0 where it was not sampled; empty where all
        rest on `worlds`.
    likelihood: (draws, 2) under evidence, else None: the mean weight of a draw's worlds, which is the
        likelihood of the evidence in that draw, and the mean of their squares.
    asked: (draws, questions, steps): the share of a draw's worlds of which the question is asked; below
        1 for `given` and `within ... of`, whose answers are means over draws weighted with it. None
        where every question is asked of every world.
    squares: of those questions, the mean of the worlds' squared answers, from which their scatter within
        a draw follows; else None.
    """

    policy: str
    questions: tuple[str, ...]
    probability: Floats
    noise: Floats
    weights: Floats
    slices: Mapping[str, Floats]
    methods: tuple[str, ...]
    worlds: int
    worlds_of: tuple[int, ...] = ()
    likelihood: Floats | None = None
    asked: Floats | None = None
    squares: Floats | None = None

    def played(self, question: int) -> int:
        """Worlds a draw behind one answer, by its place."""
        return self.worlds_of[question] if self.worlds_of else self.worlds

    def only(self, places: Sequence[int]) -> Outcomes:
        """The answers to the questions at some places, in their order."""
        places = [*places]
        asked, squares = (None if one is None else one[:, places] for one in (self.asked, self.squares))
        return replace(
            self,
            questions=tuple(self.questions[place] for place in places),
            methods=tuple(self.methods[place] for place in places),
            worlds_of=tuple(self.worlds_of[place] for place in places) if self.worlds_of else (),
            probability=self.probability[:, places], noise=self.noise[:, places], asked=asked, squares=squares,
        )  # fmt: skip

    def at(self, steps: Sequence[int]) -> Outcomes:
        """The answers at one step a question, from 1; the axis of steps has one place."""
        places = np.s_[:, np.arange(len(steps)), np.array(steps, dtype=np.int64) - 1]
        asked, squares = (None if one is None else one[places][:, :, None] for one in (self.asked, self.squares))
        return replace(
            self, probability=self.probability[places][:, :, None], noise=self.noise[places][:, :, None],
            asked=asked, squares=squares,
        )  # fmt: skip

    def without_draws(self) -> Outcomes:
        """All but what is held draw by draw, the weights apart: large, and read no more once it is counted."""
        none = np.zeros((0, *self.probability.shape[1:]))
        return replace(self, probability=none, noise=none, slices={}, asked=None, squares=None)

    @property
    def effective_worlds(self) -> float:
        """Worlds of equal weight that would say as much, all draws together (Kish 1965)."""
        every = float(len(self.weights) * self.worlds)
        if self.likelihood is None:
            return every
        mean, square = self.likelihood.T
        return every * float(mean.mean()) ** 2 / float(square.mean()) if square.any() else 0.0

    @property
    def effective_draws(self) -> float:
        """Draws of equal weight that would say as much."""
        square = float((self.weights**2).sum())
        return float(self.weights.sum()) ** 2 / square if square else 0.0


def blank(program: Program, policy: str, worlds: int) -> Outcomes:
    """Outcomes of a policy before any answer: no slices, no methods, probabilities 0."""
    shape = (program.draws, len(program.questions), program.steps)
    return Outcomes(
        policy=policy,
        questions=tuple(question.name for question in program.questions),
        probability=np.zeros(shape),
        noise=np.zeros(shape),
        weights=np.full(program.draws, 1.0 / program.draws),
        slices={},
        methods=("",) * len(program.questions),
        worlds=worlds,
        asked=np.ones(shape) if program.conditional else None,
        squares=np.zeros(shape) if program.conditional else None,
    )


def weighed(outcomes: Outcomes) -> Outcomes:
    """The outcomes with each draw weighted by the likelihood of the evidence in it; as they are without evidence.

    All weights are 0 where no world agrees with what was seen.
    """
    if outcomes.likelihood is None:
        return outcomes
    mean = outcomes.likelihood[:, 0]
    total = mean.sum()
    return replace(outcomes, weights=mean / total if total > 0 else np.zeros_like(mean))
