"""What a ledger holds: forecasts as they were said, each with its day."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from sim.errors import Problem
from sim.results.forecast.model import Interval
from sim.results.settings import RunSettings

LEVELS = (0.01, 0.05, 0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.9, 0.95, 0.99)
"""Of the quantiles over draws that an entry keeps."""


@dataclass(frozen=True)
class LedgerAnswer:
    """One question under one policy as it was said. quantiles: over draws, at `LEVELS`. The rest: as in `Answer`."""

    policy: str
    question: str
    asks: str
    deadline: datetime.date
    probability: float
    quantiles: tuple[float, ...]
    sampling_error: float
    method: str
    word: str

    @property
    def median(self) -> float:
        """The 50 % quantile over draws."""
        return self._quantile(0.5)

    @property
    def interval50(self) -> Interval:
        """From the 25 % to the 75 % quantile."""
        return Interval(0.5, self._quantile(0.25), self._quantile(0.75))

    @property
    def interval90(self) -> Interval:
        """From the 5 % to the 95 % quantile."""
        return Interval(0.9, self._quantile(0.05), self._quantile(0.95))

    def _quantile(self, level: float) -> float:
        return self.quantiles[LEVELS.index(level)]


@dataclass(frozen=True)
class LedgerEntry:
    """One forecast as it was said on one day.

    date: the day as which it was entered. answers: keyed (policy, question), in the file's order. observations: what
    was seen by then, in words. evidence_digest: SHA-256 of these; empty where nothing was seen. scenario_digest: of the
    scenario as it was run. versions: of sim, NumPy and SciPy. digest: the first 32 hexadecimal digits of the SHA-256
    of the file's bytes, as in its name. file: its path.
    """

    date: datetime.date
    scenario: str
    title: str
    as_of: datetime.date
    scenario_digest: str
    settings: RunSettings
    observations: tuple[str, ...]
    evidence_digest: str
    versions: Mapping[str, str]
    answers: Mapping[tuple[str, str], LedgerAnswer]
    digest: str = field(default="", compare=False)
    file: str = field(default="", compare=False)

    @property
    def policies(self) -> tuple[str, ...]:
        """The policies that have answers."""
        return tuple(dict.fromkeys(policy for policy, _ in self.answers))

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions that have answers."""
        return tuple(dict.fromkeys(question for _, question in self.answers))


@dataclass(frozen=True)
class Entered:
    """What became of an entry. is_new: false where the same numbers were there already; `entry` is then that one."""

    entry: LedgerEntry
    is_new: bool


@dataclass(frozen=True)
class LedgerState:
    """What a look at every file of a ledger found.

    entries: those that are sound, by day. problems: entries that were changed, renamed, removed or entered twice.
    abandoned: the paths of unfinished files whose writers died; nothing of the ledger is in them.
    """

    folder: str
    entries: tuple[LedgerEntry, ...]
    problems: tuple[Problem, ...]
    abandoned: tuple[str, ...]
