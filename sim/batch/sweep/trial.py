"""Every path and value of a sweep, tried on its scenarios before the start: what would fail in every run is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from sim.batch.sweep.drafts import AxisDraft, Try, places_of
from sim.batch.sweep.problems import SweepProblems
from sim.batch.sweep.scenarios import ReadScenario
from sim.errors import FormatError, ModelError, Problem
from sim.scenario.check.findings import PROBLEMS_MAX
from sim.scenario.edit import edit, find_ways
from sim.scenario.model.places import Steps

EDITS_MAX = 1000
"""Values tried over all scenarios; beyond it each scenario has its share, those of each axis spread over its values."""

_TOLD_OF_A_TRY = 3


def try_out(drafts: Sequence[AxisDraft], scenarios: Sequence[ReadScenario], problems: SweepProblems) -> int:
    """Tries the axes on every scenario, and tells what is refused; returns how many values were left untried.

    A value refused only together with another is not known before the run. Files that an edit reads from a scenario's
    folder are kept by the scenario.
    """
    trial = _Trial(len(scenarios))
    untried = 0
    for scenario in scenarios:
        sound = [draft for draft in drafts if trial.paths(draft, scenario)]
        trial.clashes(sound, scenario)
        chosen = _chosen([draft.tries for draft in sound], max(EDITS_MAX // len(scenarios), 3 * len(sound)))
        for attempt in chosen:
            trial.value(attempt, scenario)
        untried += sum(len(draft.tries) + draft.left_out for draft in sound) - len(chosen)
    for problem in trial.problems():
        problems.tell_at(problem, problem.message)
    return untried


def _chosen(tries: Sequence[Sequence[Try]], most: int) -> list[Try]:
    """All tries, or of very many about `most`: of every axis the first, the last and some between."""
    share = most // max(len(tries), 1)
    chosen: list[Try] = []
    for attempts in tries:
        if sum(map(len, tries)) <= most or len(attempts) <= share:
            chosen += attempts
            continue
        places = set(places_of(len(attempts), share))
        chosen += [attempt for place, attempt in enumerate(attempts) if place in places or attempt.brings_file]
    return chosen


@dataclass
class _Trial:
    """What was refused so far: spot and message -> the scenarios that refuse. size: scenarios in all."""

    size: int
    refused: dict[Problem, list[str]] = field(default_factory=dict)

    def tell(self, spot: Problem, message: str, scenario: ReadScenario) -> None:
        if len(self.refused) <= PROBLEMS_MAX:
            files = self.refused.setdefault(replace(spot, message=message), [])
            if scenario.file not in files:
                files.append(scenario.file)

    def problems(self) -> Iterator[Problem]:
        """Each refusal once, with the scenarios that it is of where there are several."""
        for problem, files in self.refused.items():
            others = f" and {len(files) - 1} more" if len(files) > 1 else ""
            where = f" (in {files[0]}{others})" if self.size > 1 and len(files) < self.size else ""
            yield replace(problem, message=problem.message + where)

    def paths(self, draft: AxisDraft, scenario: ReadScenario) -> bool:
        """Whether every path of an axis exists, and none of those set together replaces another's."""
        known = True
        for path, spot in draft.paths.items():
            try:
                find_ways(scenario.scenario, [path])
            except ModelError as error:
                known = False
                self.tell(spot, _unknown(error.problems[0].message, path, draft), scenario)
        together = {tuple(attempt.changes): attempt for attempt in draft.tries} if known else {}
        for paths, attempt in together.items():
            try:
                find_ways(scenario.scenario, paths)
            except ModelError as error:
                known = False
                for problem in error.problems:
                    self.tell(draft.paths.get(problem.path, attempt.spot), problem.message, scenario)
        return known

    def clashes(self, drafts: Sequence[AxisDraft], scenario: ReadScenario) -> None:
        """Tells of two axes that move one value, or of which one replaces what the other moves."""
        moved: dict[Steps, tuple[AxisDraft, str]] = {}
        ways = [(draft, path, find_ways(scenario.scenario, [path])[path]) for draft in drafts for path in draft.paths]
        for draft, path, steps in ways:
            other, _ = moved.setdefault(steps, (draft, path))
            if other is not draft:
                message = f"two axes move {path}: {other.axis.name} and {draft.axis.name}"
                self.tell(draft.paths[path], message, scenario)
        for draft, path, steps in ways:
            for depth in range(1, len(steps)):
                other, above = moved.get(steps[:depth], (draft, ""))
                if other is not draft:
                    message = f"two axes contradict: {above} ({other.axis.name}) replaces what {path} changes"
                    self.tell(draft.paths[path], message, scenario)

    def value(self, attempt: Try, scenario: ReadScenario) -> None:
        """Tells why an edit is refused, if it is."""
        try:
            edited = edit(scenario.scenario, attempt.changes)
        except (FormatError, ModelError) as error:
            for problem in error.problems[:_TOLD_OF_A_TRY]:
                spot = attempt.spots.get(problem.path)
                message = _said(problem, attempt) if spot is None else problem.message
                self.tell(spot or attempt.spot, message, scenario)
        else:
            scenario.bring(edited.file._beside)


def _unknown(message: str, path: str, draft: AxisDraft) -> str:
    """Why a path leads nowhere; a name of its own is told what it lacks."""
    if path == draft.axis.name and "." not in path:
        return f"{message}; a name of your own needs `paths` or `bundles`"
    return message


def _said(problem: Problem, attempt: Try) -> str:
    """An edit's problem as it is told at the value: with its path where several are set or it lies elsewhere."""
    if problem.file == "--set":
        return problem.message if [problem.path] == list(attempt.changes) else f"{problem.path}: {problem.message}"
    place = problem.file if problem.line is None else f"{problem.file}:{problem.line}"
    return f"then {problem.path} is refused ({place}): {problem.message}"
