"""The arrays that the rooms hand to each other, and the two ways to write a distribution over states."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def tails_of(shares: Floats, axis: int = 0) -> Floats:
    """P(state >= s), s = 1..K-1, from P(state = s), s = 0..K-1, along one axis; summed from the highest state down.

    >>> tails_of(np.array([0.5, 0.25, 0.25])).tolist()
    [0.5, 0.25]
    """
    falling = np.moveaxis(shares, axis, 0)[::-1]
    return np.moveaxis(np.cumsum(falling, axis=0)[::-1][1:], 0, axis)


def shares_of(tails: Floats, axis: int = 0) -> Floats:
    """P(state = s), s = 0..K-1, from P(state >= s), s = 1..K-1, along one axis.

    >>> shares_of(np.array([0.5, 0.25])).tolist()
    [0.5, 0.25, 0.25]
    """
    rising = np.moveaxis(tails, axis, 0)
    edge = np.ones((1, *rising.shape[1:]))
    full = np.concatenate([edge, rising, 0.0 * edge])
    return np.asarray(np.moveaxis(full[:-1] - full[1:], 0, axis), dtype=np.float64)
