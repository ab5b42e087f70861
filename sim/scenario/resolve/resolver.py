"""The words of one scenario file made exact, each once: the checks ask first, the resolved scenario takes it over."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from sim.scenario.model.file import Judgment, ScenarioFile
from sim.scenario.resolve import axes
from sim.scenario.resolve.axes import Axis, Box
from sim.scenario.resolve.calendar import Calendar, calendar_of
from sim.scenario.resolve.policy_path import PolicyPath, policy
from sim.scenario.resolve.questions import Target, target
from sim.scenario.resolve.rounds import Event, events, latest

Names = ParamSpec("Names")
Answer = TypeVar("Answer")


def _once(work: Callable[Concatenate[Resolver, Names], Answer]) -> Callable[Concatenate[Resolver, Names], Answer]:
    """A method that works each answer out when it is first asked for; a judgment is known by its identity."""

    @wraps(work)
    def answer(resolver: Resolver, /, *names: Names.args, **options: Names.kwargs) -> Answer:
        key = (work.__name__, *(name if isinstance(name, str) else id(name) for name in names))
        if key not in resolver.answered:
            resolver.answered[key] = work(resolver, *names, **options)
        made: Answer = resolver.answered[key]
        return made

    return answer


class Resolver:
    """Names, conditions, dates, policies and questions of a file; every answer is worked out when first asked for.

    Every method raises what the function it calls raises where the file is wrong: the checks tell it by then.
    """

    def __init__(self, file: ScenarioFile) -> None:
        self.file = file
        self.answered: dict[Hashable, Any] = {}

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

    @_once
    def axes(self, variable: str) -> tuple[Axis, ...]:
        """The parents of a variable's rows."""
        return axes.axes(self.file.variables, variable)

    @_once
    def box(self, variable: str, judgment: Judgment) -> Box:
        """The rows that one of the file's judgments speaks in."""
        return axes.box(self.file.variables, self.axes(variable), judgment)

    @_once
    def events(self, variable: str, judgment: Judgment) -> frozenset[Event]:
        """The events that one of the file's judgments speaks of."""
        return events(self.file.variables[variable], judgment)

    def answers(self, variable: str, judgment: Judgment) -> Hashable:
        """What one of the file's judgments answers, whatever its round, number and clock: equal for the same question.

        The voice, the events, the rows and the shifted parents count.
        """
        said, rows = self.events(variable, judgment), self.box(variable, judgment)
        return (judgment.expert, judgment.overall, said, judgment.says.shifted, rows)

    def current(self, variable: str) -> Mapping[str, Judgment]:
        """A variable's judgments without those that their voice has answered anew in a later round."""
        group = self.file.judgments.get(variable, {})
        if all(judgment.round == 1 for judgment in group.values()):
            return group
        asked = ((key, self.answers(variable, judgment), judgment.round) for key, judgment in group.items())
        return {name: group[name] for name in latest(asked)}

    @_once
    def path(self, policy_id: str) -> Mapping[str, PolicyPath]:
        """The path of every lever that a policy names."""
        return policy(self.file, self.calendar, policy_id)

    def target(self, question_id: str) -> Target:
        """What a question asks."""
        return target(self.file.variables, self.calendar, question_id, self.file.questions[question_id])
