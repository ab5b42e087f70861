"""The two axes that are no paths: what was seen after `as_of`, and the last day of it that counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sim.batch.sweep.drafts import AxisDraft
from sim.batch.sweep.model import Level, SweepAxis
from sim.batch.sweep.problems import SweepProblems
from sim.batch.sweep.scenarios import ReadScenario
from sim.errors import FormatError, ModelError, Problem, escaped
from sim.scenario import evidence
from sim.scenario.file import read
from sim.scenario.model import values
from sim.text_files import folder, label

NONE = "none"
"""What stands for no evidence."""


@dataclass
class EvidenceFiles:
    """The evidence files of a sweep, each read once and checked against every scenario.

    texts: of the files, as the sweep names them.
    """

    sweep_file: Path
    scenarios: Sequence[ReadScenario]
    problems: SweepProblems
    texts: dict[str, str] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)

    def level(self, value: object, spot: Problem) -> Level | None:
        """The level of a file's name, or of `none`; None, and a problem, for a file that cannot be used."""
        if value is None or value == NONE:
            return Level(NONE)
        if not isinstance(value, str):
            message = f"the name of an evidence file, or none, is expected, not {values.shown(value)}"
            self.problems.tell_at(spot, message)
            return None
        if value not in self.texts and value not in self.refused:
            self._read(value, spot)
        return Level(value, evidence=value) if value in self.texts else None

    def _read(self, name: str, spot: Problem) -> None:
        path = (folder(self.sweep_file) or Path()) / name
        try:
            text = read.read_text(path)
        except FormatError as error:
            self.problems.keep(error)
            self.refused.add(name)
            return
        except OSError as error:
            self.problems.tell_at(spot, f"{escaped(name)}: {error.strerror or error}; it counts from the sweep file")
            self.refused.add(name)
            return
        self.texts[name] = text
        told: dict[Problem, str] = {}
        for scenario in self.scenarios:
            try:
                evidence.loads(text, label(path), scenario.scenario)
            except (FormatError, ModelError) as error:
                for problem in error.problems:
                    told.setdefault(problem, scenario.file)
        for problem, file in told.items():
            several = f" (in {file})" if len(self.scenarios) > 1 else ""
            self.problems.tell_at(problem, problem.message + several)


def evidence_axis(written: Sequence[object], files: EvidenceFiles) -> AxisDraft:
    """The axis of evidence files that `vary` lists."""
    spots = [files.problems.spot("vary", "evidence", str(number)) for number in range(len(written))]
    levels = [files.level(value, spot) for value, spot in zip(written, spots, strict=True)]
    return _draft("evidence", levels, spots, files.problems)


def until_axis(written: Sequence[object], problems: SweepProblems) -> AxisDraft:
    """The axis of last days that `vary` lists; null for no last day."""
    spots = [problems.spot("vary", "until", str(number)) for number in range(len(written))]
    levels = [until_level(value, spot, problems) for value, spot in zip(written, spots, strict=True)]
    return _draft("until", levels, spots, problems)


def until_level(value: object, spot: Problem, problems: SweepProblems) -> Level | None:
    """The level of a day, or of none; None, and a problem, for what is no day."""
    try:
        return Level(None) if value is None else Level(str(values.day(value)), until=values.day(value))
    except ValueError as error:
        problems.tell_at(spot, str(error))
        return None


def _draft(name: str, levels: Sequence[Level | None], spots: Sequence[Problem], problems: SweepProblems) -> AxisDraft:
    first: dict[object, Problem] = {}
    for level, spot in zip(levels, spots, strict=True):
        if level is not None and first.setdefault(level.cell, spot) is not spot:
            problems.tell_at(spot, f"{values.shown(level.cell)} is there twice")
    axis = SweepAxis(name, "text", tuple(level for level in levels if level is not None))
    return AxisDraft(axis, problems.spot("vary", name, at_key=True), {})
