"""Gamma quantile functions, tabulated once a shape, so that a draw costs an interpolation.

A gamma's quantile runs like a power of u near 0 and like -log(1 - u) near 1. Nodes that halve their
distance to the nearer end, with 32 of them in each halving, follow both; and the node below a number
can be read off the number's own bits, without a search.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Floats

OCTAVES = 24  # the nodes reach down to 2**-24 from either end
_LOG_CELLS = 5  # 32 cells an octave
_MANTISSA = 52 - _LOG_CELLS  # bits of a double that tell where in its cell a number lies
_FIRST = (1023 - OCTAVES) << _LOG_CELLS  # exponent and leading bits of 2**-24
_SIDE = ((OCTAVES - 1) << _LOG_CELLS) + 2  # nodes from 2**-24 to 1/2, and one behind it
_PIECE = 8192  # numbers worked on at a time: their temporaries stay in the cache


class GammaQuantiles:
    """The quantile functions of gammas (scale 1) of given shapes, each as a monotone table.

    shapes: (columns,), above 0. Linear between nodes: for u in [2**-24, 1 - 2**-24] off by at most
    1.25e-4 x max(1, standard deviation); beyond, the value at the end.

    Raises ValueError for a shape that is not above 0 and finite.

    >>> table = GammaQuantiles(np.array([1.0, 4.0]))
    >>> table.at(np.array([[0.5, 0.9], [0.5, 0.9]])).round(3).tolist()
    [[0.693, 2.303], [3.672, 6.681]]
    """

    def __init__(self, shapes: Floats) -> None:
        if not ((shapes > 0) & (shapes < np.inf)).all():
            raise ValueError("a gamma's shape must be above 0 and finite")
        distinct, which = np.unique(shapes, return_inverse=True)
        self._values = _tabulate(distinct)
        self._offset = which[:, None] * (2 * _SIDE) - _FIRST

    def at(self, u: Floats, first: int = 0, out: Floats | None = None) -> Floats:
        """Quantiles at levels `u` in (0, 1): (columns, any number of levels), for columns from `first` on."""
        out = np.empty_like(u) if out is None else out
        columns = max(1, _PIECE // max(1, u.shape[1]))
        for start in range(0, len(u), columns):
            piece = slice(start, start + columns)
            self._interpolate(u[piece], self._offset[first:][: len(u)][piece], out[piece])
        return out

    def _interpolate(self, u: Floats, offset: NDArray[np.int64], out: Floats) -> None:
        np.subtract(1.0, u, out=out)
        upper = out < u
        near = np.minimum(u, out, out=out)
        bits = np.maximum(near, 2.0**-OCTAVES).view(np.int64)
        node = bits >> _MANTISSA
        node += offset
        node += upper * np.int64(_SIDE)
        bits &= (1 << _MANTISSA) - 1
        share = bits * 2.0**-_MANTISSA
        below = self._values.take(node, mode="clip")
        node += 1
        self._values.take(node, out=out, mode="clip")
        out -= below
        out *= share
        out += below


def _tabulate(shapes: Floats) -> Floats:
    """A shape's quantiles at u = 2**-24 ... 1/2, then at 1 - u for the same; all shapes one after another."""
    from scipy.special import gammainccinv, gammaincinv

    bits = (np.arange(_SIDE - 1, dtype=np.int64) + _FIRST) << _MANTISSA
    u = np.append(bits.view(np.float64), 0.5)  # the node behind 1/2 is read with weight 0
    out: Floats = np.concatenate([gammaincinv(shapes[:, None], u), gammainccinv(shapes[:, None], u)], axis=1).ravel()
    return out
