"""What lies, evenly in log-odds, between a bound that is in doubt and a fixed end.

Let B be the bound, F its distribution, e the end below it. The value is e + V (B - e) with V uniform, and e itself
where B lies below e. So P(value <= x) = P(B <= x) + int_{b > x} (x - e) / (b - e) dF(b) for x >= e. With y = x - e
its density is J(y) = int_y^oo f(e + s) / s ds, and P(value > x) = P(B > x) - y J(y): convex in y, with slope -J, so
that Newton's method from the left never overshoots.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from sim.arrays import Floats
from sim.log_odds import expit
from sim.priors.families.densities import above, density, is_smooth, mirrored
from sim.priors.families.families import Family
from sim.priors.families.moved import Moved

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(16)
_CLOSEST = -32.0  # ln of the distance from the end at which a value is the end itself
_WIDEST = 0.5  # of a panel, in ln of the distance
_STEPS, _EXACT = 60, 1e-13  # of Newton's method, in log-odds
_LEVELS = 4001  # of a bound whose density has no closed form


@dataclass(frozen=True)
class Beneath:
    """Evenly in log-odds between `end` (log-odds) and a bound above it.

    >>> from sim.priors.families.families import Point
    >>> Beneath(Point(0.5), -4.0).log_odds(np.array([0.25, 1.0]))
    array([-3.,  0.])
    """

    bound: Family
    end: float

    @property
    def name(self) -> str:
        return f"{self.bound.name} down to {_per_cent(self.end)}"

    def log_odds(self, u: Floats) -> Floats:
        return self.end + _distance(self.bound, self.end, 1.0 - np.asarray(u))


@dataclass(frozen=True)
class Beyond:
    """Evenly in log-odds between a bound and `end` (log-odds) above it.

    >>> from sim.priors.families.families import Point
    >>> Beyond(Point(0.5), 4.0).log_odds(np.array([0.0, 0.75]))
    array([0., 3.])
    """

    bound: Family
    end: float

    @property
    def name(self) -> str:
        return f"{self.bound.name} up to {_per_cent(self.end)}"

    def log_odds(self, u: Floats) -> Floats:
        smooth = is_smooth(self.bound)
        opposite = mirrored(self.bound) if smooth else _Opposite(self.bound)
        return self.end - _distance(opposite, -self.end, np.asarray(u))


@dataclass(frozen=True)
class _Opposite:
    """The opposite event's family: log-odds with the other sign."""

    inner: Family

    @property
    def name(self) -> str:
        return f"opposite of {self.inner.name}"

    def log_odds(self, u: Floats) -> Floats:
        return -self.inner.log_odds(1.0 - u)


def _distance(bound: Family, end: float, v: Floats) -> Floats:
    """How far above the end the value lies that is exceeded with probability `v`."""
    if is_smooth(bound):
        return _panels(bound, end).distance(v)
    drawn = _at_levels(bound) - end
    if drawn[0] == drawn[-1]:
        return np.asarray(max(float(drawn[0]), 0.0) * (1.0 - v), dtype=np.float64)
    return _of_levels(drawn, 1.0 - v)


@lru_cache(maxsize=64)
def _at_levels(bound: Family) -> Floats:
    """The bound's log-odds at evenly spaced levels, ascending: kept, since a nudge asks for them again and again."""
    if isinstance(bound, Moved):
        return _at_levels(bound.inner) + bound.by
    drawn = np.sort(bound.log_odds((np.arange(_LEVELS) + 0.5) / _LEVELS))
    drawn.flags.writeable = False
    return drawn


def _of_levels(drawn: Floats, u: Floats) -> Floats:
    """Quantiles at `u` where the bound is equally likely at each of these distances, which ascend."""
    size, s = len(drawn), drawn[drawn > 0.0]
    if not s.size:
        return np.zeros(np.shape(u))
    farther = np.append(np.cumsum((1.0 / s)[::-1])[::-1][1:], 0.0)
    reached = (size - s.size + np.arange(1, s.size + 1) + s * farther) / size
    start = (size - s.size) / size
    knots, at = np.concatenate([[start], reached]), np.concatenate([[0.0], s])
    return np.asarray(np.interp(u, knots, at), dtype=np.float64)


@dataclass(frozen=True, eq=False)
class _Panels:
    """Panels of ln(distance), and at their edges the density J of the value and the chance that it is exceeded.

    open: the chance that the value lies above the end at all.
    """

    bound: Family
    end: float
    edges: Floats
    density: Floats
    exceeded: Floats
    open: float

    def distance(self, v: Floats) -> Floats:
        flat = np.atleast_1d(v).ravel()
        out = np.zeros(flat.size)
        if self.edges.size:
            near = flat > self.exceeded[0]
            first, ahead = np.exp(self.edges[0]), self.open - self.exceeded[0]
            if ahead > 0.0:
                out[near] = first * np.clip((self.open - flat[near]) / ahead, 0.0, 1.0)
            out[~near] = self._solve(flat[~near])
        return out.reshape(np.shape(v))

    def _solve(self, v: Floats) -> Floats:
        """The distances whose chances to be exceeded are `v`, at most that at the first edge."""
        place = np.searchsorted(-self.exceeded, -v, side="right").clip(1, self.edges.size - 1) - 1
        last, beyond = self.edges[place + 1], self.density[place + 1]
        least, most = np.exp(self.edges[place]), np.exp(last)
        high, low = self.exceeded[place], self.exceeded[place + 1]
        y = least + (most - least) * np.clip((high - v) / np.maximum(high - low, 1e-300), 0.0, 1.0)
        for _ in range(_STEPS):
            # at the panel's right end the slope is that of what lies beyond
            slope = np.maximum(beyond + _integral(self.bound, self.end, np.log(y), last), 1e-300)
            step = (above(self.bound, self.end + y) - y * slope - v) / slope
            y, before = np.clip(y + step, least, most), y
            if np.abs(y - before).max(initial=0.0) <= _EXACT:
                break
        return np.asarray(y, dtype=np.float64)


def _integral(bound: Family, end: float, low: Floats, high: Floats) -> Floats:
    """int f(end + e^t) dt from `low` to `high`, which is int f(end + s) / s ds."""
    half = 0.5 * (high - low)
    t = (0.5 * (high + low))[:, None] + half[:, None] * _NODES
    return np.asarray(half * (density(bound, end + np.exp(t)) @ _WEIGHTS), dtype=np.float64)


@lru_cache(maxsize=256)
def _panels(bound: Family, end: float) -> _Panels:
    from scipy.special import ndtr

    levels = bound.log_odds(ndtr(np.linspace(-8.2, 8.2, 83)))
    tail = levels[-1] + (levels[-1] - levels[-2]) * np.arange(1, 17)
    s = np.concatenate([levels, tail]) - end
    positive = np.log(s[s > 0.0])
    empty = np.zeros(0)
    if not positive.size:
        return _Panels(bound, end, empty, empty, empty, 0.0)
    low = min(_CLOSEST, positive[0]) if s[0] <= 0.0 else positive[0]
    edges = np.unique(np.concatenate([positive, np.arange(low, positive[-1], _WIDEST)]))
    parts = _integral(bound, end, edges[:-1], edges[1:])
    slope = np.append(np.cumsum(parts[::-1])[::-1], 0.0)
    y = np.exp(edges)
    exceeded = np.minimum.accumulate(above(bound, end + y) - y * slope)
    return _Panels(bound, end, edges, slope, exceeded, float(above(bound, np.array([end]))[0]))


def _per_cent(log_odds: float) -> str:
    return f"{100 * float(expit(np.array([log_odds]))[0]):.4g} %"
