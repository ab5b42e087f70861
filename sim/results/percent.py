"""Probabilities as an analyst reads them: two figures, never 0 % or 100 % from a finite sample."""

from __future__ import annotations


def percent(probability: float) -> str:
    """A probability in [0, 1] in per cent, with a bound where the figure would round to 0 or 100.

    Two significant figures are all that a handful of experts can carry.

    >>> percent(0.0412), percent(0.25), percent(0.0), percent(0.9996), percent(0.993)
    ('4.1 %', '25 %', '< 0.1 %', '> 99.9 %', '99.3 %')
    """
    bound = _bound(probability)
    return f"{bound} %" if bound else f"{_figures(probability)} %"


def interval(low: float, high: float) -> str:
    """Two probabilities as a range in per cent.

    >>> interval(0.009, 0.12), interval(0.0, 0.034), interval(0.0, 0.0)
    ('0.9 to 12 %', '< 0.1 to 3.4 %', '< 0.1 %')
    """
    left, right = (_bound(p) or _figures(p) for p in (low, high))
    return f"{left} %" if left == right else f"{left} to {right} %"


def points(error: float) -> str:
    """A sampling error in percentage points.

    >>> points(0.0034), points(0.0001), points(0.0)
    ('0.3', '< 0.1', '0')
    """
    if error == 0:
        return "0"
    return f"{100 * error:.1f}" if error >= 0.001 else "< 0.1"


def _bound(probability: float) -> str:
    if probability < 0.001:
        return "< 0.1"
    return "> 99.9" if probability > 0.999 else ""


def _figures(probability: float) -> str:
    per_hundred = 100 * probability
    return f"{per_hundred:.1f}" if per_hundred < 9.95 or per_hundred > 99 else f"{per_hundred:.0f}"
