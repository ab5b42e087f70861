"""One observation of an evidence file: its record, and what it says made exact."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationError

from sim.errors import nearest
from sim.scenario.evidence.reading import EvidenceReading
from sim.scenario.model import values
from sim.scenario.model.fields import Chance, Day, Record, Text
from sim.scenario.model.places import Steps
from sim.scenario.resolve.events import states
from sim.scenario.resolve.observations import Observation

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


def observed(reading: EvidenceReading, key: str, record: Any) -> Observation | None:
    """The observation in one record; None, with its problems told, where it is wrong."""
    steps = ("evidence", key)
    try:
        values.identifier(key)
        return _exact(reading, steps, Seen.model_validate(record))
    except ValidationError as error:
        reading.refused(steps, error, _KEYS)
    except ValueError as error:
        reading.misshapen(steps, str(error), at_key=True)
    return None


def _exact(reading: EvidenceReading, steps: Steps, seen: Seen) -> Observation | None:
    """The observation with its step and likelihoods; None where the words do not allow it."""
    texts = {"is": seen.is_, "reached": seen.reached, "not_reached": seen.not_reached}
    kinds = [kind for kind, said in {**texts, "likelihood": seen.likelihood}.items() if said is not None]
    if len(kinds) != 1:
        reading.wrong(steps, "an observation says one thing: is, reached, not_reached or likelihood", at_key=True)
        return None
    (kind,) = kinds
    step = reading.step((*steps, "date"), seen.date)
    if seen.sensitivity is not None and kind != "not_reached":
        reading.wrong((*steps, "sensitivity"), "goes with not_reached")
    elif seen.sensitivity == 0:
        reading.wrong((*steps, "sensitivity"), "must be above 0: a report that never comes is not missed")
    if reading.variable((*steps, "variable"), seen.variable) is None:
        return None
    told, here = texts.get(kind), (*steps, kind)
    numbers = _likelihood(reading, here, seen) if told is None else _told(reading, here, kind, told, seen)
    if step is None or numbers is None:
        return None
    said = (seen.variable, seen.date, kind, told, tuple((seen.likelihood or {}).items()), seen.sensitivity)
    if (other := reading.before.setdefault(said, steps[-1])) != steps[-1]:
        reading.wrong(steps, f"says what {other} says: it would count twice", at_key=True)
    text = f"{seen.variable} {_said(kind, told, seen)}, {seen.date}"
    return Observation(id=steps[-1], variable=seen.variable, step=step, date=seen.date, text=text, **numbers)


def _told(reading: EvidenceReading, steps: Steps, kind: str, told: str, seen: Seen) -> dict[str, Any] | None:
    variable = reading.scenario.variables[seen.variable]
    try:
        event = states(told, variable.states, variable.ordered, seen.variable)
    except ValueError as error:
        reading.wrong(steps, str(error))
        return None
    if len(event) == len(variable.states):
        reading.wrong(steps, f"{told!r} holds whatever happens: it names every state of {seen.variable}")
        return None
    if kind == "is":
        return {"at": tuple(float(state in event) for state in range(len(variable.states)))}
    if kind == "reached":
        return {"ever": event, "if_ever": 1.0, "if_never": 0.0}
    missed = 0.0 if seen.sensitivity is None else 1.0 - seen.sensitivity
    return {"ever": event, "if_ever": missed, "if_never": 1.0}


def _likelihood(reading: EvidenceReading, steps: Steps, seen: Seen) -> dict[str, Any] | None:
    names, told = reading.scenario.variables[seen.variable].states, seen.likelihood or {}
    for state in told:
        if state not in names:
            message = f"unknown state {state!r} of {seen.variable}{nearest(state, names)}"
            reading.wrong((*steps, state), message, at_key=True)
    missing = [state for state in names if state not in told]
    if missing:
        reading.wrong(steps, f"every state needs a likelihood: {', '.join(missing)} missing")
    elif not any(told.values()):
        reading.wrong(steps, "all are 0: nothing that could have been seen")
    elif len(set(told.values())) == 1:
        reading.wrong(steps, "all are equal: what is seen as often in every state says nothing")
    else:
        most = max(told.values())
        return {"at": tuple(told[state] / most for state in names if state in told)}
    return None


def _said(kind: str, told: str | None, seen: Seen) -> str:
    """An observation in words, without its variable and date."""
    if told is None:
        return "likelihood " + ", ".join(f"{state} {value:g}" for state, value in (seen.likelihood or {}).items())
    words = {"is": "is", "reached": "reached", "not_reached": "not reached"}[kind]
    missed = f" (sensitivity {seen.sensitivity:g})" if seen.sensitivity not in (None, 1.0) else ""
    return f"{words} {told}{missed}"
