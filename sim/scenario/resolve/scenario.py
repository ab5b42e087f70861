"""The scenario that the room hands on: every name, condition, event, date, clock and policy of its file made exact."""

from __future__ import annotations

import datetime
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from sim.errors import Problem
from sim.lexicon import Catalogue
from sim.lexicon.lexicon_file import OwnLexicon
from sim.lexicon.record import TrackRecord
from sim.scenario.model.alternatives import Alternative
from sim.scenario.model.file import Judgment, Question, ScenarioFile, Timeline, Variable
from sim.scenario.model.form import Subject
from sim.scenario.model.forms import Says
from sim.scenario.model.presentation import Presentation
from sim.scenario.model.seed_questions import Seed
from sim.scenario.model.voices import Camp, Expert, PoolSettings, Source
from sim.scenario.resolve.axes import Axis, Box
from sim.scenario.resolve.calendar import Calendar
from sim.scenario.resolve.events import canonical, states
from sim.scenario.resolve.policy_path import PolicyPath
from sim.scenario.resolve.questions import Target
from sim.scenario.resolve.resolver import Resolver

Part = TypeVar("Part")


class _FromFile(Generic[Part]):
    """A part of the scenario that stands in its file under the same name."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, scenario: Scenario, owner: type) -> Part:
        part: Part = getattr(scenario.file, self.name)
        return part


@dataclass(frozen=True, eq=False)
class ResolvedJudgment:
    """A judgment with its words made exact.

    record: as it is written. said: the states (positions) that it speaks of, all of them for a whole row. event: the
    same or its complement, whichever lacks the lowest state; None for a whole row or a shift. folded: it is the
    complement. box: the rows it speaks in. steps: n of its clock, None without one. until: the last step at which it
    speaks. answers: the same for two judgments that answer the same question, whatever their round.
    """

    id: str
    variable: str
    record: Judgment
    said: frozenset[int]
    event: frozenset[int] | None
    folded: bool
    box: Box
    steps: int | None
    until: int
    answers: Hashable

    @property
    def voice(self) -> str:
        return self.record.expert

    @property
    def says(self) -> Says:
        return self.record.says

    @property
    def nudge(self) -> float:
        return self.record.nudge


@dataclass(frozen=True, eq=False)
class Scenario:
    """One scenario file, read, checked and resolved.

    file: what is written. calendar: the dates of the steps. order: all variables, parents of the same step first.
    axes: of each variable, its parents. current: by variable, the judgments that no later round has replaced.
    resolved: every judgment by id. paths: of each policy, the levers it holds. targets: what each question asks.

    Two scenarios are equal when their data are, whatever the file's name, comments and order of keys.
    """

    file: ScenarioFile
    calendar: Calendar
    order: tuple[str, ...]
    axes: Mapping[str, tuple[Axis, ...]]
    current: Mapping[str, Mapping[str, Judgment]]
    resolved: Mapping[str, ResolvedJudgment]
    paths: Mapping[str, Mapping[str, PolicyPath]]
    targets: Mapping[str, Target]

    id = _FromFile[str]()
    title = _FromFile[str]()
    description = _FromFile[str | None]()
    as_of = _FromFile[datetime.date]()
    retrospective = _FromFile[bool]()
    timeline = _FromFile[Timeline]()
    lexicon = _FromFile[Mapping[str, float]]()
    lexicons = _FromFile[Mapping[str, str]]()
    pool = _FromFile[PoolSettings]()
    dependence = _FromFile[float]()
    background = _FromFile[tuple[str, ...]]()
    sources = _FromFile[Mapping[str, Source]]()
    experts = _FromFile[Mapping[str, Expert]]()
    camps = _FromFile[Mapping[str, Camp]]()
    seeds = _FromFile[Mapping[str, Seed]]()
    variables = _FromFile[Mapping[str, Variable]]()
    judgments = _FromFile[Mapping[str, Mapping[str, Judgment]]]()
    not_encoded = _FromFile[Mapping[str, str]]()
    policies = _FromFile[Mapping[str, Mapping[str, tuple[str, ...]]]]()
    questions = _FromFile[Mapping[str, Question]]()
    alternatives = _FromFile[Mapping[str, Alternative]]()
    presentation = _FromFile[Presentation | None]()
    name = _FromFile[str]()
    notes = _FromFile[tuple[str, ...]]()
    own_lexicons = _FromFile[Mapping[str, OwnLexicon]]()
    catalogue = _FromFile[Catalogue]()
    track_record = _FromFile[TrackRecord | None]()
    digest = _FromFile[str]()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Scenario) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def content(self) -> dict[str, Any]:
        """All data of the scenario."""
        return self.file.content()

    def chains(self, variable: str) -> tuple[tuple[str, ...], ...]:
        """The ids of a variable's judgments that answer the same in several rounds, the earliest round first."""
        group = self.judgments.get(variable, {})
        asked: dict[Hashable, list[str]] = {}
        for key in sorted(group, key=lambda key: group[key].round):
            asked.setdefault(self.resolved[key].answers, []).append(key)
        return tuple(tuple(keys) for keys in asked.values() if group[keys[0]].round < group[keys[-1]].round)

    def problem(self, path: str, message: str) -> Problem:
        """A problem with the value at a dotted path (`judgments.S14.about`), with its place in the file."""
        return self.file.problem(path, message)

    def with_voices(self, experts: Mapping[str, Expert], **parts: object) -> Scenario:
        """The scenario with other voices, and other parts of the file that no name or date hangs on.

        Nothing is checked.
        """
        return replace(self, file=self.file.changed(experts=experts, **parts))

    def asking(
        self, questions: Mapping[str, Question], policies: Mapping[str, Mapping[str, tuple[str, ...]]]
    ) -> Scenario:
        """The scenario with these questions and policies in place of its own; what is believed stays as it is.

        Nothing is checked: the caller's events and states must exist. Raises ModelError for a policy that cannot be
        followed. Paths of `sim.scenario.edit` are not for it.

        >>> from sim.scenario.file.read import loads
        >>> head = "schema_version: 1\\nid: a\\ntitle: T\\nas_of: 2025-12-24\\ntimeline: {steps: 1, step: 1 week}\\n"
        >>> sorted(loads(head + "variables: {x: {label: X, states: [no, yes]}}").asking({}, {"free": {}}).policies)
        ['free']
        """
        words = Resolver(self.file.changed(questions=dict(questions), policies=dict(policies)))
        words.calendar = self.calendar
        paths, targets = {name: words.path(name) for name in policies}, {name: words.target(name) for name in questions}
        return replace(self, file=words.file, paths=paths, targets=targets)


