"""Evidence files and `--given` texts: what was seen after `as_of`, read and checked against a scenario."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationError

from sim.errors import FormatError, ModelError, Problem, nearest
from sim.scenario.file import read, validation, yaml_text
from sim.scenario.model import values
from sim.scenario.model.fields import Chance, Day, Record, Text
from sim.scenario.model.places import Places, Steps
from sim.scenario.resolve.events import states
from sim.scenario.resolve.observations import Observation
from sim.scenario.resolve.scenario import Scenario
from sim.text_files import label

MOST = 200
_GIVEN = "write 'variable: STATE or more @ 2026-01-06'"

# Only ratios matter: beside a probability any number from 0 up will do, within what a double can divide.
Likelihood = Annotated[float, Field(ge=0, le=1e100), BeforeValidator(values.likelihood)]


class Seen(Record):
    """One observation as an analyst writes it."""

    date: Day
    variable: Text
    is_: Text | None = Field(None, alias="is")
    reached: Text | None = None
    not_reached: Text | None = None
    likelihood: Annotated[Mapping[str, Likelihood], Field(min_length=1)] | None = None
    sensitivity: Chance | None = None
    source: Text | None = None
    note: Text | None = None


_KEYS = tuple(info.alias or name for name, info in Seen.model_fields.items())


def evidence(
    scenario: Scenario,
    path: str | Path | None = None,
    *,
    given: Sequence[str] = (),
    until: datetime.date | None = None,
) -> tuple[Observation, ...]:
    """What was seen, for `sim.forecast(..., observations=...)`.

    path: a file of dated observations; `-` is standard input. given: more of them as texts,
    `us_action: limited_strike or more @ 2026-01-06`. until: only what is dated on or before this day.

    Raises FormatError or ModelError with every problem found, and OSError where the file cannot be opened.
    """
    seen = load(path, scenario) if path is not None else ()
    seen += tuple(from_text(text, number, scenario) for number, text in enumerate(given, start=1))
    return tuple(one for one in seen if until is None or (one.date is not None and one.date <= until))


def load(path: str | Path, scenario: Scenario) -> tuple[Observation, ...]:
    """The observations in a file, in its order; `-` is standard input.

    Raises FormatError or ModelError with every problem found, and OSError where the file cannot be opened.
    """
    file = Path(path)
    return loads(read.read_text(file), label(file), scenario)


def loads(text: str, name: str, scenario: Scenario) -> tuple[Observation, ...]:
    """The observations in a text; `name` is shown in messages. Raises as `load` does."""
    document = yaml_text.parse(text.removeprefix("\ufeff"), name)
    reading = _Reading(scenario, document.places, document.problems)
    return reading.sound(reading.records(document.data))


def from_text(text: str, number: int, scenario: Scenario) -> Observation:
    """The observation in a `--given` text, `us_action: limited_strike or more @ 2026-01-06`.

    Raises FormatError or ModelError.
    """
    place = f"--given {number}"
    said, at, date = text.rpartition("@")
    variable, colon, event = said.partition(":")
    if not (at and colon and variable.strip() and event.strip()):
        raise FormatError([Problem(f"{text!r} is no observation: {_GIVEN}", file=place)])
    record = {"variable": variable.strip(), "is": event.strip(), "date": date.strip()}
    return _Reading(scenario, Places(place)).sound([(f"G{number}", record)])[0]


@dataclass
class _Reading:
    """One file's problems, of shape and of meaning, gathered while its records are made exact."""

    scenario: Scenario
    places: Places
    told: tuple[Problem, ...] = ()
    shape: list[Problem] = field(default_factory=list)
    meaning: list[Problem] = field(default_factory=list)
    before: dict[tuple[object, ...], str] = field(default_factory=dict)

    def sound(self, records: Iterable[tuple[str, Any]]) -> tuple[Observation, ...]:
        """The observations in the records, unless there was a problem."""
        seen = [self._observed(key, record) for key, record in records]
        unread = {problem.path for problem in self.told}  # what the reader of the text has told already
        shape = [*self.told, *(problem for problem in self.shape if problem.path not in unread)]
        if problems := read.foremost([*shape, *self.meaning], self.places):
            raise (FormatError if shape else ModelError)(problems)
        return tuple(observation for observation in seen if observation is not None)

    def records(self, data: Any) -> Iterator[tuple[str, Any]]:
        """The records of a file whose frame is right; a broken frame is told."""
        if not isinstance(data, dict) or "evidence" not in data:
            self._shape((), "not a file of evidence: it holds schema_version: 1 and evidence: {E1: {...}}")
            return
        for key in data.keys() - {"schema_version", "evidence"}:
            self._shape((key,), f"unknown key {key!r}{nearest(key, ('schema_version', 'evidence'))}", at_key=True)
        try:
            values.version(data.get("schema_version"))
        except ValueError as error:
            self._shape(("schema_version",), str(error))
        records = data["evidence"]
        if not isinstance(records, dict):
            self._shape(("evidence",), f"a mapping {{E1: {{...}}}} is expected, not {values.shown(records)}")
        elif len(records) > MOST:
            self._shape(("evidence",), f"{len(records)} observations: at most {MOST} are allowed")
        else:
            yield from records.items()

    def _observed(self, key: str, record: Any) -> Observation | None:
        """The observation in one record; None, with its problems told, where it is wrong."""
        steps = ("evidence", key)
        try:
            values.identifier(key)
            return self._exact(steps, Seen.model_validate(record))
        except ValidationError as error:
            for details in error.errors(include_url=False):
                self.shape.append(validation.problem(details, (*steps, *map(str, details["loc"])), _KEYS, self.places))
        except ValueError as error:
            self._shape(steps, str(error), at_key=True)
        return None

    def _exact(self, steps: Steps, seen: Seen) -> Observation | None:
        """The observation with its step and likelihoods; None where the words do not allow it."""
        texts = {"is": seen.is_, "reached": seen.reached, "not_reached": seen.not_reached}
        kinds = [kind for kind, said in {**texts, "likelihood": seen.likelihood}.items() if said is not None]
        if len(kinds) != 1:
            self._wrong(steps, "an observation says one thing: is, reached, not_reached or likelihood", at_key=True)
            return None
        (kind,) = kinds
        step = self._step((*steps, "date"), seen.date)
        if seen.sensitivity is not None and kind != "not_reached":
            self._wrong((*steps, "sensitivity"), "goes with not_reached")
        elif seen.sensitivity == 0:
            self._wrong((*steps, "sensitivity"), "must be above 0: a report that never comes is not missed")
        if seen.variable not in self.scenario.variables:
            hint = nearest(seen.variable, tuple(self.scenario.variables))
            self._wrong((*steps, "variable"), f"unknown variable {seen.variable!r}{hint}")
            return None
        told, here = texts.get(kind), (*steps, kind)
        numbers = self._likelihood(here, seen) if told is None else self._told(here, kind, told, seen)
        if step is None or numbers is None:
            return None
        said = (seen.variable, seen.date, kind, told, tuple((seen.likelihood or {}).items()), seen.sensitivity)
        if (other := self.before.setdefault(said, steps[-1])) != steps[-1]:
            self._wrong(steps, f"says what {other} says: it would count twice", at_key=True)
        text = f"{seen.variable} {_said(kind, told, seen)}, {seen.date}"
        return Observation(id=steps[-1], variable=seen.variable, step=step, date=seen.date, text=text, **numbers)

    def _step(self, steps: Steps, date: datetime.date) -> int | None:
        as_of, calendar = self.scenario.as_of, self.scenario.calendar
        if date <= as_of:
            self._wrong(steps, f"{date} is not after as_of ({as_of}): what was known by then belongs in the scenario")
        elif date > calendar.last:
            self._wrong(steps, f"{date} is out of the timeline, which ends on {calendar.last}")
        else:
            return calendar.step_holding(date)
        return None

    def _told(self, steps: Steps, kind: str, told: str, seen: Seen) -> dict[str, Any] | None:
        variable = self.scenario.variables[seen.variable]
        try:
            event = states(told, variable.states, variable.ordered, seen.variable)
        except ValueError as error:
            self._wrong(steps, str(error))
            return None
        if len(event) == len(variable.states):
            self._wrong(steps, f"{told!r} holds whatever happens: it names every state of {seen.variable}")
            return None
        if kind == "is":
            return {"at": tuple(float(state in event) for state in range(len(variable.states)))}
        if kind == "reached":
            return {"ever": event, "if_ever": 1.0, "if_never": 0.0}
        missed = 0.0 if seen.sensitivity is None else 1.0 - seen.sensitivity
        return {"ever": event, "if_ever": missed, "if_never": 1.0}

    def _likelihood(self, steps: Steps, seen: Seen) -> dict[str, Any] | None:
        names, told = self.scenario.variables[seen.variable].states, seen.likelihood or {}
        for state in told:
            if state not in names:
                message = f"unknown state {state!r} of {seen.variable}{nearest(state, names)}"
                self._wrong((*steps, state), message, at_key=True)
        missing = [state for state in names if state not in told]
        if missing:
            self._wrong(steps, f"every state needs a likelihood: {', '.join(missing)} missing")
        elif not any(told.values()):
            self._wrong(steps, "all are 0: nothing that could have been seen")
        elif len(set(told.values())) == 1:
            self._wrong(steps, "all are equal: what is seen as often in every state says nothing")
        else:
            most = max(told.values())
            return {"at": tuple(told[state] / most for state in names if state in told)}
        return None

    def _shape(self, steps: Steps, message: str, *, at_key: bool = False) -> None:
        self.shape.append(self.places.problem(steps, message, at_key=at_key))

    def _wrong(self, steps: Steps, message: str, *, at_key: bool = False) -> None:
        self.meaning.append(self.places.problem(steps, message, at_key=at_key))


def _said(kind: str, told: str | None, seen: Seen) -> str:
    """An observation in words, without its variable and date."""
    if told is None:
        return "likelihood " + ", ".join(f"{state} {value:g}" for state, value in (seen.likelihood or {}).items())
    words = {"is": "is", "reached": "reached", "not_reached": "not reached"}[kind]
    missed = f" (sensitivity {seen.sensitivity:g})" if seen.sensitivity not in (None, 1.0) else ""
    return f"{words} {told}{missed}"
