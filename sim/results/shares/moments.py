"""Sums of products of columns, made once for each independent randomisation: what many regressions share."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from sim.arrays import Floats
from sim.priors.latin_hypercube import replicates

MOST_COLUMNS = 800
"""Above it no products of all columns are held: each regression makes those of its own."""


@functools.cache
def blas() -> ThreadpoolController:
    """The libraries of linear algebra that are loaded, to be held to one thread: `with blas().limit(limits=1): ...`.

    For products and solutions of a few hundred columns their threads spin while they wait, and cost more than they
    save; with one thread the last bits do not hang on how many processors there are.
    """
    return ThreadpoolController()


@dataclass(frozen=True, eq=False)
class Products:
    """What a number has in common with the columns. slopes: (randomisations, columns), weighted sums of products.

    sums: (randomisations,), of the number itself.
    """

    slopes: Floats
    sums: Floats


class Moments:
    """Weighted sums of columns and of their products, for each randomisation.

    columns: (draws, columns). weights: (draws,), sum 1. together: how many neighbouring randomisations count as one.
    """

    def __init__(self, columns: Floats, weights: Floats, together: int = 1) -> None:
        single = replicates(len(weights))
        grouped = [single[place : place + together] for place in range(0, len(single), together)]
        self.columns, self.weights = columns, weights
        self.parts = [slice(group[0].start, group[-1].stop) for group in grouped]
        self._sums = np.stack([weights[part] @ columns[part] for part in self.parts])
        weight, seen = np.array([(weights[part].sum(), (weights[part] > 0).sum()) for part in self.parts]).T
        # By which each one's sums are multiplied where one is left out, so that weights sum to 1. Nothing is left out
        # where the others have no weight.
        rest = 1.0 - np.eye(len(weight))
        rest[(rest * weight).sum(axis=1) <= 1e-12] = 1.0
        self._rest = rest / (rest @ weight)[:, None]
        self.seen = ((rest > 0) @ seen).astype(np.intp)
        """How many draws with a weight there are where one randomisation is left out."""

    def with_numbers(self, numbers: Floats) -> list[Products]:
        """The products of the columns with some numbers: (numbers, draws)."""
        weighted = self.weights * numbers
        slopes = np.stack([weighted[:, part] @ self.columns[part] for part in self.parts], axis=1)
        sums = np.stack([weighted[:, part].sum(axis=1) for part in self.parts], axis=1)
        return [Products(*pair) for pair in zip(slopes, sums, strict=True)]

    def without(self, place: int, number: Products) -> tuple[Floats, float, Floats]:
        """Means of the columns, the number's mean, and their covariances, in all other randomisations."""
        share = self._rest[place]
        mean = share @ self._sums
        level = float(share @ number.sums)
        return mean, level, share @ number.slopes - level * mean

    def covariances(self, place: int, chosen: NDArray[np.intp]) -> Floats:
        """Covariances of some columns in all other randomisations: (chosen, chosen)."""
        share = self._rest[place]
        mean = (share @ self._sums)[chosen]
        if self.columns.shape[1] <= MOST_COLUMNS:
            among = np.ix_(chosen, chosen)
            products = self._products[-1][among] * share.max()
            if share[place] == 0:
                products -= self._products[place][among] * share.max()
        else:
            scale = np.repeat(share, [part.stop - part.start for part in self.parts])
            seen = self.columns[:, chosen]
            products = (seen * (self.weights * scale)[:, None]).T @ seen
        return np.asarray(products - np.outer(mean, mean))

    @cached_property
    def _products(self) -> Floats:
        """Products of all columns, (randomisations + 1, columns, columns): the last ones over all randomisations."""
        weighted = self.columns * self.weights[:, None]
        each = [weighted[part].T @ self.columns[part] for part in self.parts]
        return np.stack([*each, np.sum(each, axis=0)])
