"""Rows of a table whose doubt is a Dirichlet: gammas on Latin-hypercube columns, divided by their sum.

Independent gammas with the parameters as shapes, normalised (Devroye 1986, "Non-uniform random
variate generation", XI.4). Each cell has a column of its own, so the sample is stratified in every one.
"""

from __future__ import annotations

import numpy as np

from benchmarks.gamma_quantiles import GammaQuantiles
from benchmarks.word_reader import WordReader
from sim.arrays import Floats

_PIECE = 32768  # numbers drawn at a time
_MOST_LOG_DRAWS = 20
_LANE_BITS = np.uint64(_MOST_LOG_DRAWS)
_LANE_MASK = np.uint64((1 << _MOST_LOG_DRAWS) - 1)
_JITTER_BITS = np.uint64(20)
_JITTER_MASK = np.uint64((1 << 20) - 1)


class DirichletRows:
    """All rows of one table, ready to be drawn; making it tabulates the quantiles, once for any seed.

    alpha: (rows, states), above 0; a row's sum at least 1 (an effective sample size).
    Raises ValueError otherwise.

    >>> rows = DirichletRows(np.array([[1.0, 3.0], [5.0, 5.0]])).draw(1, 1000, "example")
    >>> rows.shape, rows.mean(axis=-1).round(2).tolist()
    ((2, 2, 1000), [[0.25, 0.75], [0.5, 0.5]])
    """

    def __init__(self, alpha: Floats) -> None:
        least = alpha.sum(axis=1).min()
        if not least >= 1:
            raise ValueError(f"a row's parameters must sum to 1 or more, not {least:g}")
        self._shape = alpha.shape
        self._quantiles = GammaQuantiles(alpha.ravel())

    def draw(self, seed: int, draws: int, *name: str) -> Floats:
        """(rows, states, draws): each row's distribution in each draw; the columns are named after `name`."""
        rows, states = self._shape
        out = np.empty((rows, states, draws))
        columns = Columns(seed, draws, *name)
        at_once = max(1, _PIECE // (states * draws))
        for first in range(0, rows, at_once):
            piece = out[first : first + at_once]
            cells = piece.reshape(-1, draws)
            self._quantiles.at(columns.read(first * states, len(cells)), first * states, cells)
            piece /= piece.sum(axis=1, keepdims=True)
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
        self._reader = WordReader(seed, "latents", *name)

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
