"""The lexicons as data: which phrases a survey or a yardstick knows, and what they were taken to mean."""

from __future__ import annotations

import csv
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise
from types import MappingProxyType

# Surveys first: where two lexicons put a phrase under different concepts, the first in this order decides.
_NAMES = ("capphrase", "zonination", "mauboussin", "wadefagen", "icd203", "phia", "nato", "ipcc", "efsa", "kent")

LEVELS = (("p5", 0.05), ("p25", 0.25), ("median", 0.5), ("p75", 0.75), ("p95", 0.95))
"""The columns that hold quantiles, and their levels."""

CONCEPTS: tuple[str, ...] = (
    "almost_none",
    "very_unlikely",
    "unlikely",
    "possible",
    "even",
    "better_than_even",
    "likely",
    "very_likely",
    "almost_certain",
)
"""The meanings that lexicons share, lowest probability first."""


@dataclass(frozen=True)
class Entry:
    """One phrase of one lexicon.

    `quantiles` are pairs (level, probability), both in 0..1, for a survey; a yardstick has none, but
    `low` and `high`.
    """

    lexicon: str
    phrase: str
    concept: str
    low: float | None
    high: float | None
    quantiles: tuple[tuple[float, float], ...]

    @property
    def centre(self) -> float:
        """The survey's median, between its neighbours where it is not given, or the middle of the range; in 0..1.

        >>> Entry("mine", "maybe", "possible", None, None, ((0.05, 0.25), (0.95, 0.75))).centre
        0.5
        """
        if self.low is not None and self.high is not None:
            return (self.low + self.high) / 2
        for (below, start), (above, end) in pairwise(self.quantiles):
            if below <= 0.5 < above:
                return start + (end - start) * (0.5 - below) / (above - below)
        return min(self.quantiles, key=lambda pair: abs(pair[0] - 0.5))[1]


def names() -> tuple[str, ...]:
    """The lexicons that are shipped: surveys, then yardsticks.

    >>> names()[:2]
    ('capphrase', 'zonination')
    """
    return _NAMES


@functools.cache
def load(name: str) -> Mapping[str, Entry]:
    """One shipped lexicon's entries by phrase, in lower case and in the file's order.

    Raises KeyError for a lexicon that does not exist.

    >>> load("icd203")["unlikely"].low
    0.2
    """
    if name not in _NAMES:
        raise KeyError(name)
    text = (files("sim.lexicon") / "data" / f"{name}.csv").read_text(encoding="utf-8")
    entries: dict[str, Entry] = {}
    for row in csv.DictReader(text.splitlines()):
        numbers = {column: share(float(row[column])) for column in ("low", "high", *dict(LEVELS)) if row[column]}
        quantiles = tuple((level, numbers[column]) for column, level in LEVELS if column in numbers)
        bounds = (numbers.get("low"), numbers.get("high"))
        entries[row["phrase"]] = Entry(name, row["phrase"], row["concept"], *bounds, quantiles)
    return MappingProxyType(entries)


def share(per_cent: float) -> float:
    """Per cent as a probability, at most six decimals: 95.0 / 100 is to be 0.95 and not 0.9500000000000001."""
    return round(per_cent / 100, 6)
