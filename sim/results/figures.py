"""What is counted over draws for every question of a policy: only for those that have changed, where some are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.engine.outcomes import Outcomes
from sim.results.asked import levels_and_spread
from sim.results.spread import Spread

Floats = NDArray[np.float64]
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True, eq=False)
class Figures:
    """Quantiles at `LEVELS`, (levels, questions, steps), the spread, and the quantiles' standard errors, or None."""

    levels: Floats
    over_draws: Spread
    errors: Floats | None


def figures(outcomes: Outcomes, before: Figures | None = None, known: Sequence[int] = ()) -> Figures:
    """The figures of one policy.

    before: of an earlier run, with the same draws and no evidence. known: the places of questions whose outcomes are
    those of that run; their figures are taken over.
    """
    if before is None or not len(known):
        levels, over_draws = levels_and_spread(outcomes, LEVELS)
        return Figures(levels, over_draws, over_draws.quantile_errors(LEVELS))
    new = [column for column in range(len(outcomes.questions)) if column not in set(known)]
    if not new:
        return before
    levels, over_draws = levels_and_spread(outcomes, LEVELS, new)
    found = over_draws.quantile_errors(LEVELS, new)
    levels[:, known] = before.levels[:, known]
    over_draws.draws[:, known] = before.over_draws.draws[:, known]
    for here, there in zip(_summed(over_draws), _summed(before.over_draws), strict=True):
        here[known] = there[known]
    errors = None
    if found is not None and before.errors is not None:
        errors = before.errors.copy()
        errors[:, new] = found
    return Figures(levels, over_draws, errors)


def _summed(over_draws: Spread) -> tuple[Floats, ...]:
    """What is one number a question and step."""
    return over_draws.mean, over_draws.error, over_draws.noise_share
