"""How far the draws spread once the noise of finitely many worlds is taken out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Floats
from sim.engine.program.outcomes import Outcomes
from sim.engine.program.plan import SAMPLED
from sim.engine.program.uniforms import round_worlds
from sim.priors.latin_hypercube import LOST, replicates
from sim.results.statistics.quantiles import quantiles
from sim.results.statistics.weighted_sum import weighted_mean, weighted_sum

NOISE_ALLOWED = 0.1
"""Noise above this share of the variance over draws is told, with the worlds that would settle it."""

_LEAST_SIGNAL = 0.01


@dataclass(frozen=True)
class Spread:
    """One policy's answers over draws; every array but `draws` is (questions, steps).

    draws: (draws, questions, steps), deviations from the mean shrunk.
    mean: over the raw draws. error: standard error of `mean`.
    weights: (draws,), sum 1.
    noise_share: variance of the worlds' noise as a share of the variance over draws; 0 where nothing varies.
    """

    draws: Floats
    mean: Floats
    error: Floats
    noise_share: Floats
    weights: Floats

    def at(self, questions: NDArray[np.int64], steps: NDArray[np.int64]) -> Spread:
        """The spread of some questions, each at one step, from 0; every array has no axis for steps."""
        places = questions, steps
        return Spread(
            self.draws[:, *places], self.mean[places], self.error[places], self.noise_share[places], self.weights
        )

    def quantile_errors(self, levels: Sequence[float]) -> Floats | None:
        """Standard errors of the quantiles, (levels, questions, steps); None with fewer than four replicates.

        The quantile of each independent Latin hypercube is an estimate of its own; their scatter over the
        square root of their number is the error of the whole (sectioning: Asmussen and Glynn 2007, III.5).
        Where all draws are the same, so are all quantiles, and err as the mean does.
        """
        parts = [part for part in replicates(len(self.weights)) if self.weights[part].any()]
        if len(parts) <= LOST:
            return None
        found = np.stack([quantiles(self.draws[part], self.weights[part], levels) for part in parts])
        still = (self.draws == self.draws[0]).all(axis=0)
        return np.where(still, self.error, found.std(axis=0, ddof=LOST) / np.sqrt(len(parts)))


def spread(outcomes: Outcomes) -> Spread:
    """The spread of doubt alone: deviations from the mean shrunk by sqrt(1 - noise / variance).

    A draw's probability is its true value plus the noise of its worlds, so the variance over draws is the
    sum of both (one-way random-effects analysis of variance); shrinking the deviations gives an ensemble
    whose variance is that of the true values (Louis 1984, "Estimating a population of parameter values
    using Bayes and empirical Bayes methods").

    `error` comes from the scatter of independent randomisations: the draws are ten Latin hypercubes, and
    under evidence the mean is a ratio, whose residuals scatter (Owen 2013, chapter 10). With fewer than a
    hundred draws there is one hypercube, and the error is that of independent draws, which is larger
    (McKay, Beckman and Conover 1979). The worlds' noise is inside it, and is the whole of it where all draws say
    the same, since nothing that the answer hangs on is in doubt (`sim.engine.replicates`).
    """
    weights = outcomes.weights / outcomes.weights.sum()
    mean = weighted_mean(weights, outcomes.probability)
    away = outcomes.probability - mean
    left, summed = 1.0 - (weights**2).sum(), weighted_sum(weights, away**2)
    variance = summed / left if left > 0 else np.zeros_like(summed)  # unbiased
    noise = weighted_sum(weights, outcomes.noise)
    share = np.divide(noise, variance, out=np.zeros_like(noise), where=variance > 0)
    # The ten hypercubes may happen to scatter less than their worlds alone must make them.
    of_worlds = weighted_sum(weights**2, outcomes.noise)
    error = np.sqrt(np.maximum(_error(weights, away, variance), of_worlds))
    # What one world in all is worth, to whom none said yes, or none no; nothing where nothing was sampled.
    worlds = [outcomes.effective_worlds * outcomes.played(q) / outcomes.worlds for q in range(len(outcomes.methods))]
    sampled = np.array([method == SAMPLED for method in outcomes.methods], dtype=bool)
    one_world = np.where(sampled, 1.0 / np.maximum(worlds, 1.0), 0.0)[:, None]
    error = np.where((error == 0) & ((mean == 0) | (mean == 1)), one_world, error)
    draws = away  # in place: with many draws, steps and questions each copy counts
    draws *= np.sqrt(np.clip(1.0 - share, 0.0, 1.0))
    draws += mean
    return Spread(np.clip(draws, 0.0, 1.0, out=draws), np.clip(mean, 0.0, 1.0), error, share, weights)


def _error(weights: Floats, away: Floats, variance: Floats) -> Floats:
    """Squared standard error of the weighted mean of which `away` are the deviations: (questions, steps)."""
    parts = replicates(len(weights))
    if len(parts) < 2:
        equal = bool((weights == weights[0]).all())
        return np.asarray(variance * (weights**2).sum() if equal else linearised(weights, away))
    residual = np.stack([weighted_sum(weights[part], away[part]) for part in parts])
    squares = weighted_sum(np.ones(len(parts)), residual**2)
    return np.asarray(squares * len(parts) / (len(parts) - LOST))


def linearised(weights: Floats, away: Floats) -> Floats:
    """The variance of a weighted mean over draws whose weights are chance too, as evidence makes them.

    The mean is a ratio of two means over draws; its linearised variance is the sum of (weight x deviation)^2
    (Owen 2013, "Monte Carlo theory, methods and examples", chapter 9), here with n - 1 for n.

    >>> float(linearised(np.array([0.5, 0.5]), np.array([0.1, -0.1])).round(12))
    0.01
    """
    left = 1.0 - (weights**2).sum(axis=0)
    squares = weighted_sum(weights**2, away**2)
    return np.asarray(squares / np.where(left > 1e-12, left, 1.0))


def worlds_needed(noise_share: float, worlds: int) -> int | None:
    """Worlds a draw that would bring the noise to a tenth of the variance; None where it is there already.

    Noise falls as one over the worlds, what the draws truly differ by stays. Where the noise leaves nothing
    of the variance, the true part is taken as a hundredth of it, so that a figure can be named.

    >>> worlds_needed(0.05, 64), worlds_needed(0.5, 64)
    (None, 576)
    """
    if noise_share <= NOISE_ALLOWED:
        return None
    signal = max(1.0 - noise_share, _LEAST_SIGNAL)
    times = noise_share * (1 - NOISE_ALLOWED) / (NOISE_ALLOWED * signal)
    return round_worlds(int(np.ceil(worlds * times - 1e-9)))
