"""What the checks have found so far, and which records are no longer worth checking."""

from __future__ import annotations

import datetime
import functools
import operator
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sim.errors import Problem, nearest
from sim.scenario.model.file import Judgment, ScenarioFile
from sim.scenario.model.places import Steps, dotted, record_of
from sim.scenario.resolve.axes import PREVIOUS
from sim.scenario.resolve.events import states
from sim.scenario.resolve.resolver import Resolver

PROBLEMS_MAX = 200
"""Problems told of one file: who has more than these has one mistake, made everywhere."""

COMPARED_MAX = 1000
"""Names that an unknown one is compared with."""

ROUNDING = 1e-9
"""How far a row may be off 1 before its normalising is worth a note."""


class TooManyProblems(Exception):
    """The checks stop here."""


@dataclass
class Findings:
    """Problems and notes of one scenario.

    `lost` are the values whose shape was wrong: the scenario holds a default in their place, which nobody
    wrote. A record with a problem is `broken`: comparisons pass it over, so that one mistake is told once. `words` are
    the scenario's, made exact as far as the checks need them.
    """

    scenario: ScenarioFile
    lost: frozenset[Steps] = frozenset()
    broken: set[Steps] = field(init=False)
    words: Resolver = field(init=False)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.words = Resolver(self.scenario)
        self.broken = {record_of(steps) for steps in self.lost}

    def add(self, steps: Steps, message: str, *, at_key: bool = False) -> None:
        """Keep a problem; the record it lies in is broken from now on. Raises TooMany above PROBLEMS_MAX."""
        if len(self.problems) >= PROBLEMS_MAX:
            raise TooManyProblems
        self.problems.append(self.scenario._places.problem(steps, message, at_key=at_key))
        self.broken.add(record_of(steps))

    def sound(self, *steps: str) -> bool:
        """Whether nothing is wrong so far with a record, nor with the section it stands in."""
        return not self.broken or not any(steps[:depth] in self.broken for depth in range(1, len(steps) + 1))

    def trusted(self, *steps: str) -> bool:
        """Whether a value, or the silence where it might stand, is what the file says."""
        return not self.lost or not any(steps[:depth] in self.lost for depth in range(1, len(steps) + 1))

    def lost_in(self, *sections: str) -> bool:
        """Whether something in one of these sections could not be read."""
        return any(steps and steps[0] in sections for steps in self.lost)

    def judgments(self) -> Iterator[tuple[Steps, Judgment]]:
        """Every judgment, with its place."""
        for variable, group in self.scenario.judgments.items():
            yield from ((("judgments", variable, name), judgment) for name, judgment in group.items())

    def written(self, steps: Steps) -> Any:
        """The value at a place as the file has it."""
        return functools.reduce(operator.getitem, steps, self.scenario._data)

    def rows_known(self, variable: str) -> bool:
        """Whether the variable and all its parents are there and sound, so that its rows can be told apart."""
        names = (parent.removesuffix(PREVIOUS) for parent in self.words.parents(variable))
        return all(name in self.scenario.variables and self.sound("variables", name) for name in (variable, *names))

    def not_later(self, here: Steps, date: datetime.date | None, informed: str) -> None:
        """A date after `as_of` is a problem; informed: what nothing later may inform."""
        as_of = self.scenario.as_of
        if date is not None and self.sound("as_of") and date > as_of:
            self.add(here, f"{date} is after as_of ({as_of}): nothing later may inform a {informed}")

    def in_timeline(self, here: Steps, date: datetime.date) -> None:
        """A date that no step holds is a problem; one inside a step is noted."""
        if not (self.sound("as_of") and self.sound("timeline")):
            return
        calendar = self.words.calendar
        if date < calendar.ends[1]:
            self.add(here, f"{date} is out of the timeline: the first step ends on {calendar.ends[1]}")
        elif date > calendar.last:
            self.add(here, f"{date} is out of the timeline, which ends on {calendar.last}")
        elif (end := calendar.ends[calendar.last_step_by(date)]) != date:
            self.notes.append(f"{dotted(here)}: {date} lies inside a step; read as {end}, the last step's end")

    def event(self, here: Steps, text: str, name: str) -> frozenset[int] | None:
        """The states of the variable `name` that an event's text names; None, and a problem, where it is no event."""
        variable = self.scenario.variables[name]
        try:
            return states(text, variable.states, variable.ordered, name)
        except ValueError as error:
            self.add(here, str(error))
            return None

    def only_states(self, here: Steps, named: Iterable[str], variable: str) -> bool:
        """Whether only states of the variable are named; each name that is none is a problem."""
        allowed = self.scenario.variables[variable].states
        unknown = [state for state in named if state not in allowed]
        for state in unknown:
            self.add((*here, state), f"unknown state {state!r} of {variable}{nearest(state, allowed)}", at_key=True)
        return not unknown

    def all_states(self, here: Steps, named: Collection[str], why: str) -> bool:
        """Whether every state of a variable is named and nothing else; what is missing or unknown is a problem.

        here: the place of the names, below a judgment. why: the end of the message for a missing state.
        """
        if not self.only_states(here, named, here[1]):
            return False
        missing = [state for state in self.scenario.variables[here[1]].states if state not in named]
        if missing:
            self.add(here, f"lacks {', '.join(missing)}: {why}")
        return not missing

    def known(self, at: Steps, kind: str, name: str, *, at_key: bool = False) -> bool:
        """Whether `name` is a member of the section `kind`; one that does not exist is a problem at `at`.

        A name that is missing because its record could not be read is told once, where it is defined.
        """
        members: Mapping[str, object] = getattr(self.scenario, kind)
        if name in members:
            return True
        if self.trusted(kind, name):
            hint = nearest(name, tuple(members)[:COMPARED_MAX])
            one = "policy" if kind == "policies" else kind.removesuffix("s")
            self.add(at, f"unknown {one} {name!r}{hint}", at_key=at_key)
        self.broken.add(record_of(at))
        return False
