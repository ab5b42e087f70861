"""Answers to questions that are not asked of every world: means over draws weighted by the share that is.

P(A given B) = E[P(A and B)] / E[P(B)] over draws, never a mean of ratios: a draw in which the condition
hardly ever holds has little to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Floats
from sim.engine.program.outcomes import Outcomes
from sim.results.statistics.quantiles import quantiles
from sim.results.statistics.sampling_error import Spread, spread
from sim.results.statistics.weighted_sum import weighted_mean, weighted_sum

ENOUGH = 16
"""Worlds of a draw from which its own replicates tell the noise."""


def levels_and_spread(outcomes: Outcomes, levels: Sequence[float]) -> tuple[Floats, Spread]:
    """Quantiles over draws, (levels, questions, steps), and the spread, each question over its own draws.

    NaN where a question is asked of no world.
    """
    over_draws = spread(outcomes)
    found = quantiles(over_draws.draws, outcomes.weights, levels)
    if outcomes.asked is None:
        return found, over_draws
    for column in [one for one in range(len(outcomes.questions)) if (outcomes.asked[:, one] != 1.0).any()]:
        for step in range(outcomes.probability.shape[2]):
            found[:, column, step] = _narrow(outcomes, over_draws, column, step, levels)
    return found, over_draws


def shares(outcomes: Outcomes) -> Floats:
    """(questions, steps): the share of worlds of which a question is asked by a step; exactly 1 where of all."""
    found = np.ones(outcomes.probability.shape[1:])
    if outcomes.asked is not None:
        for column, step in np.argwhere((outcomes.asked != 1.0).any(axis=0)):
            found[column, step] = _share(outcomes, column, step)
    return found


def draw_weights(outcomes: Outcomes, columns: NDArray[np.int64], steps: NDArray[np.int64]) -> Floats:
    """What a draw counts for at one step a question, sum 1: (1, draws), or (questions, draws) where not all are asked.

    0 where a question is asked of no world.
    """
    whole = (outcomes.weights / outcomes.weights.sum())[None]
    if outcomes.asked is None:
        return np.asarray(whole)
    weights = whole * outcomes.asked[:, columns, steps].T
    total = weights.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(weights, total, out=np.zeros_like(weights), where=total > 0))


def _share(outcomes: Outcomes, column: int, step: int) -> float:
    assert outcomes.asked is not None
    return min(float(weighted_mean(outcomes.weights, outcomes.asked[:, column, step])), 1.0)


def _narrow(outcomes: Outcomes, whole: Spread, column: int, step: int, levels: Sequence[float]) -> Floats:
    """One question at one step over the draws that it is asked in; enters the spread, returns the quantiles."""
    assert outcomes.asked is not None
    weights = outcomes.weights * outcomes.asked[:, column, step]
    if not weights.any():
        whole.draws[:, column, step] = np.nan
        for part in (whole.mean, whole.error, whole.noise_share):
            part[column, step] = np.nan
        return np.full(len(levels), np.nan)
    weights = weights / weights.sum()
    here = np.s_[:, column : column + 1, step : step + 1]
    noise = _noise(outcomes, weights, outcomes.asked[:, column, step], column, step)[:, None, None]
    played = max(1, round(outcomes.played(column) * _share(outcomes, column, step)))
    one = spread(
        replace(outcomes, weights=weights, probability=outcomes.probability[here], noise=noise,
                methods=outcomes.methods[column : column + 1], worlds_of=(played,))
    )  # fmt: skip
    whole.draws[here] = one.draws
    for part, narrow in ((whole.mean, one.mean), (whole.error, one.error), (whole.noise_share, one.noise_share)):
        part[column, step] = narrow[0, 0]
    return quantiles(one.draws[:, 0, 0], weights, levels)


def _noise(outcomes: Outcomes, weights: Floats, asked: Floats, column: int, step: int) -> Floats:
    """(draws,): the worlds' noise, where few of a draw's worlds are asked from all draws together.

    With a handful of worlds the replicates of a draw cannot show how far they scatter (one world alone
    shows no scatter at all). There the variance within draws is pooled, as in the one-way analysis of
    variance with groups of unequal size (Searle, Casella and McCulloch 1992, "Variance components").
    """
    probability, noise = outcomes.probability[:, column, step], outcomes.noise[:, column, step]
    worlds = asked * outcomes.played(column)
    if outcomes.likelihood is not None:
        mean, square = outcomes.likelihood.T
        worlds = worlds * mean**2 / np.where(square > 0, square, 1.0)
    few = (worlds < ENOUGH) & (weights > 0)
    pooled = bool((probability == probability[0]).all())
    if outcomes.methods[column] != "sampled" or pooled or not few.any():
        return np.asarray(noise)
    assert outcomes.squares is not None
    scatter = np.maximum(outcomes.squares[:, column, step] - probability**2, 0.0)
    unbiased = scatter * worlds / np.maximum(worlds - 1.0, 1.0)
    several = np.where(worlds >= 2, weights * worlds, 0.0)
    if not several.any():
        mean = float(weighted_sum(weights, probability))
        several, unbiased = weights, np.full_like(scatter, mean * (1.0 - mean))
    return np.where(few, float(weighted_sum(several, unbiased) / several.sum()) / np.maximum(worlds, 1.0), noise)
