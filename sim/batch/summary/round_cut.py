"""A number with few digits between two others."""

from __future__ import annotations

import math


def round_between(below: float, above: float) -> float:
    """The number with the fewest digits strictly between two numbers, near their middle; else their middle.

    >>> round_between(0.388, 0.429), round_between(0, 0.5), round_between(1250.0, 1900.0), round_between(-0.5, 0.75)
    (0.4, 0.2, 1600.0, 0.0)
    """
    middle = (below + above) / 2
    first = -math.ceil(math.log10(above - below)) if above > below else 0
    for digits in range(first, first + 4):
        candidate = round(middle, digits)
        if below < candidate < above:
            return float(candidate) + 0.0
    return middle
