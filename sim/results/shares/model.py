"""Whose answer it is: shares of an answer's variance, by voice, by kind of voice, and what belongs to no voice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sim.arrays import Flags

WHO = "who is right"
BOOK = "phrase book"
TRUST = "trust in words"
TOGETHER = "together"
WORLDS = "too few worlds"

MEANING = {
    WHO: "how much hangs on which voices are believed more: their weights, as drawn",
    BOOK: "which lexicon a draw reads the phrases by",
    TRUST: "how far such words deserve trust: what the record of them leaves open",
    TOGETHER: "what sentences do in combination, beyond what each does alone",
    WORLDS: "the noise of finitely many worlds; more of them take it away",
}

DIGITS = 6
"""Of a share: what linear algebra adds beyond them differs between machines."""
AUTHOR = "assumption"
"""The kind of a voice that is the author's own."""
EXPERTS = frozenset({"published", "official"})
"""The kinds of voice of people who were asked or quoted."""


@dataclass(frozen=True)
class AnswerShares:
    """The shares of the variance of one answer's log-odds over the draws; all of them add up to 1.

    voices, kinds: voice or kind of voice -> what it says, largest first. rest: a name of `MEANING` -> what belongs to
    no voice. spoken: (variable, voice) -> what the voice says there. met: variable that the answer hangs on -> the
    combinations of its parents' states that can be met. towards: of these variables, what words are moved towards.
    """

    voices: Mapping[str, float]
    kinds: Mapping[str, float]
    rest: Mapping[str, float]
    spoken: Mapping[tuple[str, str], float] = field(default_factory=dict)
    met: Mapping[str, Flags] = field(default_factory=dict, compare=False, repr=False)
    towards: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)

    @property
    def author(self) -> float:
        """The share of what is the author's own assumption."""
        return self.kinds.get(AUTHOR, 0.0)

    @property
    def experts(self) -> float:
        """The share of what published and official voices say."""
        return sum(share for kind, share in self.kinds.items() if kind in EXPERTS)
