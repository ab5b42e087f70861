"""Does a sampled answer agree with an exact one? Both error rates stated."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri, stdtrit

FALSE_ALARM = 1e-4  # for all of a run's checks together
MISS = 1e-6  # for each planted bias


@dataclass(frozen=True)
class Agreement:
    """worst: the largest distance, in standard errors. bound: what a right sampler stays below, all
    checks together, but for one run in 10,000. catches: the smallest bias that would be seen in every
    check, but for one in a million. exact: the largest distance where no noise is claimed.
    """

    worst: float
    bound: float
    catches: float
    exact: float

    @property
    def holds(self) -> bool:
        return self.worst <= self.bound and self.exact <= 1e-12


def agreement(estimate: np.ndarray, noise: np.ndarray, truth: np.ndarray, replicates: int) -> Agreement:
    """Compare estimates with the truth; `noise` is their variance, from so many replicates each."""
    sampled = noise > 1e-28
    error = np.sqrt(noise[sampled])
    gap = np.abs(estimate - truth)
    bound = -float(stdtrit(replicates - 1, FALSE_ALARM / (2 * max(1, error.size))))
    return Agreement(
        worst=float(np.max(gap[sampled] / error, initial=0.0)),
        bound=bound,
        catches=float(np.max((bound - ndtri(MISS)) * error, initial=0.0)),
        exact=float(np.max(gap[~sampled], initial=0.0)),
    )
