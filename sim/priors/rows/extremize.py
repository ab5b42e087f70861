"""Extremizing: pooled log-odds times a factor, since several voices together know more than each."""

from __future__ import annotations

from sim.arrays import Floats
from sim.priors.rows.hazard import hazard


def extremized(log_odds: Floats, factor: float, steps: int | None) -> Floats:
    """Pooled log-odds times `factor` (Satopaa et al. 2014; Baron et al. 2014).

    steps: n of the longest clock among the voices. A hazard is brought to the chance within n steps,
    extremized there, and brought back: times a factor itself, a small chance a step would shrink even where
    the event is likely in the end.

    >>> import numpy as np
    >>> extremized(np.array([-2.0, 0.0]), 1.5, None)
    array([-3.,  0.])
    """
    if factor == 1.0:
        return log_odds
    if steps is None or steps == 1:
        return log_odds * factor
    return hazard(hazard(log_odds, 1.0 / steps) * factor, steps)
