"""Rows of a table whose doubt is a Dirichlet: gammas on Latin-hypercube columns, divided by their sum.

Independent gammas with the parameters as shapes, normalised (Devroye 1986, "Non-uniform random
variate generation", XI.4). Each cell has a column of its own, so the sample is stratified in every one.
"""

from __future__ import annotations

import numpy as np

from sim.arrays import Floats
from sim.priors.families.gamma_quantiles import GammaQuantiles
from sim.priors.latin_hypercube import Columns

_PIECE = 32768  # numbers drawn at a time


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
