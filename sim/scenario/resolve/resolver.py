"""The words of one scenario file made exact, each once: the checks ask first, the resolved scenario takes it over."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from sim.scenario.model.file import Judgment, ScenarioFile
from sim.scenario.resolve import axes
from sim.scenario.resolve.axes import Axis
from sim.scenario.resolve.calendar import Calendar, calendar_of
from sim.scenario.resolve.policy_path import PolicyPath, policy
from sim.scenario.resolve.questions import Target, target
from sim.scenario.resolve.rounds import Answered, answered, latest


class Resolver:
    """Names, conditions, dates, policies and questions of a file; every answer is worked out when first asked for.

    Every method raises what the function it calls raises where the file is wrong: the checks tell it by then.
    """

    def __init__(self, file: ScenarioFile) -> None:
        self.file = file
        self._axes: dict[str, tuple[Axis, ...]] = {}
        self._answered: dict[int, Answered] = {}
        self._paths: dict[str, Mapping[str, PolicyPath]] = {}

    @cached_property
    def calendar(self) -> Calendar:
        """The timeline's dates; raises OverflowError after the year 9999."""
        return calendar_of(self.file.as_of, self.file.timeline)

    @cached_property
    def order(self) -> tuple[str, ...]:
        """All variables, parents of the same step before their children."""
        return axes.order(self.file.variables)

    def parents(self, variable: str) -> tuple[str, ...]:
        """The names of a variable's axes, whether or not the parents exist."""
        return axes.parents(variable, self.file.variables[variable])

    def axes(self, variable: str) -> tuple[Axis, ...]:
        """The parents of a variable's rows."""
        if variable not in self._axes:
            self._axes[variable] = axes.axes(self.file.variables, variable)
        return self._axes[variable]

    def answered(self, variable: str, judgment: Judgment) -> Answered:
        """What one of the file's judgments answers: which events, in which rows."""
        if id(judgment) not in self._answered:
            rows = axes.box(self.file.variables, self.axes(variable), judgment)
            self._answered[id(judgment)] = answered(self.file.variables[variable], judgment, rows)
        return self._answered[id(judgment)]

    def current(self, variable: str) -> Mapping[str, Judgment]:
        """A variable's judgments without those that their voice has answered anew in a later round."""
        group = self.file.judgments.get(variable, {})
        if all(judgment.round == 1 for judgment in group.values()):
            return group
        asked = ((key, self.answered(variable, judgment), judgment.round) for key, judgment in group.items())
        return {name: group[name] for name in latest(asked)}

    def path(self, policy_id: str) -> Mapping[str, PolicyPath]:
        """The path of every lever that a policy names."""
        if policy_id not in self._paths:
            self._paths[policy_id] = policy(self.file, self.calendar, policy_id)
        return self._paths[policy_id]

    def target(self, question_id: str) -> Target:
        """What a question asks."""
        return target(self.file.variables, self.calendar, question_id, self.file.questions[question_id])
