"""Scenarios that reality has answered: the file, its resolutions, and what was seen on the way."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sim.scenario import evidence, resolutions
from sim.scenario.file import read
from sim.scenario.resolutions import Resolution
from sim.scenario.resolve.observations import Observation
from sim.scenario.resolve.scenario import Scenario


@dataclass(frozen=True, eq=False)
class ResolvedCase:
    """One resolved scenario. evidence: the file of what was seen; None without one."""

    scenario: Scenario
    resolutions: Mapping[str, Resolution]
    evidence: Path | None = None

    def seen(self, day: datetime.date) -> tuple[Observation, ...]:
        """What had been seen by the end of a day; raises what reading evidence raises."""
        return evidence.evidence(self.scenario, self.evidence, until=day)

    def days(self) -> list[datetime.date]:
        """The days on which the forecast changed: the scenario's own, and each on which something was seen."""
        seen = () if self.evidence is None else evidence.load(self.evidence, self.scenario)
        return sorted({self.scenario.as_of, *(one.date for one in seen if one.date is not None)})


def find_cases(path: str | Path) -> Iterator[Path]:
    """The scenario files at a path, as `sim.scenario.file.read.find` has them, beside which resolutions lie."""
    return (file for file in read.find(path) if file.with_name("resolutions.yaml").is_file())


def load_case(file: str | Path) -> ResolvedCase:
    """A scenario with the resolutions.yaml and, where there is one, the evidence.yaml beside it.

    Raises FormatError or ModelError with every problem found, and OSError where a file cannot be opened.
    """
    file = Path(file)
    scenario, beside = read.read(file), file.with_name("evidence.yaml")
    answers = resolutions.load(file.with_name("resolutions.yaml"), scenario)
    return ResolvedCase(scenario, answers, beside if beside.is_file() else None)
