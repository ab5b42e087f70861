"""What it says of a variable that nothing was reported: up to when, beyond which state, at which chance."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

SET = "the policy sets it"


@dataclass(frozen=True)
class HowReported:
    """How much would be reported of a variable, over how many steps. beyond: position of the state that is no news."""

    reported: float | None
    delay: int
    beyond: int


@dataclass(frozen=True)
class ExactQuiet:
    """A `quiet` that fits its scenario. expected: by variable, all of them in the scenario's order."""

    until: datetime.date
    expected: Mapping[str, HowReported]


@dataclass(frozen=True)
class Silence:
    """The silence about one variable.

    step: the one that holds `until`. beyond: the highest state seen, above which nothing was reported. reported: the
    chance, 0 to 1, that what had happened would have been reported; None where it is not known. delay: the steps over
    which that chance grows from 0, 0 where it is there at once. why_not: why this silence is not counted, empty where
    it is.
    """

    variable: str
    until: datetime.date
    step: int
    beyond: str
    reported: float | None
    delay: int = 0
    why_not: str = ""

    def heard_after(self, steps: int) -> float:
        """The chance to have heard by `until` of what came to hold so many steps before.

        >>> slow = Silence("un", datetime.date(2026, 1, 31), 6, "no_act", 0.9, delay=3)
        >>> slow.heard_after(0), round(slow.heard_after(2), 12), slow.heard_after(5)
        (0.0, 0.6, 0.9)
        """
        grown = min(1.0, steps / self.delay) if self.delay else 1.0
        return (self.reported or 0.0) * grown

    def __str__(self) -> str:
        if self.why_not:
            return f"{self.variable}: {self.why_not}"
        over = f" over {self.delay} step{'s' * (self.delay > 1)}" if self.delay else ""
        return f"{self.variable} beyond {self.beyond} (reported with {100 * (self.reported or 0.0):.10g} %{over})"


class Lever(Protocol):
    """What a policy makes of a variable at steps 0..N: the state it fixes, None where free, and the least it allows."""

    @property
    def fixed(self) -> Sequence[int | None]:
        """The state by step."""

    @property
    def floor(self) -> Sequence[int]:
        """The least state by step."""


def is_set(silence: Silence, rung: int, lever: Lever) -> bool:
    """Whether a policy, and not chance, says if a rung (a state's position) is reached by the day of silence."""
    steps = range(1, silence.step + 1)
    return any(lever.fixed[step] is not None for step in steps) or any(lever.floor[step] >= rung for step in steps)
