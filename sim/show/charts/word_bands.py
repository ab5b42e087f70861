"""Where the words of a lexicon begin and end on the axis of probability."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from sim.lexicon import word

_STEPS = 400
_HALVINGS = 20


@dataclass(frozen=True)
class WordBand:
    """The probabilities, from `low` to `high`, for which a lexicon has this phrase."""

    phrase: str
    low: float
    high: float


@functools.cache
def find_bands(lexicon: str) -> tuple[WordBand, ...]:
    """The bands of a shipped lexicon from 0 to 1, lowest first; each begins where the one before ends.

    Raises KeyError for a lexicon that is not shipped.

    >>> [(band.phrase, round(band.high, 3)) for band in find_bands("icd203")][:2]
    [('almost no chance', 0.05), ('very unlikely', 0.2)]
    """
    edges, phrases = [0.0], [word(0.0, lexicon)]
    for step in range(1, _STEPS + 1):
        if (phrase := word(step / _STEPS, lexicon)) != phrases[-1]:
            edges.append(_edge((step - 1) / _STEPS, step / _STEPS, lexicon))
            phrases.append(phrase)
    return tuple(map(WordBand, phrases, edges, [*edges[1:], 1.0]))


def _edge(low: float, high: float, lexicon: str) -> float:
    """Where the word changes between two probabilities with different ones."""
    below = word(low, lexicon)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if word(middle, lexicon) == below else (low, middle)
    return round(high, 6)
