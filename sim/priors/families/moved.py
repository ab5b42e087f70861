"""A family whose log-odds somebody has moved."""

from __future__ import annotations

from dataclasses import dataclass

from sim.arrays import Floats
from sim.priors.families.families import Family


@dataclass(frozen=True)
class Moved:
    """Another family, with `by` added to its log-odds.

    >>> import numpy as np
    >>> from sim.priors.families.families import Point
    >>> Moved(Point(0.5), 2.0).log_odds(np.array([0.5]))
    array([2.])
    """

    inner: Family
    by: float

    @property
    def name(self) -> str:
        return f"{self.inner.name} moved by {self.by:+g}"

    def log_odds(self, u: Floats) -> Floats:
        return self.inner.log_odds(u) + self.by
