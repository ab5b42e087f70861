"""What is counted over draws for every question of a policy: only for those that have changed, where some are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.arrays import Floats
from sim.engine.program.outcomes import Outcomes
from sim.results.statistics.conditional import draw_weights, levels_and_spread, shares

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True, eq=False)
class Figures:
    """What answers are told from; draw by draw it holds the deadlines alone.

    levels: quantiles at `LEVELS`, (levels, questions, steps); errors: their standard errors at the deadlines, (levels,
    questions), or None. mean, error, noise_share: (questions, steps), as in `Spread`. asked: (questions, steps), the
    share of worlds that are asked. draws: (questions, draws), at the deadlines, as in `Spread`. weights: (1, draws), or
    (questions, draws) where some question is not asked of every world. deadlines: each question's step, from 1.
    whole: whether every step was counted; if not, the axis of steps has one place, the deadline's.
    """

    levels: Floats
    mean: Floats
    error: Floats
    noise_share: Floats
    asked: Floats
    errors: Floats | None
    draws: Floats
    weights: Floats
    deadlines: tuple[int, ...]
    whole: bool = True

    def place(self, question: int) -> int:
        """Where the deadline of a question stands on the axis of steps."""
        return self.deadlines[question] - 1 if self.whole else 0


def figures(
    outcomes: Outcomes, deadlines: Sequence[int], before: Figures | None = None, known: Sequence[int] = (),
    *, whole: bool = True,
) -> Figures:  # fmt: skip
    """The figures of one policy.

    deadlines: each question's step, from 1. before: of an earlier run, with the same draws and no evidence. known: the
    places of questions whose outcomes are those of that run; their figures are taken over. whole: at every step, or at
    the deadlines alone.
    """
    if before is not None and before.whole != whole:
        before = None
    known = [] if before is None else [place for place in known if before.deadlines[place] == deadlines[place]]
    if before is None or not known:
        return _counted(outcomes, deadlines, whole)
    taken = set(known)
    new = [place for place in range(len(deadlines)) if place not in taken]
    if not new:
        return before
    return _joined(_counted(outcomes.only(new), [deadlines[place] for place in new], whole), new, before, deadlines)


def _counted(outcomes: Outcomes, deadlines: Sequence[int], whole: bool) -> Figures:
    """The figures of all questions in some outcomes."""
    outcomes = outcomes if whole else outcomes.at(deadlines)
    levels, over_draws = levels_and_spread(outcomes, LEVELS)
    questions = np.arange(len(deadlines), dtype=np.int64)
    places = questions, np.array(deadlines, dtype=np.int64) - 1 if whole else np.zeros_like(questions)
    return Figures(
        levels, over_draws.mean, over_draws.error, over_draws.noise_share, shares(outcomes),
        over_draws.at(*places).quantile_errors(LEVELS), over_draws.draws[:, *places].T.copy(),
        draw_weights(outcomes, *places), tuple(deadlines), whole,
    )  # fmt: skip


def _joined(made: Figures, new: Sequence[int], before: Figures, deadlines: Sequence[int]) -> Figures:
    """The figures before, with those made of the questions at the places `new` in place of theirs."""
    levels = before.levels.copy()
    levels[:, new] = made.levels
    held = {name: getattr(before, name).copy() for name in ("mean", "error", "noise_share", "asked", "draws")}
    for name, array in held.items():
        array[new] = getattr(made, name)
    errors = None
    if made.errors is not None and before.errors is not None:
        errors = before.errors.copy()
        errors[:, new] = made.errors
    weights = before.weights
    if len(weights) > 1:  # some question is not asked of every world
        weights = before.weights.copy()
        weights[new] = made.weights
    return Figures(levels=levels, errors=errors, weights=weights, deadlines=tuple(deadlines), whole=made.whole, **held)
