"""Resolution files: what reality answered, read and checked against a scenario's questions. No forecast reads them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from pydantic import BeforeValidator, Field, ValidationError

from sim.errors import FormatError, ModelError, Problem, nearest
from sim.scenario.file import read, validation, yaml_text
from sim.scenario.model import values
from sim.scenario.model.fields import Chance, Day, Record, Text
from sim.scenario.model.places import Places, Steps
from sim.scenario.resolve.scenario import Scenario
from sim.text_files import label

_FRAME = ("schema_version", "resolutions")
_ROUNDING = 1e-9


def _answer(value: object) -> float:
    """1 for yes, 0 for no, and a probability where the answer is contested."""
    if isinstance(value, str) and value.strip().lower() in ("yes", "no"):
        return float(value.strip().lower() == "yes")
    return values.probability(value)


def _states(value: object) -> dict[str, float]:
    """One state for certain, or states with their probabilities."""
    if isinstance(value, str):
        return {value: 1.0}
    if not isinstance(value, Mapping) or not value:
        raise ValueError(f"a state is expected, or states with probabilities, not {values.shown(value)}")
    chances = {str(name): values.probability(chance) for name, chance in value.items()}
    if abs(sum(chances.values()) - 1) > _ROUNDING:
        raise ValueError(f"the probabilities of the states add up to {sum(chances.values()):.4g}, not to 1")
    return chances


class Resolution(Record):
    """Reality's answer to one question.

    resolved: 1 for yes, 0 for no; between them where it is contested, to be scored in expectation. confidence: how sure
    the answer is, above one half, where it rests on the absence of reports. void: why there is no answer. cluster: the
    event that decides it; questions with the same word are one event to scores. state: which state of its ordered
    variable came, with probabilities: the highest one reached by the deadline where the question asks what `reaches`,
    the one at it where it asks what `is`.
    """

    resolved: Annotated[float, BeforeValidator(_answer)] | None = None
    confidence: Annotated[Chance, Field(gt=0.5, le=1)] | None = None
    date: Day | None = None
    source: Text | None = None
    note: Text | None = None
    void: Text | None = None
    cluster: Text | None = None
    state: Annotated[Mapping[str, float], BeforeValidator(_states)] | None = None

    @property
    def expected(self) -> float:
        """The chance that the answer is yes, to score in expectation; raises ValueError where it is void."""
        if self.resolved is None:
            raise ValueError("void: there is no answer")
        if self.confidence is None:
            return self.resolved
        return self.confidence if self.resolved == 1 else 1 - self.confidence


_KEYS = tuple(Resolution.model_fields)


class StateLadder(NamedTuple):
    """The states of one ordered variable by a deadline: the highest reached by the end of a step, or that at it."""

    variable: str
    kind: str
    step: int


def ladder_of(scenario: Scenario, question: str) -> StateLadder | None:
    """The ladder on which a question asks for a rung or more; None where it asks for anything else."""
    target = scenario.targets[question]
    variable = scenario.variables[target.variable]
    if target.compound is not None or not variable.ordered:
        return None
    tail = frozenset(range(min(target.states), len(variable.states)))
    if target.kind == "reaches" and target.states != tail:
        return None  # the highest state does not tell whether a lower one was passed
    return StateLadder(target.variable, target.kind, target.step)


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
    meaning += _contradictions(found, scenario, document.places)
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
    if made.state is not None and key in scenario.questions:
        yield from _wrong_state(key, made, made.state, scenario, places)


def _wrong_state(
    key: str, made: Resolution, state: Mapping[str, float], scenario: Scenario, places: Places
) -> Iterator[Problem]:
    """What is wrong with the state that a resolution names."""
    here: Steps = ("resolutions", key, "state")
    if made.resolved is None:
        yield places.problem(here, "goes with resolved: a void question has no state", at_key=True)
    elif ladder_of(scenario, key) is None:
        message = "goes with a question about one event of an ordered variable (`reaches` a state or more, or `is`)"
        yield places.problem(here, message, at_key=True)
    else:
        name = scenario.targets[key].variable
        known = scenario.variables[name].states
        for one in (one for one in state if one not in known):
            yield places.problem(here, f"unknown state {one!r} of {name}{nearest(one, known)}")


def _contradictions(found: Mapping[str, Resolution], scenario: Scenario, places: Places) -> Iterator[Problem]:
    """States that contradict the answer to a question on the same ladder, or another's states."""
    ladders = {key: ladder_of(scenario, key) for key in found if key in scenario.questions}
    for key, made in found.items():
        ladder, state = ladders.get(key), made.state
        if state is None or ladder is None or made.resolved is None:
            continue
        names = scenario.variables[ladder.variable].states
        if not set(state) <= set(names):
            continue
        here: Steps = ("resolutions", key, "state")
        for other in (other for other in found if ladders.get(other) == ladder):
            answer = found[other]
            yes = sum(chance for name, chance in state.items() if names.index(name) in scenario.targets[other].states)
            if answer.resolved is not None and abs(yes - answer.expected) > _ROUNDING:
                own = "the answer" if other == key else f"the answer to {other}, on the same ladder,"
                message = f"makes yes {100 * yes:.4g} % probable, and {own} makes it {100 * answer.expected:.4g} %"
                yield places.problem(here, message)
            elif answer.state is not None and dict(answer.state) != dict(state):
                yield places.problem(here, f"is another one than that of {other}, on the same ladder")
