"""What each voice says of the events behind an answer, draw by draw, beside what all of them make of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.arrays import Floats
from sim.priors.assumption import Assumption
from sim.priors.model import JudgmentPrior
from sim.results.explain.model import Explanation

LEVELS = (0.05, 0.5, 0.95)


@dataclass(frozen=True, eq=False)
class VoiceStance:
    """One judgment on one event.

    draws: (draws,), the event's probability as the judgment has it, over the clock of the whole event. span: its 5 %,
    50 % and 95 % quantiles; those of the judgment itself where it speaks of this very event and clock, else of `draws`.
    share: of the doubt about the answer; 0 where it has none.
    """

    judgment: str
    voice: str
    draws: Floats
    span: tuple[float, float, float]
    share: float


@dataclass(frozen=True, eq=False)
class SpokenEvent:
    """One event in one row, and all who speak of it there.

    event, condition: in the scenario's own words. steps: within how many the event comes; None where it has no clock.
    pooled: (draws,), its probability in the row. span: 5 %, 50 % and 95 % quantiles of that. share: of the doubt about
    the answer, of all who speak. repaired: share of draws in which what is said in the row had to be made to agree;
    moved: the events whose probability was moved there. alone: no one spoke of the event; one voice completes the row.
    lasting: the policy leaves the row possible when the question is settled. asked: it is the question's own event,
    over its time. turns: the variables whose turns may lead from the row to another of its variable's rows.
    movers: the voices whose shifts are all that sets these rows apart; none where other things do too.
    """

    variable: str
    event: str
    condition: str
    steps: int | None
    voices: tuple[VoiceStance, ...]
    pooled: Floats
    span: tuple[float, float, float]
    share: float
    repaired: float
    moved: tuple[str, ...]
    alone: bool
    lasting: bool
    asked: bool
    turns: tuple[str, ...]
    movers: tuple[str, ...]

    @property
    def key(self) -> str:
        """A name that no other event of the same answer has: the variable, the event, and who speaks."""
        return f"{self.variable}:{self.event}:{self.voices[0].judgment}"

    @property
    def apart(self) -> tuple[VoiceStance, VoiceStance]:
        """Who puts the event lowest and who highest, by median."""
        by_median = sorted(self.voices, key=lambda one: one.span[1])
        return by_median[0], by_median[-1]


@dataclass(frozen=True, eq=False)
class AnswerGrounds:
    """An explanation with what lies behind it.

    explanation: without the runs of what if. events: those in lasting rows first, and of these those with the largest
    share. met: the variables that the answer hangs on, nearest first. judgments: all of the scenario, as priors.
    assumptions: of all the priors. warnings: likewise, but for what had to be made to agree, which the events hold.
    """

    explanation: Explanation
    events: tuple[SpokenEvent, ...]
    met: tuple[str, ...]
    judgments: Mapping[str, JudgmentPrior]
    assumptions: tuple[Assumption, ...]
    warnings: tuple[str, ...]
