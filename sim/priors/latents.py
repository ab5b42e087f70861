"""The columns of random numbers that stand for what we do not know: one Latin hypercube column a name.

A voice's statements on one variable move together, and voices share newspapers: for each (voice,
variable) z = sqrt(rho) F[variable] + sqrt(1 - rho) E[voice, variable] (a one-factor Gaussian copula),
re-ranked to a Latin hypercube. Editing one judgment leaves every other column as it was.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.randomness import Reader, words

Floats = NDArray[np.float64]

_MOST_LOG_DRAWS = 20
_LANE_BITS = np.uint64(_MOST_LOG_DRAWS)
_LANE_MASK = np.uint64((1 << _MOST_LOG_DRAWS) - 1)
_JITTER_BITS = np.uint64(20)
_JITTER_MASK = np.uint64((1 << 20) - 1)


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


class Columns:
    """Many Latin hypercube columns of one name, made a few at a time: for tables with thousands of cells.

    Column c is a function of (seed, draws, name, c) alone. Raises ValueError for more than 2**20 draws.

    >>> columns = Columns(1, 8, "W3", "n15").read(5, 2)
    >>> [sorted(int(u * 8) for u in column) for column in columns]
    [[0, 1, 2, 3, 4, 5, 6, 7], [0, 1, 2, 3, 4, 5, 6, 7]]
    """

    def __init__(self, seed: int, draws: int, *name: str) -> None:
        if not 1 <= draws <= 1 << _MOST_LOG_DRAWS:
            raise ValueError(f"1 to {1 << _MOST_LOG_DRAWS} draws, not {draws}")
        self._draws = draws
        self._stride = -(-draws // 4) * 4
        self._reader = Reader(seed, "latents", *name)

    def read(self, first: int, count: int) -> Floats:
        """Columns `first` to `first + count`: (count, draws), in (0, 1)."""
        raw = self._reader.read(first * self._stride, count * self._stride).reshape(count, self._stride)
        # A draw's stratum is the number written over its word's lowest bits, after sorting by the highest:
        # a random permutation. The jitter comes from the bits between, which have no part in the order.
        keys = raw[:, : self._draws]
        keys >>= _LANE_BITS
        keys <<= _LANE_BITS
        keys |= np.arange(self._draws, dtype=np.uint64)
        keys.sort(axis=1)
        jitter = (keys >> _LANE_BITS) & _JITTER_MASK
        keys &= _LANE_MASK
        keys <<= _JITTER_BITS
        keys |= jitter
        out: Floats = keys.astype(np.float64)
        out += 0.5
        out *= 2.0 ** -float(_JITTER_BITS) / self._draws
        return out
