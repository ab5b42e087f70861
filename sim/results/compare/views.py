"""What a table of alternatives hands on: every answer under each view, and how evidence speaks for and against it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sim.results.forecast.model import Answer
from sim.results.head import ResultHead

AS_WRITTEN = "as written"
"""The file itself, the first of all views."""


@dataclass(frozen=True)
class AlternativeView:
    """One view of the matter.

    name: of the alternative, or `AS_WRITTEN`. says: in a sentence. edits: as `--set` takes them. answers: by question.
    evidence: P(all that was seen | this view); None where nothing was. ratio: the same over that of the file as
        written. single: observation -> P(it alone | this view). hindsight: whether it was written with knowledge of how
        the matter ended.
    """

    name: str
    says: str
    edits: str
    answers: Mapping[str, Answer]
    evidence: float | None = None
    ratio: float | None = None
    single: Mapping[str, float] | None = None
    hindsight: bool = False

    def beside(self, own: AlternativeView) -> AlternativeView:
        """The same, with the ratio of its evidence to that of the file as written; None where nothing was seen."""
        return replace(self, ratio=None if self.evidence is None or not own.evidence else self.evidence / own.evidence)


@dataclass(frozen=True)
class Views(ResultHead):
    """The table of one scenario under one policy, the file as written first. observations: what was seen, in words."""

    policy: str
    questions: tuple[str, ...]
    asks: Mapping[str, str]
    views: tuple[AlternativeView, ...]
    observations: tuple[str, ...] = ()
