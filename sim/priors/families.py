"""What a judgment's probability is believed to be: one record a family, each with its quantile function.

A family is asked for quantiles only (inverse transform sampling), so a latent column of any design,
here a Latin hypercube, becomes draws of the prior.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Z95 = 1.6448536269514722  # standard normal quantile of 0.95


def logit(p: Floats) -> Floats:
    """Log-odds; -inf and inf at 0 and 1.

    >>> logit(np.array([0.5, 0.0]))
    array([  0., -inf])
    """
    with np.errstate(divide="ignore"):
        return np.log(p) - np.log1p(-p)


def expit(x: Floats) -> Floats:
    """The probability of log-odds `x`.

    >>> expit(np.array([0.0, -np.inf]))
    array([0.5, 0. ])
    """
    from scipy.special import expit as inverse

    out: Floats = np.asarray(inverse(x), dtype=np.float64)
    return out


class Family(Protocol):
    """A prior of one probability."""

    @property
    def name(self) -> str: ...

    def log_odds(self, u: Floats) -> Floats:
        """Log-odds of the quantiles at levels `u` in (0, 1)."""
        ...


@dataclass(frozen=True)
class Beta:
    """Beta(a, b).

    >>> float(expit(Beta(2.0, 2.0).log_odds(np.array([0.5])))[0])
    0.5
    """

    a: float
    b: float

    @property
    def name(self) -> str:
        return f"Beta({self.a:.3g}, {self.b:.3g})"

    def log_odds(self, u: Floats) -> Floats:
        from scipy.special import betainccinv, betaincinv

        # Each side from its own end, so that neither tail loses its digits. A shape below 1 underflows
        # for extreme levels: the smallest positive double stands in, finite in log-odds.
        tiny = np.finfo(np.float64).tiny
        p = np.maximum(betaincinv(self.a, self.b, u), tiny)
        q = np.maximum(betainccinv(self.b, self.a, u), tiny)
        out: Floats = np.log(p) - np.log(q)
        return out


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

        out: Floats = self.mean + self.sd * ndtri(u)
        return out


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
