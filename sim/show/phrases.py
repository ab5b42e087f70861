"""Probabilities as people say them: 'about 1 in 8', and per cent without false digits."""

from __future__ import annotations

import math
from bisect import bisect
from itertools import pairwise

from sim.log_odds import log_odds_of

SMALL = 0.05
"""Below this a probability in whole per cents hides too much: '1 in N' is told beside it."""
_LEAST, _MOST = 0.001, 0.99
_SPOKEN = (
    *((1, n) for n in (1000, 500, 300, 200, 100, 80, 60, 50, 40, 30, 25, 20, 15, 12, 10, 8, 7, 6, 5, 4)),
    (3, 10), (1, 3), (2, 5), (1, 2), (3, 5), (2, 3), (7, 10), (3, 4), (4, 5), (5, 6), (9, 10), (19, 20), (29, 30),
    (49, 50), (99, 100),
)  # fmt: skip
_PLACES = [log_odds_of(some / many) for some, many in _SPOKEN]
_BETWEEN = [(low + high) / 2 for low, high in pairwise(_PLACES)]


def chance_in_words(probability: float) -> str:
    """A probability in 0..1 as a round 'about M in N': of those that people say, the one nearest in odds.

    Below 1 in 1,000 and above 99 in 100 it is a bound. A larger probability never gets a smaller chance.
    Raises ValueError where it is no probability.

    >>> [chance_in_words(p) for p in (0.0, 0.033, 0.13, 0.65, 0.9, 0.997)]
    ['less than 1 in 1,000', 'about 1 in 30', 'about 1 in 8', 'about 2 in 3', 'about 9 in 10', 'more than 99 in 100']
    """
    if not 0 <= probability <= 1:
        raise ValueError(f"{probability} is no probability")
    if probability < _LEAST:
        return "less than 1 in 1,000"
    if probability > _MOST:
        return "more than 99 in 100"
    some, many = _SPOKEN[bisect(_BETWEEN, log_odds_of(probability))]
    return f"about {some} in {many:,}"


def whole(probability: float) -> str:
    """A probability in 0..1 in whole per cents, never 0 % or 100 %; NaN is 'undefined'.

    >>> whole(0.0041), whole(0.126), whole(0.9996), whole(float("nan"))
    ('< 1 %', '13 %', '> 99 %', 'undefined')
    """
    if math.isnan(probability):
        return "undefined"
    if probability < 0.005:
        return "< 1 %"
    return "> 99 %" if probability > 0.995 else f"{min(max(math.floor(100 * probability + 0.5), 1), 99)} %"


def whole_and_chance(probability: float) -> str:
    """Whole per cents, and below 5 % the chance in words beside them.

    >>> whole_and_chance(0.126), whole_and_chance(0.0041)
    ('13 %', '< 1 % (about 1 in 200)')
    """
    told = whole(probability)
    return f"{told} ({chance_in_words(probability)})" if probability < SMALL else told


def whole_span(low: float, high: float, joint: str = "to") -> str:
    """From one probability to another in whole per cents; the sign stands once.

    >>> whole_span(0.041, 0.153), whole_span(0.001, 0.153, "and"), whole_span(0.3, 0.301)
    ('4 to 15 %', '< 1 and 15 %', '30 %')
    """
    first, last = whole(low), whole(high)
    return first if first == last else f"{first.removesuffix(' %')} {joint} {last}"
