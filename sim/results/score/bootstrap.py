"""How far a mean difference of scores would vary over other events: whole clusters are drawn again."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

RESAMPLES = 2000
LEVEL = 0.9


def interval(differences: Sequence[float], clusters: Sequence[str], seed: int = 1) -> tuple[float, float] | None:
    """The central 90 % of the mean over clusters drawn with replacement; None with fewer than two clusters.

    differences: one a question. clusters: what decided each question; those of one event are drawn together. seed: of
    the resampling.

    >>> interval([0.1, 0.1, 0.1], ["a", "a", "b"])
    (0.1, 0.1)
    >>> interval([0.1, 0.2], ["a", "a"]) is None
    True
    """
    names, places = np.unique(np.asarray(clusters), return_inverse=True)
    if len(names) < 2:
        return None
    sums, counts = np.bincount(places, np.asarray(differences)), np.bincount(places)
    drawn = np.random.default_rng(seed).integers(len(names), size=(RESAMPLES, len(names)))
    means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    low, high = np.quantile(means, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return round(float(low), 12), round(float(high), 12)
