"""A sweep that was read and checked: what is run, which values move together, and its settings by number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from sim.scenario.resolve.scenario import Scenario
from sim.scenario.writing.yaml_write import write_flow

Cell = str | float | bool | None
"""What one axis stands at in one setting, as the store's column tells it."""

Kind = Literal["number", "text", "flag"]


@dataclass(frozen=True)
class SweptScenario:
    """One scenario of a sweep.

    file: its path as the sweep names it. digest: SHA-256 of its text and of every file that it brings along.
    """

    file: str
    scenario: Scenario
    digest: str


@dataclass(frozen=True, slots=True)
class Level:
    """One value of an axis. cell: as a table tells it. changes: path -> value. says: what it means, in a sentence."""

    cell: Cell
    changes: tuple[tuple[str, Any], ...] = ()
    evidence: str | None = None
    until: date | None = None
    says: str = ""


@dataclass(frozen=True)
class SweepAxis:
    """What one column of settings moves: one path, several together, a bundle of edits, evidence or its last day.

    name: the column is `set:<name>`. kind: the type of the cells, of all settings alike. paths: those that a number
    between two ends is put at; empty where only `levels` are. levels: what a grid goes through. low, high, scale: the
    ends of a range, for designs that draw points.
    """

    name: str
    kind: Kind
    levels: tuple[Level, ...] = ()
    paths: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    scale: Literal["linear", "log"] = "linear"


@dataclass(frozen=True)
class SweepSetting:
    """One run. run: its number, from 1. source: place of its scenario. levels: one an axis."""

    run: int
    source: int
    levels: tuple[Level, ...]

    @property
    def changes(self) -> dict[str, Any]:
        """Path -> value, of all axes; later ones win."""
        return {path: value for level in self.levels for path, value in level.changes}

    @property
    def evidence(self) -> str | None:
        """The file of what was seen, as the sweep names it; None for none."""
        return next((level.evidence for level in reversed(self.levels) if level.evidence), None)

    @property
    def until(self) -> date | None:
        """The last day of what was seen that counts; None for no last day."""
        return next((level.until for level in reversed(self.levels) if level.until), None)

    @property
    def edits(self) -> str:
        """The changes as `--set` takes them, in one text."""
        return "; ".join(f"{path}={write_flow(value)}" for path, value in self.changes.items())


@dataclass(frozen=True)
class Sweep:
    """Everything that decides the bytes of a store; can be pickled, and needs no disk afterwards.

    sources: scenarios, each of them with every point of the design. policies, questions: ids, None for all of each
    scenario. points: one tuple of levels a point, in the sweep's order; settings go scenario by scenario.
    evidence: file as named -> its text. chunk: settings a chunk, None where a trial decides. keep: what else is kept.
    notes: what the reader wants known.
    """

    title: str
    sources: tuple[SweptScenario, ...]
    axes: tuple[SweepAxis, ...]
    points: Sequence[tuple[Level, ...]]
    policies: tuple[str, ...] | None = None
    questions: tuple[str, ...] | None = None
    draws: int = 200
    worlds: int = 64
    seed: int = 1
    design: str = "grid"
    chunk: int | None = None
    evidence: Mapping[str, str] = field(default_factory=dict)
    keep: tuple[str, ...] = ()
    file: str = "sweep.yaml"
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.sources) * len(self.points)

    def setting(self, run: int) -> SweepSetting:
        """The setting of that number, from 1; raises IndexError for one that is not there."""
        if not 1 <= run <= len(self):
            raise IndexError(run)
        source, point = divmod(run - 1, len(self.points))
        return SweepSetting(run, source, self.points[point])

    def settings(self, runs: Sequence[int]) -> list[SweepSetting]:
        """The settings of those numbers, in that order."""
        return [self.setting(run) for run in runs]
