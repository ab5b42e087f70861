"""How far the difference of two answers errs when both were worked out from the same draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.arrays import Floats
from sim.priors.latin_hypercube import LOST, replicates

_ALL_NOISE = 0.99  # share of the variance above which nothing of the draws is left to be told apart


@dataclass(frozen=True, eq=False)
class Sampled:
    """One answer's draws. values: (draws,). weights: (draws,), sum 1. noise_share: that of the worlds, 0 to 1.

    error: the standard error of the mean by itself.
    """

    values: Floats
    weights: Floats
    noise_share: float
    error: float


def difference_error(one: Sampled, other: Sampled) -> float:
    """The standard error of the difference of two means over common draws.

    Both have as many draws, by the same random numbers: what moves both alike cancels. The residuals of the two means
    are subtracted draw by draw, and their sums in each of the ten Latin hypercubes scatter as the difference errs (one
    hypercube below a hundred draws: as independent draws err). The noise of worlds is put back into the draws first.
    Where an answer is noise alone, the two errors are added as if nothing were common. NaN where an answer is not asked
    of any world.

    >>> draws = np.linspace(0.1, 0.3, 200)
    >>> half = Sampled(draws, np.full(200, 1 / 200), 0.0, 0.001)
    >>> difference_error(half, half)
    0.0
    """
    if max(one.noise_share, other.noise_share) > _ALL_NOISE and one.weights.any() and other.weights.any():
        return float(np.hypot(one.error, other.error))
    return combination_error([(1.0, one), (-1.0, other)])


def combination_error(terms: Sequence[tuple[float, Sampled]]) -> float:
    """The standard error of a sum of means over common draws, each times a number; as `difference_error` has it.

    terms: number and answer, one or more, all with as many draws. An answer that is noise alone adds an error of its
    own. NaN where an answer is not asked of any world.

    >>> draws = np.linspace(0.1, 0.3, 200)
    >>> one, double = (Sampled(values, np.full(200, 1 / 200), 0.0, 0.001) for values in (draws, 2 * draws))
    >>> combination_error([(1.0, double), (-2.0, one)]) < 1e-12
    True
    """
    if not all(answer.weights.any() for _, answer in terms):
        return float("nan")
    noisy = [(factor, answer) for factor, answer in terms if answer.noise_share > _ALL_NOISE]
    apart = float(np.sqrt(sum((factor * answer.error) ** 2 for factor, answer in noisy)))
    shared = [factor * _residual(answer) for factor, answer in terms if answer.noise_share <= _ALL_NOISE]
    return float(np.hypot(apart, error_of_sum(np.sum(shared, axis=0)))) if shared else apart


def error_of_sum(residuals: Floats) -> float:
    """The standard error of a sum over draws from what each adds to it, (draws,), with mean 0.

    Their sums in each Latin hypercube tell, which are independent of each other.
    """
    parts = replicates(len(residuals))
    if len(parts) < 2:
        count = len(residuals)
        return float(np.sqrt((residuals**2).sum() * count / max(count - 1, 1)))
    sums = np.array([residuals[part].sum() for part in parts])
    return float(np.sqrt((sums**2).sum() * len(parts) / (len(parts) - LOST)))


def _residual(answer: Sampled) -> Floats:
    """(draws,): what each draw adds to the error of the weighted mean."""
    away = answer.values - answer.weights @ answer.values
    return np.asarray(answer.weights * away / np.sqrt(1.0 - answer.noise_share))
