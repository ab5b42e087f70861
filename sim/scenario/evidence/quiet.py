"""The `quiet` of an evidence file: its record, and what it says of every variable."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationError

from sim.errors import nearest
from sim.scenario.evidence.reading import EvidenceReading
from sim.scenario.model import values
from sim.scenario.model.fields import Day, Record, Text
from sim.scenario.model.file import Variable, Within

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


def _entry(value: object) -> object:
    return value if isinstance(value, dict) else {"reported": value}


class Quiet(Record):
    """Up to when nothing beyond what is listed was reported, and how much of what happened would have been."""

    until: Day
    reported: Reported
    variables: Mapping[str, Annotated[QuietVariable, BeforeValidator(_entry)]] = Field(default_factory=dict)


@dataclass(frozen=True)
class HowReported:
    """How much would be reported of one variable. beyond: position of the state that is no news. named: by the file."""

    reported: float | None
    delay: int
    beyond: int
    named: bool


@dataclass(frozen=True)
class ExactQuiet:
    """A `quiet` that fits its scenario. expected: by variable, all of them in the scenario's order."""

    until: datetime.date
    expected: Mapping[str, HowReported]


_KEYS = (tuple(Quiet.model_fields), tuple(QuietVariable.model_fields))


def quiet(reading: EvidenceReading, data: Any) -> ExactQuiet | None:
    """What stands under `quiet`, made exact; None, with its problems told, where it is wrong."""
    try:
        written = Quiet.model_validate(data)
    except ValidationError as error:
        reading.refused((KEY,), error, _KEYS)
        return None
    reading.step((KEY, "until"), written.until)
    for name in written.variables:
        reading.variable((KEY, "variables", name), name)
    all_of_them = reading.scenario.variables.items()
    return ExactQuiet(written.until, {name: _expected(reading, name, one, written) for name, one in all_of_them})


def _expected(reading: EvidenceReading, name: str, variable: Variable, written: Quiet) -> HowReported:
    """What is written of one variable, else what is written of all."""
    named = written.variables.get(name)
    start = 0 if variable.start is None else variable.states.index(variable.start)
    if named is None:
        return HowReported(written.reported, 0, start, named=False)
    steps = (KEY, "variables", name)
    if not variable.ordered and named.reported is not None:
        reading.wrong(steps, f"{name} has no order: no state lies beyond another; write {UNKNOWN}")
    last = reading.scenario.calendar.ends
    if named.delay is not None and named.delay >= len(last):
        reading.wrong((*steps, "delay"), f"{named.delay} steps: the timeline has {len(last) - 1}")
    if named.beyond is None:
        return HowReported(named.reported, named.delay or 0, start, named=True)
    if named.beyond not in variable.states:
        hint = nearest(named.beyond, variable.states)
        reading.wrong((*steps, "beyond"), f"unknown state {named.beyond!r} of {name}{hint}")
        return HowReported(named.reported, named.delay or 0, start, named=True)
    beyond = variable.states.index(named.beyond)
    if beyond == len(variable.states) - 1:
        reading.wrong((*steps, "beyond"), f"nothing lies beyond {named.beyond}, the last state of {name}")
    elif beyond < start:
        reading.wrong((*steps, "beyond"), f"{name} starts at {variable.start}: silence speaks of what lies beyond it")
    return HowReported(named.reported, named.delay or 0, max(beyond, start), named=True)
