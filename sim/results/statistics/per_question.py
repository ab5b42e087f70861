"""What is counted over draws for every question of a policy: only for those that have changed, where some are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from sim.arrays import Floats
from sim.engine.program.outcomes import Outcomes
from sim.results.statistics.conditional import draw_weights, levels_and_spread, shares

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True, eq=False)
class Figures:
    """What answers are told from; draw by draw it holds the deadlines alone.

    levels: quantiles at `LEVELS`, (levels, questions, steps); errors: their standard errors, or None. mean, error,
    noise_share: (questions, steps), as in `Spread`. asked: (questions, steps), the share of worlds that are asked.
    draws: (questions, draws), at the deadlines, as in `Spread`. weights: (1, draws), or (questions, draws) where some
    question is not asked of every world. deadlines: each question's step, from 1.
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


def figures(
    outcomes: Outcomes, deadlines: Sequence[int], before: Figures | None = None, known: Sequence[int] = ()
) -> Figures:
    """The figures of one policy.

    deadlines: each question's step, from 1. before: of an earlier run, with the same draws and no evidence. known: the
    places of questions whose outcomes are those of that run; their figures are taken over.
    """
    known = [] if before is None else [place for place in known if before.deadlines[place] == deadlines[place]]
    every = not known
    new = [column for column in range(len(outcomes.questions)) if every or column not in set(known)]
    if before is not None and not new:
        return before
    levels, over_draws = levels_and_spread(outcomes, LEVELS, None if every else new)
    errors = over_draws.quantile_errors(LEVELS, None if every else new)
    places = np.arange(len(deadlines), dtype=np.int64), np.array(deadlines, dtype=np.int64) - 1
    made = Figures(
        levels, over_draws.mean, over_draws.error, over_draws.noise_share, shares(outcomes), errors,
        over_draws.draws[:, *places].T.copy(), draw_weights(outcomes, *places), tuple(deadlines),
    )  # fmt: skip
    return made if before is None or every else _joined(made, before, new, known)


def _joined(made: Figures, before: Figures, new: Sequence[int], known: Sequence[int]) -> Figures:
    """The figures of the new questions beside those that are known; `made.errors` has the new ones alone."""
    made.levels[:, known] = before.levels[:, known]
    for name in ("mean", "error", "noise_share", "draws"):
        getattr(made, name)[known] = getattr(before, name)[known]
    if made.errors is None or before.errors is None:
        return replace(made, errors=None)
    errors = before.errors.copy()
    errors[:, new] = made.errors
    return replace(made, errors=errors)
