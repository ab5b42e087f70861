"""Control variates: a sampled answer corrected by what the same worlds get wrong about a slice that is known.

`reaches` and `is` of one event go together in the same worlds, and the exact slice gives the second:
A - b (C - exact C) has the mean of A for any b that does not come from the same worlds, and the least
noise at b = cov(A, C) / var(C) (Owen 2013, "Monte Carlo theory, methods and examples", chapter 8).
Within a draw there are too few replicates to tell b; so all draws of one half are pooled for the other half.
"""

from __future__ import annotations

import numpy as np

from sim.arrays import Floats


def controlled(
    answer: Floats, noise: Floats, other: Floats, other_noise: Floats, both_noise: Floats, exact: Floats
) -> tuple[Floats, Floats]:
    """The corrected answer and its noise; every array is (draws, steps).

    answer, other: sampled in the same worlds, with their noise. both_noise: the noise of the mean of the two.
    exact: what `other` should be. With fewer than two draws, or a control that never varies, the answer stays.
    """
    together = 2 * both_noise - (noise + other_noise) / 2
    slope = np.empty_like(answer)
    slope[::2], slope[1::2] = _slope(together[1::2], other_noise[1::2]), _slope(together[::2], other_noise[::2])
    left = noise - 2 * slope * together + slope**2 * other_noise
    return answer - slope * (other - exact), np.maximum(left, 0.0)


def _slope(together: Floats, noise: Floats) -> Floats:
    """(steps,): covariance over variance, all draws pooled; 0 where nothing varies."""
    above, below = together.sum(axis=0), noise.sum(axis=0)
    found: Floats = np.divide(above, below, out=np.zeros_like(above), where=below > 0)
    return found
