"""Sweep files: read, checked against their scenarios, and laid out; every problem is raised at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from sim.batch.sweep import checks
from sim.batch.sweep.axes import draft_axes
from sim.batch.sweep.designs import DrawnPoints, GridPoints, Point
from sim.batch.sweep.drafts import AxisDraft
from sim.batch.sweep.file import RESERVED, Moves, SweepFile, keys_of
from sim.batch.sweep.model import Sweep, SweepAxis
from sim.batch.sweep.problems import SweepProblems
from sim.batch.sweep.scenarios import read_scenarios
from sim.batch.sweep.seen import EvidenceFiles, evidence_axis, until_axis
from sim.batch.sweep.table import read_table
from sim.batch.sweep.trial import try_out
from sim.errors import Problem
from sim.scenario.file import read, validation, yaml_text
from sim.scenario.model.places import Steps
from sim.text_files import label

_DESIGN_KEYS = frozenset({"design", "points", "design_seed", "table", "vary"})
_STAND_INS = {"batch_version": 1, "title": "x", "scenarios": ["x"]}
_TAGS = ("values", "moves")


def read_sweep(path: str | Path) -> Sweep:
    """The sweep in a file, with its scenarios, evidence and table read; `-` is standard input.

    Raises FormatError or ModelError with every problem found, those of the scenarios and of other files under their
    own names, and OSError where the sweep file itself cannot be opened.

    >>> sweep = read_sweep("scenarios/sweeps/first-steps.yaml")
    >>> len(sweep), [axis.name for axis in sweep.axes]
    (147, ['judgments.S14.nudge', 'judgments.S22.says'])
    """
    sweep_file = Path(path)
    document = yaml_text.parse(read.read_text(sweep_file), label(sweep_file))
    problems = SweepProblems(document.places)
    known = {problem.path for problem in document.problems}
    file, lost = _shape(document.data, problems, known)
    if file is None:
        problems.raise_all(document.problems)
        raise AssertionError("a file without a shape has a problem")
    return _Laying(file, lost, sweep_file, problems).sweep(document.problems)


def _shape(data: Any, problems: SweepProblems, known: set[str]) -> tuple[SweepFile | None, frozenset[Steps]]:
    """The file as far as it can be built, and what was left out of it; None where nothing can be built."""
    lost = set[Steps]()
    if not isinstance(data, dict) or not data.keys() & set(keys_of(())):
        problems.shape.append(problems.places.problem((), "not a sweep file: it begins with batch_version: 1"))
        return None, frozenset()
    for _ in range(2):
        try:
            return SweepFile.model_validate(data), frozenset(lost)
        except ValidationError as error:
            for details in error.errors(include_url=False):
                loc = tuple(str(step) for step in details["loc"] if step != "[key]")
                steps = (*loc[:2], *loc[3:]) if loc[0] == "vary" and loc[2:3] and loc[2] in _TAGS else loc
                if details["type"] == "union_tag_not_found":
                    message = "a list of values or a mapping {from, to, points} is expected"
                    problem = problems.places.problem(steps, message)
                else:
                    problem = validation.problem(details, steps, keys_of(steps[:-1]), problems.places)
                if problem.path not in known:
                    problems.shape.append(problem)
                lost.add(steps[:2] if steps[0] == "vary" else steps[:1])
        data = {**_STAND_INS, **_without(data, lost)}
    return None, frozenset()


def _without(data: Mapping[str, Any], lost: set[Steps]) -> dict[str, Any]:
    """The data without what is broken: whole keys, and single axes."""
    left = {key: value for key, value in data.items() if (key,) not in lost}
    if isinstance(left.get("vary"), dict):
        left["vary"] = {name: value for name, value in left["vary"].items() if ("vary", name) not in lost}
    return left


@dataclass
class _Laying:
    """One sweep that is being laid out. lost: what could not be read, of which nothing more is told."""

    file: SweepFile
    lost: frozenset[Steps]
    sweep_file: Path
    problems: SweepProblems

    def sweep(self, before: Sequence[Problem]) -> Sweep:
        """The sweep; raises FormatError or ModelError with every problem found. before: those of the text's reader."""
        file, problems = self.file, self.problems
        found = [] if ("scenarios",) in self.lost else read_scenarios(file.scenarios, self.sweep_file, problems)
        evidence = EvidenceFiles(self.sweep_file, found, problems)
        checks.check_asked(file, found, problems)
        drafts = self._drafts(evidence)
        axes, points = tuple(draft.axis for draft in drafts.values()), None
        if file.laid_out == "table" and file.table is not None:
            columns, points = self._table(file.table, drafts, evidence)
            axes = tuple(column.axis for column in columns)
            drafts = {column.axis.name: drafts.get(column.axis.name, column) for column in columns}
        if not any(steps[0] in _DESIGN_KEYS for steps in self.lost):
            checks.check_design(file, problems)
            checks.check_reserved(file, [axis.name for axis in axes], problems)
            checks.check_size(file, axes, max(len(found), 1), 1 if points is None else len(points), problems)
        untried = try_out(list(drafts.values()), found, problems) if found else 0
        problems.raise_all(before)
        return Sweep(
            file.title, tuple(scenario.source() for scenario in found), axes,
            self._points(axes) if points is None else points, file.policies, file.questions, file.draws, file.worlds,
            file.seed, file.laid_out, file.chunk, evidence.texts, tuple(dict.fromkeys(file.keep)),
            label(self.sweep_file), tuple(checks.notes(file, untried)),
        )  # fmt: skip

    def _drafts(self, evidence: EvidenceFiles) -> dict[str, AxisDraft]:
        """The axes of `vary` that are sound, in its order."""
        made = {draft.axis.name: draft for draft in draft_axes(self.file, self.problems)}
        for name in RESERVED:
            written = self.file.vary.get(name)
            if written is not None and not isinstance(written, Moves):
                on = name == "evidence"
                made[name] = evidence_axis(written, evidence) if on else until_axis(written, self.problems)
        return {name: made[name] for name in self.file.vary if name in made}

    def _table(
        self, name: str, drafts: Mapping[str, AxisDraft], evidence: EvidenceFiles
    ) -> tuple[list[AxisDraft], Sequence[Point] | None]:
        """The columns of the table as axes, and its rows."""
        unsound = self.file.vary.keys() - drafts.keys() | {steps[1] for steps in self.lost if len(steps) > 1}
        axes = {key: draft.axis for key, draft in drafts.items()}
        columns, points = read_table(name, axes, evidence, frozenset(unsound))
        names = {column.axis.name for column in columns}
        for key in axes.keys() - names if columns else ():
            self.problems.tell(("vary", key), f"no column of {name} has this name", at_key=True)
        return columns, points

    def _points(self, axes: tuple[SweepAxis, ...]) -> Sequence[Point]:
        """The points of a design that needs no table."""
        file = self.file
        if file.laid_out == "latin" or file.laid_out == "sobol":
            seed = 1 if file.design_seed is None else file.design_seed
            return DrawnPoints(file.laid_out, axes, file.points or 1, seed)
        return GridPoints(axes)
