"""Figures beside each other on a page: differences that agree with what they are of, digits that are alike."""

from __future__ import annotations

from collections.abc import Sequence

from sim.results.forecast.model import Interval
from sim.results.forecast.percent import WHOLE, percent

MINUS = "\u2212"
_MOST_DIGITS = 3


def tell_points(value: float, digits: int = 1) -> str:
    """A difference of probabilities in percentage points; what rounds to nothing has no sign.

    >>> tell_points(0.0412), tell_points(-0.0274, 2), tell_points(-0.00001), tell_points(0.0)
    ('+4.1', '−2.74', 'about 0', '0')
    """
    told = f"{100 * abs(value):.{digits}f}"
    if not float(told):
        return "about 0" if value else "0"
    return f"{'+' if value > 0 else MINUS}{told}"


def tell_points_span(interval: Interval) -> str:
    """An interval of a difference in percentage points.

    >>> tell_points_span(Interval(0.9, -0.012, 0.00005))
    '−1.2 to about 0'
    """
    low, high = tell_points(interval.low), tell_points(interval.high)
    return low if low == high else f"{low} to {high}"


def tell_apart(first: float, second: float) -> tuple[str, str, str]:
    """Two probabilities and the first less the second in points, with as few digits as let the three agree.

    >>> tell_apart(0.005, 0.033), tell_apart(0.00516, 0.03258)
    (('0.5 %', '3.3 %', '−2.8'), ('0.52 %', '3.26 %', '−2.74'))
    """
    digits = next((digits for digits in range(1, _MOST_DIGITS) if _agree(first, second, digits)), _MOST_DIGITS)
    return percent(first, digits), percent(second, digits), tell_points(first - second, digits)


def tell_alike(probabilities: Sequence[float]) -> list[str]:
    """Probabilities in per cent, all with a digit where one of them needs it.

    >>> tell_alike([0.036, 0.06]), tell_alike([0.08, 0.12])
    (['3.6 %', '6.0 %'], ['8 %', '12 %'])
    """
    digits = 0 if all(WHOLE[0] <= one <= WHOLE[1] for one in probabilities) else 1
    return [percent(one, digits) for one in probabilities]


def _agree(first: float, second: float, digits: int) -> bool:
    one, other, apart = (round(100 * value, digits) for value in (first, second, first - second))
    return abs(one - other - apart) < 0.5 * 10.0**-digits
