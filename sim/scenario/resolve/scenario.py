"""The scenario that the room hands on: every name, condition, event, date, clock and policy of its file made exact."""

from __future__ import annotations

import datetime
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sim.errors import Problem
from sim.lexicon import Catalogue
from sim.lexicon.lexicon_file import OwnLexicon
from sim.scenario.model.file import Expert, Judgment, PoolSettings, Question, ScenarioFile, Source, Timeline, Variable
from sim.scenario.model.form import Subject
from sim.scenario.model.forms import Says
from sim.scenario.model.seed_questions import Seed
from sim.scenario.resolve.axes import Axis, Box
from sim.scenario.resolve.calendar import Calendar
from sim.scenario.resolve.events import canonical, states
from sim.scenario.resolve.policy_path import PolicyPath
from sim.scenario.resolve.questions import Target
from sim.scenario.resolve.resolver import Resolver
from sim.scenario.resolve.rounds import chains


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

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Scenario) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    @property
    def id(self) -> str:
        return self.file.id

    @property
    def title(self) -> str:
        return self.file.title

    @property
    def description(self) -> str | None:
        return self.file.description

    @property
    def as_of(self) -> datetime.date:
        return self.file.as_of

    @property
    def timeline(self) -> Timeline:
        return self.file.timeline

    @property
    def lexicon(self) -> Mapping[str, float]:
        return self.file.lexicon

    @property
    def lexicons(self) -> Mapping[str, str]:
        return self.file.lexicons

    @property
    def pool(self) -> PoolSettings:
        return self.file.pool

    @property
    def dependence(self) -> float:
        return self.file.dependence

    @property
    def background(self) -> tuple[str, ...]:
        return self.file.background

    @property
    def sources(self) -> Mapping[str, Source]:
        return self.file.sources

    @property
    def experts(self) -> Mapping[str, Expert]:
        return self.file.experts

    @property
    def seeds(self) -> Mapping[str, Seed]:
        return self.file.seeds

    @property
    def variables(self) -> Mapping[str, Variable]:
        return self.file.variables

    @property
    def judgments(self) -> Mapping[str, Mapping[str, Judgment]]:
        return self.file.judgments

    @property
    def not_encoded(self) -> Mapping[str, str]:
        return self.file.not_encoded

    @property
    def policies(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        return self.file.policies

    @property
    def questions(self) -> Mapping[str, Question]:
        return self.file.questions

    @property
    def name(self) -> str:
        """The file's name as messages show it."""
        return self.file.name

    @property
    def notes(self) -> tuple[str, ...]:
        """What the reader changed or wants known: a row normalised, a deadline inside a step."""
        return self.file.notes

    @property
    def own_lexicons(self) -> Mapping[str, OwnLexicon]:
        """The lexicons that the scenario brings along, by name."""
        return self.file.own_lexicons

    @property
    def catalogue(self) -> Catalogue:
        """The lexicons that the scenario can name: its own and those that come with the program."""
        return self.file.catalogue

    @property
    def digest(self) -> str:
        """SHA-256 of the content as canonical JSON."""
        return self.file.digest

    def content(self) -> dict[str, Any]:
        """All data of the scenario."""
        return self.file.content()

    def chains(self, variable: str) -> tuple[tuple[str, ...], ...]:
        """The ids of a variable's judgments that answer the same in several rounds, the earliest round first."""
        group = {key: self.resolved[key] for key in self.judgments.get(variable, {})}
        return chains({key: (one.answers, one.record.round) for key, one in group.items()})

    def problem(self, path: str, message: str) -> Problem:
        """A problem with the value at a dotted path (`judgments.S14.about`), with its place in the file."""
        return self.file.problem(path, message)

    def with_voices(self, experts: Mapping[str, Expert], **parts: object) -> Scenario:
        """The scenario with other voices, and other parts of the file that no name or date hangs on.

        Nothing is checked.
        """
        return replace(self, file=self.file.changed(experts=experts, **parts))


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
    box, answers = words.box(name, judgment), words.answers(name, judgment)
    return ResolvedJudgment(key, name, judgment, said, event, folded, box, steps, until, answers)
