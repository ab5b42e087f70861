"""Evidence made exact: what was seen of which variable, as the likelihood of every state or of a past."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from sim.scenario.resolve.silence import SET, ExactQuiet, Lever, Silence, is_set


@dataclass(frozen=True)
class Observation:
    """One dated observation of one variable.

    step: the step that holds the date, 1..N. at: the likelihood of what was seen, one number in [0, 1] a
    state at that step; None where the observation speaks of the whole past. ever: then the event that
    has or has not held at some step 1..`step`, with the likelihood of what was seen where it has
    (`if_ever`) and where it has not (`if_never`). text: the observation in the analyst's words.
    silence: what it is a part of where nobody wrote it: that nothing was reported.
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
    silence: Silence | None = None

    @property
    def steps(self) -> range:
        """The steps at which it looks at the variable."""
        return range(self.step, self.step + 1) if self.at is not None else range(1, self.step + 1)

    def __str__(self) -> str:
        return f"{self.id} ({self.text})" if self.text else self.id


class Observations(tuple[Observation, ...]):
    """What was seen, and what its file says of silence.

    silences: what silence says of every variable, counted or not; None where nothing is said of silence at all.
    written, quiet: what both were made from: the list as it was written, and how much of the rest would be reported;
    None where silence does not count.
    """

    silences: tuple[Silence, ...] | None
    written: tuple[Observation, ...]
    quiet: ExactQuiet | None

    def __new__(
        cls, seen: Iterable[Observation] = (), silences: Iterable[Silence] | None = None, *,
        written: Iterable[Observation] = (), quiet: ExactQuiet | None = None,
    ) -> Self:  # fmt: skip
        made = super().__new__(cls, seen)
        made.silences = None if silences is None else tuple(silences)
        made.written, made.quiet = tuple(written), quiet
        return made


def listed(seen: Iterable[Observation]) -> tuple[Observation, ...]:
    """Those that somebody wrote, without what silence says."""
    return tuple(one for one in seen if one.silence is None)


def heard(seen: Iterable[Observation], levers: Mapping[str, Lever]) -> tuple[Observation, ...]:
    """Those that count under a policy: silence about what it sets says nothing. levers: by variable."""
    return tuple(one for one in seen if not (one.variable in levers and _unheard(one, levers[one.variable])))


def by_statement(seen: Iterable[Observation]) -> dict[str, tuple[Observation, ...]]:
    """What was seen, statement by statement in words: each on the list by itself, silence about one variable as one."""
    found: dict[str, tuple[Observation, ...]] = {}
    for one in seen:
        silence = one.silence
        text = str(one) if silence is None else f"quiet ({silence}, until {silence.until})"
        found[text] = (*found.get(text, ()), one)
    return found


def silences(seen: Sequence[Observation], levers: Mapping[str, Lever]) -> tuple[Silence, ...] | None:
    """What silence says of every variable under a policy, counted or not; None where nothing is said of silence."""
    told = getattr(seen, "silences", None)
    if told is None:
        told = tuple(dict.fromkeys(one.silence for one in seen if one.silence is not None)) or None
    if told is None:
        return None
    kept = {one.silence for one in heard(seen, levers)}
    lost = {one.silence for one in seen} - kept
    return tuple(replace(one, why_not=SET) if one in lost else one for one in told)


def _unheard(one: Observation, lever: Lever) -> bool:
    return one.silence is not None and is_set(one.silence, min(one.ever), lever)
