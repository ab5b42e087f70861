"""What a judgment's probability is believed to be: one record a family, each with its quantile function.

A family is asked for quantiles only (inverse transform sampling), so a latent column of any design,
here a Latin hypercube, becomes draws of the prior.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from sim.arrays import Floats
from sim.log_odds import logit, uncertain
from sim.priors.families.beta_inverse import invert_beta, invert_beta_complement

Z95 = 1.6448536269514722  # standard normal quantile of 0.95


class Family(Hashable, Protocol):
    """A prior of one probability."""

    @property
    def name(self) -> str: ...

    def log_odds(self, u: Floats) -> Floats:
        """Log-odds of the quantiles at levels `u` in (0, 1)."""
        ...

    def __hash__(self) -> int:
        """Families are values: what is worked out from one can be kept."""
        ...


@dataclass(frozen=True)
class Beta:
    """Beta(a, b).

    >>> Beta(2.0, 2.0).log_odds(np.array([0.5])).round(12) + 0.0
    array([0.])
    """

    a: float
    b: float

    @property
    def name(self) -> str:
        return f"Beta({self.a:.3g}, {self.b:.3g})"

    def log_odds(self, u: Floats) -> Floats:
        # Each side from its own end, so that neither tail loses its digits. A shape below 1 underflows
        # for extreme levels: the smallest positive double stands in, finite in log-odds.
        sides = invert_beta(self.a, self.b, u), invert_beta_complement(self.b, self.a, u)
        p, q = (np.maximum(side, np.finfo(np.float64).tiny) for side in sides)
        return np.log(p) - np.log(q)


@dataclass(frozen=True)
class LogitNormal:
    """Normal in log-odds with mean `mean` and standard deviation `sd`.

    >>> LogitNormal(0.0, 1.0).log_odds(np.array([0.5]))
    array([0.])
    """

    mean: float
    sd: float

    @property
    def name(self) -> str:
        return f"logit-normal({self.mean:.3g}, {self.sd:.3g})"

    def log_odds(self, u: Floats) -> Floats:
        from scipy.special import ndtri

        return np.asarray(self.mean + self.sd * ndtri(u), dtype=np.float64)


@dataclass(frozen=True)
class Certain:
    """A probability of exactly 0 or 1, said to be certain.

    >>> Certain(True).log_odds(np.array([0.3]))
    array([inf])
    """

    happens: bool

    @property
    def name(self) -> str:
        return "certain"

    def log_odds(self, u: Floats) -> Floats:
        return np.full(np.shape(u), np.inf if self.happens else -np.inf)


@dataclass(frozen=True)
class Point:
    """A probability that is known: no doubt about it.

    >>> Point(0.5).log_odds(np.array([0.1, 0.9]))
    array([0., 0.])
    """

    probability: float

    @property
    def name(self) -> str:
        return f"point {100 * self.probability:.4g} %"

    def log_odds(self, u: Floats) -> Floats:
        return np.full(np.shape(u), float(logit(np.array(self.probability))))


@dataclass(frozen=True)
class Pert:
    """PERT on [low, high] with its mode at `share` of the way: low + (high - low) Beta(1 + 4 share, 5 - 4 share).

    Malcolm, Roseboom, Clark and Fazar (1959), "Application of a technique for research and development
    program evaluation", in its usual form with weight 4 on the mode.

    >>> Pert(0.1, 0.3, 0.5).log_odds(np.array([0.5])).round(6)  # of 20 %
    array([-1.386294])
    """

    low: float
    high: float
    share: float

    @property
    def name(self) -> str:
        mode = self.low + self.share * (self.high - self.low)
        return f"PERT({100 * self.low:.3g} %, {100 * mode:.3g} %, {100 * self.high:.3g} %)"

    def log_odds(self, u: Floats) -> Floats:
        y = invert_beta(1.0 + 4.0 * self.share, 5.0 - 4.0 * self.share, u)
        return logit(uncertain(self.low + (self.high - self.low) * y))


@dataclass(frozen=True)
class Histogram:
    """Equally likely between neighbouring quantiles: the cumulative distribution runs straight from point to point.

    levels: from 0 to 1, never falling; values: the quantiles there, never falling. Where two levels are alike
    nothing lies between their values.

    >>> Histogram((0.0, 0.5, 1.0), (0.1, 0.2, 0.6)).log_odds(np.array([0.25, 0.75])).round(6)  # of 15 and 40 %
    array([-1.734601, -0.405465])
    """

    levels: tuple[float, ...]
    values: tuple[float, ...]

    @property
    def name(self) -> str:
        return f"histogram, {100 * self.values[0]:.3g} % to {100 * self.values[-1]:.3g} %"

    def log_odds(self, u: Floats) -> Floats:
        return logit(uncertain(np.interp(u, self.levels, self.values)))


@dataclass(frozen=True)
class Widened:
    """Another family, stretched about its median in log-odds by `factor`.

    >>> Widened(LogitNormal(0.0, 1.0), 2.0).log_odds(np.array([0.95])).round(2)
    array([3.29])
    """

    inner: Family
    factor: float

    @property
    def name(self) -> str:
        return f"{self.inner.name} widened {self.factor:g}x"

    def log_odds(self, u: Floats) -> Floats:
        centre = self.inner.log_odds(np.array([0.5]))
        return centre + self.factor * (self.inner.log_odds(u) - centre)
