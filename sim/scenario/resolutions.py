"""Resolution files: what reality answered, read and checked against a scenario's questions. No forecast reads them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationError

from sim.errors import FormatError, ModelError, Problem, nearest
from sim.scenario.file import read, validation, yaml_text
from sim.scenario.model import values
from sim.scenario.model.fields import Chance, Day, Record, Text
from sim.scenario.model.places import Places, Steps
from sim.scenario.resolve.scenario import Scenario
from sim.text_files import label

_FRAME = ("schema_version", "resolutions")


def _answer(value: object) -> float:
    """1 for yes, 0 for no, and a probability where the answer is contested."""
    if isinstance(value, str) and value.strip().lower() in ("yes", "no"):
        return float(value.strip().lower() == "yes")
    return values.probability(value)


class Resolution(Record):
    """Reality's answer to one question.

    resolved: 1 for yes, 0 for no; between them where it is contested, to be scored in expectation. confidence: how sure
    the answer is, above one half, where it rests on the absence of reports. void: why there is no answer. cluster: the
    event that decides it; questions with the same word are one event to scores.
    """

    resolved: Annotated[float, BeforeValidator(_answer)] | None = None
    confidence: Annotated[Chance, Field(gt=0.5, le=1)] | None = None
    date: Day | None = None
    source: Text | None = None
    note: Text | None = None
    void: Text | None = None
    cluster: Text | None = None

    @property
    def expected(self) -> float:
        """The chance that the answer is yes, to score in expectation; raises ValueError where it is void."""
        if self.resolved is None:
            raise ValueError("void: there is no answer")
        if self.confidence is None:
            return self.resolved
        return self.confidence if self.resolved == 1 else 1 - self.confidence


_KEYS = tuple(Resolution.model_fields)


def load(path: str | Path, scenario: Scenario) -> Mapping[str, Resolution]:
    """The resolutions in a file, by question; `-` is standard input.

    Raises FormatError or ModelError with every problem found, and OSError where the file cannot be opened.
    """
    file = Path(path)
    return loads(read.read_text(file), label(file), scenario)


def loads(text: str, name: str, scenario: Scenario) -> Mapping[str, Resolution]:
    """The resolutions in a text; `name` is shown in messages. Raises as `load` does.

    >>> from sim.scenario.file.read import read as read_scenario
    >>> text = "schema_version: 1\\nresolutions: {Q6: {resolved: no, date: 2026-04-01, source: TASS}}"
    >>> loads(text, "resolutions.yaml", read_scenario("scenarios/first-steps.yaml"))["Q6"].resolved
    0.0
    """
    document = yaml_text.parse(text.removeprefix("\ufeff"), name)
    shape, meaning = list(document.problems), list[Problem]()
    found: dict[str, Resolution] = {}
    for key, record in _records(document.data, document.places, shape):
        try:
            found[key] = Resolution.model_validate(record)
        except ValidationError as error:
            for details in error.errors(include_url=False):
                steps = ("resolutions", key, *map(str, details["loc"][:1]))
                shape.append(validation.problem(details, steps, _KEYS, document.places))
        else:
            meaning += _wrong(key, found[key], scenario, document.places)
    if problems := read.foremost([*shape, *meaning], document.places):
        raise (FormatError if shape else ModelError)(problems)
    return found


def _records(data: Any, places: Places, shape: list[Problem]) -> Iterator[tuple[str, Any]]:
    """The records of a file whose frame is right; a broken frame is told."""
    if not isinstance(data, dict) or not isinstance(data.get("resolutions"), dict):
        message = "not a file of resolutions: it holds schema_version: 1 and resolutions: {Q1: {resolved: yes, ...}}"
        shape.append(places.problem((), message))
        return
    for key in data.keys() - set(_FRAME):
        shape.append(places.problem((key,), f"unknown key {key!r}{nearest(key, _FRAME)}", at_key=True))
    try:
        values.version(data.get("schema_version"))
    except ValueError as error:
        shape.append(places.problem(("schema_version",), str(error)))
    yield from data["resolutions"].items()


def _wrong(key: str, made: Resolution, scenario: Scenario, places: Places) -> Iterator[Problem]:
    """What is wrong with one resolution that has the right shape."""
    here: Steps = ("resolutions", key)
    if key not in scenario.questions:
        hint = nearest(key, tuple(scenario.questions))
        yield places.problem(here, f"unknown question {key!r}{hint}", at_key=True)
    if (made.resolved is None) == (made.void is None):
        message = "a question is resolved (yes, no, or a probability) or void, with a reason"
        yield places.problem(here, message, at_key=True)
    elif made.resolved is not None:
        for name in (name for name in ("date", "source") if getattr(made, name) is None):
            message = f"{name} is missing: a resolution says when and by whom it was reported"
            yield places.problem(here, message, at_key=True)
    if made.confidence is not None and made.resolved not in (0.0, 1.0):
        yield places.problem((*here, "confidence"), "goes with yes or no: a contested answer has its probability")
    if made.date is not None and made.date <= scenario.as_of:
        message = f"{made.date} is not after as_of ({scenario.as_of}): what was known by then is no answer"
        yield places.problem((*here, "date"), message)