def resolve(words: Resolver) -> Scenario:
    """The scenario of a file in which the checks have found nothing wrong."""
    file = words.file
    return Scenario(
        file=file,
        calendar=words.calendar,
        order=words.order,
        axes={name: words.axes(name) for name in file.variables},
        current={name: words.current(name) for name in file.variables},
        resolved={
            key: _judgment(words, name, key, judgment)
            for name, group in file.judgments.items()
            for key, judgment in group.items()
        },
        paths={name: words.path(name) for name in file.policies},
        targets={name: words.target(name) for name in file.questions},
    )


def _judgment(words: Resolver, name: str, key: str, judgment: Judgment) -> ResolvedJudgment:
    variable, last = words.file.variables[name], words.file.timeline.steps
    size = len(variable.states)
    said, event, folded = frozenset(range(size)), None, False
    if judgment.says.subject is Subject.EVENT:
        said = states(judgment.about, variable.states, variable.ordered, name)
        event, folded = canonical(said, size)
    steps, until = (1 if judgment.per_step else judgment.within), last
    if judgment.by is not None:
        steps = until = words.calendar.last_step_by(judgment.by)
    answers = words.answered(name, judgment)
    return ResolvedJudgment(key, name, judgment, said, event, folded, answers.box, steps, until, answers)
