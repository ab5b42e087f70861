"""Answers that are ratios: a weighted share of worlds over the weight of all worlds that count.

Sums of numerators and denominators are kept apart, so that no mean of ratios is ever taken, and the
noise is that of a ratio over independent replicates (linearised; Cochran 1977, "Sampling techniques",
chapter 6).
"""

from __future__ import annotations

import numpy as np

from sim.arrays import Floats
from sim.engine.program.uniforms import REPLICATES, STRATA

ROUNDING = 1e-13
"""Scatter below this share of the weights' squares is what the subtraction leaves of rounding errors."""


class Ratios:
    """Sums for a chunk of draws, a number of columns and all steps; blocks come in turn."""

    def __init__(self, draws: int, columns: int, steps: int) -> None:
        shape = (draws, columns, steps)
        self._part, self._whole = np.zeros((*shape, REPLICATES)), np.zeros((*shape, REPLICATES))
        self._sums = np.zeros((2, *shape))
        self._squares = np.zeros((3, *shape))
        self._worlds = np.zeros(shape)
        self._blocks = 0

    def enter(self, column: int, step: int, yes: Floats, whole: Floats) -> None:
        """Take one column's worlds at `step`: how far the answer is yes, and the weight with which it counts."""
        part = yes * whole
        self._part[:, column, step - 1] = by_replicate(part)
        self._whole[:, column, step - 1] = by_replicate(whole)
        self._worlds[:, column, step - 1] += (yes * part).mean(axis=-1)

    def close_block(self) -> None:
        """Add the block to the sums."""
        self._blocks += 1
        part, whole = self._part, self._whole
        self._sums += np.stack([part.sum(axis=-1), whole.sum(axis=-1)])
        products = part * part, part * whole, whole * whole
        self._squares += np.stack([product.sum(axis=-1) for product in products])

    def values(self) -> tuple[Floats, Floats, Floats, Floats]:
        """(draws, columns, steps): the ratios, their noise variance, the mean weight that counts, and the mean
        over what counts of squared answers.

        Where nothing counts, all are 0.
        """
        part, whole = self._sums
        replicates = REPLICATES * self._blocks
        counts = whole > 0
        safe = np.where(counts, whole, 1.0)
        ratio = np.where(counts, part / safe, 0.0)
        pp, pw, ww = self._squares
        scatter = pp - 2 * ratio * pw + ratio * ratio * ww
        scatter = np.where(scatter > ROUNDING * ww, scatter, 0.0)
        noise = np.where(counts, scatter / safe**2 * (replicates / (replicates - 1)), 0.0)
        second = np.where(counts, self._worlds / safe * REPLICATES, 0.0)
        return np.clip(ratio, 0.0, 1.0), noise, whole / replicates, second


def by_replicate(worlds: Floats) -> Floats:
    """The mean of each replicate: (draws, 4) from (draws, 64); (draws, 1) stays as it is."""
    if worlds.shape[1] == 1:
        return worlds
    mean: Floats = worlds.reshape(-1, REPLICATES, STRATA).sum(axis=-1) / STRATA
    return mean
