"""A probability as it is printed: never 0 % or 100 % from a finite sample."""

from __future__ import annotations

SMALLEST = 0.001


def percent(probability: float) -> str:
    """A probability in [0, 1] in per cent with one decimal, or the bound that it passes; NaN is `undefined`.

    >>> percent(0.0412), percent(0.0), percent(0.9996)
    ('4.1 %', '< 0.1 %', '> 99.9 %')
    """
    if probability != probability:
        return "undefined"
    if probability < SMALLEST:
        return f"< {100 * SMALLEST:.1f} %"
    if probability > 1 - SMALLEST:
        return f"> {100 * (1 - SMALLEST):.1f} %"
    return f"{100 * probability:.1f} %"


def percent_or_dash(probability: float | None) -> str:
    """The same; a dash for None."""
    return "-" if probability is None else percent(probability)


def span(low: float, high: float) -> str:
    """An interval from end to end.

    >>> span(0.016, 0.231), span(0.0, 0.012), span(0.5, 0.5)
    ('1.6 to 23.1 %', '< 0.1 to 1.2 %', '50.0 %')
    """
    first, last = percent(low), percent(high)
    return first if first == last else f"{first.removesuffix(' %')} to {last}"
