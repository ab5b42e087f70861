"""The `quiet` of an evidence file: its record, and what it says of every variable."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationError

from sim.errors import nearest
from sim.scenario.evidence.reading import EvidenceReading
from sim.scenario.model import values
from sim.scenario.model.fields import Day, Record, Text
from sim.scenario.model.file import Variable, Within
from sim.scenario.resolve.silence import ExactQuiet, HowReported

UNKNOWN = "unknown"
KEY = "quiet"


def _reported(value: object) -> float | None:
    """A probability; None where it is not known."""
    if isinstance(value, str) and value.strip() == UNKNOWN:
        return None
    try:
        return values.probability(value)
    except ValueError as error:
        raise ValueError(f"{error}; or write {UNKNOWN}") from None


Reported = Annotated[float | None, BeforeValidator(_reported)]


class QuietVariable(Record):
    """How much of what happens to one variable would be reported.

    reported: the chance; None where it is not known. delay: the steps over which it grows. beyond: the state that is no
    news, where it is not the lowest.
    """

    reported: Reported
    delay: Within | None = None
    beyond: Text | None = None


class Quiet(Record):
    """Up to when nothing beyond what is listed was reported, and how much of what happened would have been.

    variables: each a `QuietVariable`, or its chance alone.
    """

    until: Day
    reported: Reported
    variables: Mapping[str, Any] = Field(default_factory=dict)


def quiet(reading: EvidenceReading, data: Any) -> ExactQuiet | None:
    """What stands under `quiet`, made exact; None, with its problems told, where its frame is wrong."""
    written: Quiet | None = None
    try:
        written = Quiet.model_validate(data)
    except ValidationError as error:
        reading.refused((KEY,), error, tuple(Quiet.model_fields))
    entries = data.get("variables") if isinstance(data, dict) else None
    named = {}
    for name, entry in entries.items() if isinstance(entries, dict) else ():
        named[name] = _named(reading, name, entry)
        if reading.variable((KEY, "variables", name), name) is None:
            del named[name]
    exact = {name: _exact(reading, name, one) for name, one in named.items() if one is not None}
    if written is None:
        return None
    reading.step((KEY, "until"), written.until)
    unnamed = {name: HowReported(written.reported, 0, _start(one)) for name, one in reading.scenario.variables.items()}
    return ExactQuiet(written.until, unnamed | exact)


def _named(reading: EvidenceReading, name: str, entry: Any) -> QuietVariable | None:
    """What is written of one variable; None, with the problems told, where it is wrong."""
    try:
        return QuietVariable.model_validate(entry if isinstance(entry, dict) else {"reported": entry})
    except ValidationError as error:
        reading.refused((KEY, "variables", name), error, tuple(QuietVariable.model_fields))
        return None


def _start(variable: Variable) -> int:
    return 0 if variable.start is None else variable.states.index(variable.start)


def _exact(reading: EvidenceReading, name: str, named: QuietVariable) -> HowReported:
    """What is written of one variable, with its state made exact; problems are told."""
    variable, steps = reading.scenario.variables[name], (KEY, "variables", name)
    start = beyond = _start(variable)
    if not variable.ordered and named.reported is not None:
        reading.wrong(steps, f"{name} has no order: no state lies beyond another; write {UNKNOWN}")
    last = len(reading.scenario.calendar.ends) - 1
    if named.delay is not None and named.delay > last:
        reading.wrong((*steps, "delay"), f"{named.delay} steps: the timeline has {last}")
    if named.beyond is not None and named.beyond not in variable.states:
        hint = nearest(named.beyond, variable.states)
        reading.wrong((*steps, "beyond"), f"unknown state {named.beyond!r} of {name}{hint}")
    elif named.beyond is not None:
        beyond = variable.states.index(named.beyond)
        if beyond == len(variable.states) - 1:
            reading.wrong((*steps, "beyond"), f"nothing lies beyond {named.beyond}, the last state of {name}")
        elif beyond < start:
            message = f"{name} starts at {variable.start}: silence speaks of what lies beyond it"
            reading.wrong((*steps, "beyond"), message)
    return HowReported(named.reported, named.delay or 0, max(beyond, start))
