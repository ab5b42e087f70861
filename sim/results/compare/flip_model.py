"""What a search for flips hands on: the smallest changes that take an answer to another word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sim.results.head import ResultHead

FlipKind = Literal["judgment", "weight", "reading"]


@dataclass(frozen=True)
class Flip:
    """One change by itself that takes the answer to another word.

    kind: a judgment's nudge, a voice's weight, or the phrase book by which one judgment is read. path, value: as
        `sim.edit` takes them. amount: how far, in log-odds (nudge) or as the absolute log of the factor (weight;
        infinite where the voice is silenced); 0 for a reading. says: the judgment's words, or the voice's name.
    probability, word: of the answer then.
    """

    kind: FlipKind
    path: str
    value: float | str
    amount: float
    says: str
    probability: float
    word: str


@dataclass(frozen=True)
class Flips(ResultHead):
    """The list of one answer. probability, word: as it stands. flips: nudges, then weights, then readings, each kind
    with the smallest change first. tried: how many values were tried. settled: why nothing was tried, else empty."""

    policy: str
    question: str
    asks: str
    probability: float
    word: str
    flips: tuple[Flip, ...]
    tried: int
    settled: str = ""
