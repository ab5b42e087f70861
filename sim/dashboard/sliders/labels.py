"""Numbers as text: for the address, and on a slider, where Streamlit tells two places apart by their labels alone."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence


def write_number(value: float) -> str:
    """The shortest text that is read as the same number.

    >>> write_number(1.0), write_number(0.1), write_number(-0.4), write_number(0.123456), write_number(math.inf)
    ('1', '0.1', '-0.4', '0.123456', 'inf')
    """
    return f"{value:.0f}" if value == round(value, 0) and abs(value) < 1e15 else repr(value)


def fine_per_cent(probability: float) -> str:
    """Per cent with enough digits to tell two neighbours on a slider apart.

    >>> fine_per_cent(0.00123), fine_per_cent(0.0123), fine_per_cent(0.5), fine_per_cent(0.9987)
    ('0.12 %', '1.23 %', '50.0 %', '99.87 %')
    >>> fine_per_cent(0.00052), fine_per_cent(0.0000052), fine_per_cent(1.0)
    ('0.052 %', '0.00052 %', '100.0 %')
    """
    from_the_end = min(probability, 1 - probability)
    if from_the_end >= 0.001 or from_the_end <= 0:
        return f"{100 * probability:.{2 if 0 < from_the_end < 0.02 else 1}f} %"
    return f"{100 * probability:.{min(math.floor(-math.log10(from_the_end)), 15)}f} %"


def label_places(places: Sequence[float], present: float, text: Callable[[float], str]) -> dict[float, str]:
    """The places of a slider in order, `present` among them wherever it lies, each with a label of its own.

    The label of a place does not depend on where the slider stands.

    >>> label_places([0.0, 0.5], 0.001, lambda value: f"{value:.2f}")
    {0.0: '0.00', 0.001: '0.00 (0.001)', 0.5: '0.50'}
    """
    count = Counter(map(text, places))

    def label(place: float) -> str:
        alone = count[text(place)] == (place in places)
        return text(place) if alone else f"{text(place)} ({write_number(place)})"

    return {place: label(place) for place in sorted({*places, present})}
