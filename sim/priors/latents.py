"""The columns of random numbers that stand for what we do not know: one Latin hypercube column a name.

A voice's statements on one variable move together, and voices share newspapers: for each (voice,
variable) z = sqrt(rho) F[variable] + sqrt(1 - rho) E[voice, variable] (a one-factor Gaussian copula),
re-ranked to a Latin hypercube. Editing one judgment leaves every other column as it was.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.randomness import words

Floats = NDArray[np.float64]


def _column(seed: int, draws: int, name: tuple[str, ...]) -> tuple[NDArray[np.int64], Floats]:
    """Ranks 0..draws-1 in random order, and jitters in (0, 1)."""
    raw = words(seed, "latent", *name, count=2 * draws)
    rank = np.empty(draws, dtype=np.int64)
    rank[np.argsort(raw[:draws], kind="stable")] = np.arange(draws)
    return rank, ((raw[draws:] >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53


@lru_cache(maxsize=1024)
def column(seed: int, draws: int, *name: str) -> Floats:
    """A Latin hypercube column in (0, 1): one value in each of `draws` equal strata, in random order.

    McKay, Beckman and Conover (1979). Read-only: columns are shared between judgments.

    >>> u = column(1, 8, "E", "rouvinski", "un_action")
    >>> sorted(int(x * 8) for x in u)
    [0, 1, 2, 3, 4, 5, 6, 7]
    """
    rank, jitter = _column(seed, draws, name)
    out: Floats = (rank + jitter) / draws
    out.flags.writeable = False
    return out


@lru_cache(maxsize=1024)
def voice(seed: int, draws: int, dependence: float, expert: str, variable: str) -> Floats:
    """The latent column of one voice on one variable, a Latin hypercube in (0, 1).

    dependence: rho in [0, 1], the correlation of two voices' latents on the same variable, in normal
    scores.

    >>> u = voice(1, 1000, 0.6, "rouvinski", "un_action")
    >>> round(float(u.mean()), 3)
    0.5
    """
    from scipy.special import ndtri

    rank_e, jitter = _column(seed, draws, ("E", expert, variable))
    common = ndtri(column(seed, draws, "F", variable))
    own = ndtri((rank_e + jitter) / draws)
    z = np.sqrt(dependence) * common + np.sqrt(1.0 - dependence) * own
    rank = np.empty(draws, dtype=np.int64)
    rank[np.argsort(z, kind="stable")] = np.arange(draws)
    out: Floats = (rank + jitter) / draws
    out.flags.writeable = False
    return out
