"""The columns of random numbers that stand for what we do not know: one Latin hypercube column a name.

A voice's statements on one variable move together, and voices share newspapers: for each (voice,
variable) z = sqrt(rho) F[variable] + sqrt(1 - rho) E[voice, variable] (a one-factor Gaussian copula),
re-ranked to a Latin hypercube. Editing one judgment leaves every other column as it was.

The draws are ten Latin hypercubes one after another, each randomised by itself: their scatter is an
honest measure of our sampling error, which a single hypercube cannot give (Owen 1998, "Latin supercube
sampling for very high-dimensional simulations"; McKay, Beckman and Conover 1979).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Floats
from sim.randomness import words

REPLICATES = 10
LEAST_DRAWS = 100  # fewer are one hypercube: ten of under ten draws would stratify nothing

LOST = 3
"""By the scatter of n replicates an error is Student's t with n - 1 degrees of freedom, of variance (n - 1) / (n - 3).
Summed squares are divided by n - 3, so that an error over the stated one has a mean square of 1, as if normal."""


@lru_cache(maxsize=64)
def replicates(draws: int) -> tuple[slice, ...]:
    """The draws of each independent Latin hypercube: ten of nearly equal size, one below a hundred draws.

    >>> [part.stop - part.start for part in replicates(1001)][:3]
    [101, 100, 100]
    """
    number = REPLICATES if draws >= LEAST_DRAWS else 1
    ends = np.cumsum([draws // number + (i < draws % number) for i in range(number)]).tolist()
    return tuple(slice(start, stop) for start, stop in zip([0, *ends[:-1]], ends, strict=True))


def _ranked(values: NDArray[Any], jitter: Floats) -> Floats:
    """Values turned into a Latin hypercube, replicate by replicate: (rank + jitter) / size."""
    out = np.empty(values.size)
    for part in replicates(values.size):
        size = part.stop - part.start
        rank = np.empty(size)
        rank[np.argsort(values[part], kind="stable")] = np.arange(size)
        out[part] = (rank + jitter[part]) / size
    return fixed(out)


def fixed(values: Floats) -> Floats:
    """The same array, which its users share and none may change."""
    values.flags.writeable = False
    return values


def _words(seed: int, draws: int, name: tuple[str, ...]) -> tuple[NDArray[np.uint64], Floats]:
    """What orders a column, and jitters in (0, 1)."""
    raw = words(seed, "latent", *name, count=2 * draws)
    return raw[:draws], ((raw[draws:] >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53


@lru_cache(maxsize=1024)
def column(seed: int, draws: int, *name: str) -> Floats:
    """A column in (0, 1): in every replicate one value in each of as many equal strata as it has draws.

    Read-only: columns are shared between judgments.

    >>> u = column(1, 8, "E", "rouvinski", "un_action")
    >>> sorted(int(x * 8) for x in u)
    [0, 1, 2, 3, 4, 5, 6, 7]
    """
    return _ranked(*_words(seed, draws, name))


@lru_cache(maxsize=1024)
def voice(
    seed: int, draws: int, dependence: float, expert: str, variable: str, camp: str = "", within: float = 0.0
) -> Floats:
    """The latent column of one voice on one variable, Latin hypercubes in (0, 1) as `column` gives them.

    dependence: rho in [0, 1], the correlation of two voices' latents on the same variable, in normal
    scores. At 1 all voices have one and the same column. camp, within: the camp whose voices are correlated by
    `within`, above rho; empty for a voice that has none.

    >>> u = voice(1, 1000, 0.6, "rouvinski", "un_action")
    >>> round(float(u.mean()), 3)
    0.5
    """
    from scipy.special import ndtri

    if dependence == 1.0:
        return column(seed, draws, "F", variable)
    order, jitter = _words(seed, draws, ("E", expert, variable))
    common = ndtri(column(seed, draws, "F", variable))
    own = ndtri(_ranked(order, jitter))
    if not camp:
        return _ranked(np.sqrt(dependence) * common + np.sqrt(1.0 - dependence) * own, jitter)
    shared = ndtri(column(seed, draws, "C", camp, variable))
    z = np.sqrt(dependence) * common + np.sqrt(within - dependence) * shared
    if within == 1.0:
        return _ranked(z, _words(seed, draws, ("C", camp, variable))[1])  # one and the same column for all of the camp
    return _ranked(z + np.sqrt(1.0 - within) * own, jitter)
