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
    """Per cent with enough digits to tell two neighbours in a table apart.

    >>> fine_per_cent(0.00123), fine_per_cent(0.0123), fine_per_cent(0.5), fine_per_cent(0.9987)
    ('0.12 %', '1.23 %', '50.0 %', '99.87 %')
    >>> fine_per_cent(0.00052), fine_per_cent(0.0000052), fine_per_cent(1.0)
    ('0.052 %', '0.00052 %', '100.0 %')
    """
    from_the_end = min(probability, 1 - probability)
    if from_the_end >= 0.001 or from_the_end <= 0:
        return f"{100 * probability:.{2 if 0 < from_the_end < 0.02 else 1}f} %"
    return f"{100 * probability:.{min(math.floor(-math.log10(from_the_end)), 15)}f} %"


def short_per_cents(probabilities: Sequence[float]) -> list[str]:
    """Per cents of ascending probabilities, each with as few digits as tell it from its neighbours and from 0 and 1.

    >>> short_per_cents([0.0011, 0.0012, 0.02, 0.18, 0.195, 0.196, 0.997])
    ['0.11 %', '0.12 %', '2 %', '18 %', '19.5 %', '19.6 %', '99.7 %']
    """

    def text(place: int, digits: int) -> str:
        return f"{100 * probabilities[place]:.{digits}f} %"

    def tells(place: int, digits: int) -> bool:
        near = [beside for beside in (place - 1, place + 1) if 0 <= beside < len(probabilities)]
        others = {*(text(beside, digits) for beside in near), f"{0:.{digits}f} %", f"{100:.{digits}f} %"}
        return text(place, digits) not in others

    places = range(len(probabilities))
    return [text(place, next((digits for digits in range(16) if tells(place, digits)), 16)) for place in places]


def label_places(
    places: Sequence[float], present: float, texts: Callable[[Sequence[float]], Sequence[str]]
) -> dict[float, str]:
    """The places of a slider in order, `present` among them wherever it lies, each with a label of its own.

    texts: of places in order. The label of a place does not depend on where the slider stands.

    >>> label_places([0.0, 0.5], 0.001, lambda places: [f"{value:.2f}" for value in places])
    {0.0: '0.00', 0.001: '0.00 (0.001)', 0.5: '0.50'}
    """
    labels = dict(zip(places, texts(places), strict=True))
    count = Counter(labels.values())
    told = {place: text if count[text] == 1 else f"{text} ({write_number(place)})" for place, text in labels.items()}
    if present in told:
        return told
    every = sorted([*places, present])
    text = texts(every)[every.index(present)]
    told[present] = f"{text} ({write_number(present)})" if text in told.values() else text
    return {place: told[place] for place in every}
