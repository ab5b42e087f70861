"""Beta quantile functions, tabulated once a pair of shapes, so that a draw costs an interpolation.

In log-odds, over the normal score of its level, a Beta's quantile is nearly straight in the middle and a
gentle curve in the tails, whatever the shapes: few nodes with their slopes, which the density gives, are
enough for cubic Hermite interpolation.
"""

from __future__ import annotations

import numpy as np

from sim.arrays import Flags, Floats
from sim.priors.families.beta_inverse import invert_beta, invert_beta_complement

LEAST_SHAPE = 0.05  # below, and where the shapes sum to less than 1, quantiles underflow within the table
_STEP = 0.2
_HALF = 32  # nodes on either side of the median: they reach 6.4 normal scores, levels of 8e-11
_ENOUGH = 0.9  # a probability up to this gives its complement by subtraction, without losing digits

NODES = 2 * _HALF + 1


class BetaQuantiles:
    """The quantile functions of Beta(a, b) for many pairs of shapes.

    a, b: (pairs,), each at least LEAST_SHAPE, sums at least 1. For levels in [1e-10, 1 - 1e-10] off by at
    most 1e-4 in log-odds (and in probability by at most 1e-5); beyond, the value at the end.

    Raises ValueError for smaller shapes.

    >>> table = BetaQuantiles(np.array([1.0, 2.0]), np.array([1.0, 2.0]))
    >>> table.at(np.array([[0.25, 0.5], [0.25, 0.5]])).round(6).tolist()
    [[0.25, 0.5], [0.326352, 0.5]]
    """

    def __init__(self, a: Floats, b: Floats) -> None:
        if not tabulable(a, b).all():
            raise ValueError(f"shapes must be {LEAST_SHAPE} or more and sum to 1 or more")
        distinct, which = np.unique(a + 1j * b, return_inverse=True)
        self._cubics = _cubics(distinct.real, distinct.imag)
        self._offset = (which.reshape(-1, 1) * (2 * _HALF) + _HALF).astype(np.intp)

    def at(self, u: Floats) -> Floats:
        """Quantiles at levels `u` in (0, 1): (pairs, any number of levels)."""
        from scipy.special import expit, ndtri

        place = ndtri(u)
        place *= 1 / _STEP
        np.clip(place, -_HALF, np.nextafter(_HALF, 0), out=place)
        node = np.floor(place)
        place -= node
        c = self._cubics[:, node.astype(np.intp) + self._offset]
        return np.asarray(expit(c[0] + place * (c[1] + place * (c[2] + place * c[3]))), dtype=np.float64)


def tabulable(a: Floats, b: Floats) -> Flags:
    """Which pairs of shapes a table can hold."""
    return np.asarray((np.minimum(a, b) >= LEAST_SHAPE) & (a + b >= 1) & (a + b < np.inf))


def _cubics(a: Floats, b: Floats) -> Floats:
    """Cubic coefficients, constant first, of each interval of each pair, one pair after another: (4, intervals)."""
    from scipy.special import betaln

    z: Floats = np.arange(-_HALF, _HALF + 1) * np.float64(_STEP)
    low, high = _logs(a[:, None], b[:, None], z[: _HALF + 1]), _logs(b[:, None], a[:, None], z[:_HALF])
    log_p, log_q = (np.concatenate([low[i], high[1 - i][:, ::-1]], axis=1) for i in (0, 1))
    value = log_p - log_q
    # d log-odds / dz = normal density / (Beta density x p x q)
    log_slope = -0.5 * z**2 - 0.5 * np.log(2 * np.pi) + betaln(a, b)[:, None] - a[:, None] * log_p - b[:, None] * log_q
    slope = _STEP * np.exp(log_slope)
    rise, left, right = np.diff(value, axis=1), slope[:, :-1], slope[:, 1:]
    cubics = np.stack([value[:, :-1], left, 3 * rise - 2 * left - right, left + right - 2 * rise])
    return np.ascontiguousarray(cubics.reshape(4, -1))


def _logs(a: Floats, b: Floats, z: Floats) -> tuple[Floats, Floats]:
    """log p and log(1 - p) of the quantiles p of Beta(a, b) at normal scores z of 0 or below: (pairs, scores)."""
    from scipy.special import ndtr

    u = ndtr(z)
    p = invert_beta(a, b, u)
    q = 1.0 - p
    pair, score = np.nonzero(p > _ENOUGH)
    q[pair, score] = invert_beta_complement(b[pair, 0], a[pair, 0], u[score])
    return np.log(p), np.log(q)
