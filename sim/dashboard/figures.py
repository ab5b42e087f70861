"""Figures beside each other on a page: differences that agree with what they are of, digits that are alike."""

from __future__ import annotations

from collections.abc import Sequence

from sim.results.forecast.model import Interval
from sim.results.forecast.percent import WHOLE, percent

MINUS = "\u2212"
_TIE = 1e-9


def tell_points(value: float, digits: int = 1) -> str:
    """A difference of probabilities in percentage points; what rounds to nothing has no sign.

    >>> tell_points(0.0412), ascii(tell_points(-0.0274, 2)), tell_points(-0.00001), tell_points(0.0)
    ('+4.1', "'\\\\u22122.74'", 'about 0', '0')
    """
    told = f"{100 * abs(value):.{digits}f}"
    if not float(told):
        return "about 0" if value else "0"
    return f"{'+' if value > 0 else MINUS}{told}"


def tell_points_span(interval: Interval) -> str:
    """An interval of a difference in percentage points.

    >>> tell_points_span(Interval(0.9, 0.00005, 0.084))
    'about 0 to +8.4'
    """
    low, high = tell_points(interval.low), tell_points(interval.high)
    return low if low == high else f"{low} to {high}"


def tell_apart(first: float, second: float) -> tuple[str, str, str]:
    """Two probabilities and the first less the second in points, with a digit more where one does not let them agree.

    >>> tell_apart(0.033, 0.005), tell_apart(0.03258, 0.00516)
    (('3.3 %', '0.5 %', '+2.8'), ('3.26 %', '0.52 %', '+2.74'))
    """
    digits = 1 if abs(_shown_apart(first, second, 1) - _shown(first - second, 1)) < _TIE else 2
    apart = _shown_apart(first, second, digits) / 100
    told = tell_points(apart if abs(apart) > _TIE else first - second, digits)
    return percent(first, digits), percent(second, digits), told


def tell_alike(probabilities: Sequence[float]) -> list[str]:
    """Probabilities in per cent, all with a digit where one of them needs it.

    >>> tell_alike([0.036, 0.06]), tell_alike([0.08, 0.12])
    (['3.6 %', '6.0 %'], ['8 %', '12 %'])
    """
    digits = 0 if all(WHOLE[0] <= one <= WHOLE[1] for one in probabilities) else 1
    return [percent(one, digits) for one in probabilities]


def _shown_apart(first: float, second: float, digits: int) -> float:
    """The difference of two probabilities as they are shown, in points."""
    return _shown(first, digits) - _shown(second, digits)


def _shown(value: float, digits: int) -> float:
    return float(f"{100 * value:.{digits}f}")
