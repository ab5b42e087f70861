"""The problems of one evidence file, of shape and of meaning, gathered while its parts are made exact."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from pydantic import ValidationError

from sim.errors import FormatError, ModelError, Problem, nearest
from sim.scenario.file import read, validation
from sim.scenario.model.file import Variable
from sim.scenario.model.places import Places, Steps
from sim.scenario.resolve.scenario import Scenario


@dataclass
class EvidenceReading:
    """One file's problems so far.

    told: what the reader of the text has found. before: what each observation says, with its id.
    """

    scenario: Scenario
    places: Places
    told: tuple[Problem, ...] = ()
    shape: list[Problem] = field(default_factory=list)
    meaning: list[Problem] = field(default_factory=list)
    before: dict[tuple[object, ...], str] = field(default_factory=dict)

    def require_sound(self) -> None:
        """Raises FormatError or ModelError with every problem, where there was one."""
        unread = {problem.path for problem in self.told}
        shape = [*self.told, *(problem for problem in self.shape if problem.path not in unread)]
        if problems := read.foremost([*shape, *self.meaning], self.places):
            raise (FormatError if shape else ModelError)(problems)

    def misshapen(self, steps: Steps, message: str, *, at_key: bool = False) -> None:
        """Takes a problem of shape."""
        self.shape.append(self.places.problem(steps, message, at_key=at_key))

    def wrong(self, steps: Steps, message: str, *, at_key: bool = False) -> None:
        """Takes a problem of meaning."""
        self.meaning.append(self.places.problem(steps, message, at_key=at_key))

    def refused(self, steps: Steps, error: ValidationError, keys: Sequence[str]) -> None:
        """Takes what pydantic found in the record at `steps`. keys: those allowed in it."""
        for details in error.errors(include_url=False):
            inner = tuple(map(str, details["loc"]))
            self.shape.append(validation.problem(details, (*steps, *inner), keys, self.places))

    def variable(self, steps: Steps, name: str) -> Variable | None:
        """A variable of the scenario; None, with the problem told, where there is none."""
        if name in self.scenario.variables:
            return self.scenario.variables[name]
        hint = nearest(name, tuple(self.scenario.variables))
        self.wrong(steps, f"unknown variable {name!r}{hint}", at_key=steps[-1] == name)
        return None

    def step(self, steps: Steps, date: datetime.date) -> int | None:
        """The step that holds a date; None, with the problem told, before the first step and after the last."""
        as_of, calendar = self.scenario.as_of, self.scenario.calendar
        if date <= as_of:
            self.wrong(steps, f"{date} is not after as_of ({as_of}): what was known by then belongs in the scenario")
        elif date > calendar.last:
            self.wrong(steps, f"{date} is out of the timeline, which ends on {calendar.last}")
        else:
            return calendar.step_holding(date)
        return None
