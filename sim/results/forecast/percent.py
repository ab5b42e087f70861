"""A probability as it is printed: never 0 % or 100 % from a finite sample."""

from __future__ import annotations

SMALLEST = 0.001
WHOLE = (0.05, 0.95)
"""Between these a probability is told in whole per cents, beyond them with one digit."""


def percent(probability: float, digits: int | None = None) -> str:
    """A probability in [0, 1] in per cent, or the bound that it passes; NaN is `undefined`.

    digits: after the point; where none are asked for, none from 5 % to 95 %, and one beyond.

    >>> percent(0.0412), percent(0.412), percent(0.0), percent(0.9996), percent(0.412, 2)
    ('4.1 %', '41 %', '< 0.1 %', '> 99.9 %', '41.20 %')
    """
    if probability != probability:
        return "undefined"
    if digits is None:
        digits = 0 if WHOLE[0] <= probability <= WHOLE[1] else 1
    finest = max(digits, 1)
    least = 10.0 ** -(finest + 2)
    if probability < least:
        return f"< {100 * least:.{finest}f} %"
    if probability > 1 - least:
        return f"> {100 * (1 - least):.{finest}f} %"
    return f"{100 * probability:.{digits}f} %"


def fine_percent(probability: float) -> str:
    """A probability in per cent with one digit, where two are compared.

    >>> fine_percent(0.412)
    '41.2 %'
    """
    return percent(probability, 1)


def percent_or_dash(probability: float | None) -> str:
    """The same; a dash for None."""
    return "-" if probability is None else fine_percent(probability)


def span(low: float, high: float, digits: int | None = None) -> str:
    """An interval from end to end; digits: as in `percent`.

    >>> span(0.016, 0.231), span(0.0, 0.012), span(0.5, 0.5)
    ('1.6 to 23 %', '< 0.1 to 1.2 %', '50 %')
    """
    first, last = percent(low, digits), percent(high, digits)
    return first if first == last else f"{first.removesuffix(' %')} to {last}"
