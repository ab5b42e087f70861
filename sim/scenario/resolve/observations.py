"""Evidence made exact: what was seen of which variable, as the likelihood of every state or of a past."""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(frozen=True)
class Observation:
    """One dated observation of one variable.

    step: the step that holds the date, 1..N. at: the likelihood of what was seen, one number in [0, 1] a
    state at that step; None where the observation speaks of the whole past. ever: then the event that
    has or has not held at some step 1..`step`, with the likelihood of what was seen where it has
    (`if_ever`) and where it has not (`if_never`). text: the observation in the analyst's words.
    """

    id: str
    variable: str
    step: int
    at: tuple[float, ...] | None = None
    ever: frozenset[int] = frozenset()
    if_ever: float = 1.0
    if_never: float = 1.0
    date: datetime.date | None = None
    text: str = ""

    @property
    def steps(self) -> range:
        """The steps at which it looks at the variable."""
        return range(self.step, self.step + 1) if self.at is not None else range(1, self.step + 1)

    def __str__(self) -> str:
        return f"{self.id} ({self.text})" if self.text else self.id
