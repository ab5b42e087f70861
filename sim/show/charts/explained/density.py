"""The density of draws of a probability along an axis, as a curve from 0 to 1."""

from __future__ import annotations

import numpy as np

from sim.arrays import Floats
from sim.log_odds import logit
from sim.show.charts.scale import ProbabilityAxis, position

POINTS = 121
"""Places along the axis, from its left end to its right end."""
_CERTAIN = 1e-12  # where a certainty stands on the axis of odds, far outside it
_NARROWEST = 0.008  # of the axis: a number without doubt is a needle of this width


def find_density(draws: Floats, axis: ProbabilityAxis) -> Floats:
    """The height of the density at `POINTS` even places of the axis, the highest 1: (POINTS,).

    draws: (draws,), probabilities; what lies beyond an end of the axis is cut off. A Gaussian kernel with Silverman's
    bandwidth (1986); on an axis of even steps mirrored at 0 and at 1, so that nothing is lost there.

    >>> from sim.show.charts.scale import whole_axis
    >>> curve = find_density(np.array([0.5, 0.5, 0.5]), whole_axis("plain"))
    >>> int(curve.argmax()), float(curve.max())
    (60, 1.0)
    """
    low, high = (position(end, axis.scale) for end in axis.ends)
    inside = draws.clip(_CERTAIN, 1.0 - _CERTAIN)
    at = ((draws if axis.scale == "plain" else logit(inside)) - low) / (high - low)
    quarter, three = np.quantile(at, (0.25, 0.75))
    spread = min(float(at.std()), float(three - quarter) / 1.34) or float(at.std())
    width = max(0.9 * spread * len(at) ** -0.2, _NARROWEST)
    places = np.linspace(0.0, 1.0, POINTS)
    height = np.zeros(POINTS)
    walls = [(end - low) / (high - low) for end in (0.0, 1.0)] if axis.scale == "plain" else []
    for mirrored in (at, *(2.0 * wall - at for wall in walls)):
        height += np.exp(-0.5 * ((places[:, None] - mirrored) / width) ** 2).sum(axis=1)
    highest = height.max()
    return np.asarray(height / highest if highest > 0 else height, dtype=np.float64)
