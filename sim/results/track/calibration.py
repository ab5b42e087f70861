"""Said beside came: bins with what chance alone would do to them, and how a Brier score comes about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise

import numpy as np

from sim.arrays import Floats

DECILES = tuple(place / 10 for place in range(11))
TAIL = (0.0, 0.01, 0.02, 0.05, 0.1)
"""Edges of the zoomed bins: of what was called at most 10 % probable, yes or no."""
LEVEL = 0.9


@dataclass(frozen=True)
class CalibrationBin:
    """What was said between two probabilities, and what came of it.

    low, high: the edges; the low one belongs to it, the high one only to the last bin. n: answers. said: their mean;
    came: the share that came true, an uncertain answer by its chance. chance_low, chance_high: 90 % of the shares that
    would come if every probability were right and the answers were independent (Broecker and Smith 2007), exact.
    """

    low: float
    high: float
    n: int
    said: float
    came: float
    chance_low: float
    chance_high: float


@dataclass(frozen=True)
class Murphy:
    """A mean Brier score as the sum of its parts: reliability - resolution + uncertainty + variance - covariance.

    reliability: how far what came lies from what was said, bin by bin, less is better. resolution: how far bins lie
    apart in what came, more is better. uncertainty: of the base rate alone. variance, covariance: inside
    bins (Stephenson, Coelho and Jolliffe 2008); 0 where a bin is one exact probability (Murphy 1973). bins: that hold
    something.
    """

    brier: float
    reliability: float
    resolution: float
    uncertainty: float
    variance: float
    covariance: float
    bins: int

    @property
    def general_resolution(self) -> float:
        """Resolution with what is inside bins: resolution - variance + covariance."""
        return self.resolution - self.variance + self.covariance


def bin_answers(
    said: Sequence[float], truth: Sequence[float], edges: Sequence[float] = DECILES
) -> list[CalibrationBin]:
    """The bins that hold something, lowest first.

    said: probabilities. truth: the chance of yes, 1 or 0 where it is certain. edges: rising; what lies outside is left
    out.

    >>> [(one.n, one.said, one.came) for one in bin_answers([0.1, 0.1, 0.9], [0, 1, 1])]
    [(2, 0.1, 0.5), (1, 0.9, 1.0)]
    """
    values, came, bins = np.array(said, dtype=float), np.array(truth, dtype=float), []
    for low, high in pairwise(edges):
        inside = (values >= low) & ((values < high) | ((high == edges[-1]) & (values == high)))
        if inside.any():
            ends = count_interval(values[inside])
            n = int(inside.sum())
            mean = float(values[inside].mean()), float(came[inside].mean())
            bins.append(CalibrationBin(low, high, n, *mean, ends[0] / n, ends[1] / n))
    return bins


def bin_tail(said: Sequence[float], truth: Sequence[float]) -> list[CalibrationBin]:
    """The bins of what was called improbable: of every answer below 10 %, and of the other side of those above 90 %."""
    rare = [(p, o) if p <= 0.5 else (1 - p, 1 - o) for p, o in zip(said, truth, strict=True)]
    return bin_answers([p for p, _ in rare], [o for _, o in rare], TAIL)


def count_interval(probabilities: Floats) -> tuple[int, int]:
    """The central 90 % of how many of independent events come true: the Poisson binomial distribution, summed.

    >>> count_interval(np.full(100, 0.5))
    (42, 58)
    """
    chances = reduce(lambda sofar, p: np.convolve(sofar, [1 - p, p]), probabilities.tolist(), np.ones(1))
    summed = np.cumsum(chances)
    low, high = np.searchsorted(summed, [(1 - LEVEL) / 2 + 1e-12, (1 + LEVEL) / 2 - 1e-12])
    return int(low), int(min(high, len(probabilities)))


def decompose(said: Sequence[float], truth: Sequence[float], edges: Sequence[float] | None = DECILES) -> Murphy:
    """The parts of the mean Brier score, which add up to it exactly whatever the bins.

    said, truth: as in `bin_answers`, at least one. edges: of the bins; None for one bin an exact probability, for which
    variance and covariance are 0.

    >>> made = decompose([0.2, 0.2, 0.8], [0, 1, 1], None)
    >>> round(made.reliability - made.resolution + made.uncertainty, 12) == round(made.brier, 12)
    True
    """
    p, o = np.array(said, dtype=float), np.array(truth, dtype=float)
    if edges is None:
        places = np.unique(p, return_inverse=True)[1]
    else:
        places = np.clip(np.searchsorted(np.array(edges[1:-1]), p, side="right"), 0, len(edges) - 2)
        places = np.unique(places, return_inverse=True)[1]
    counts = np.bincount(places).astype(float)
    mean_p, mean_o = (np.bincount(places, values) / counts for values in (p, o))
    rate, total = float(o.mean()), float(len(p))
    apart_p, apart_o = p - mean_p[places], o - mean_o[places]
    return Murphy(
        brier=float((o * (1 - p) ** 2 + (1 - o) * p**2).mean()),
        reliability=float((counts * (mean_p - mean_o) ** 2).sum() / total),
        resolution=float((counts * (mean_o - rate) ** 2).sum() / total),
        uncertainty=rate * (1 - rate),
        variance=float((apart_p**2).mean()),
        covariance=float(2 * (apart_p * apart_o).mean()),
        bins=len(counts),
    )  # fmt: skip
