"""One value of a scenario changed by its path: a slider, `--set`, a row of a sweep."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sim.errors import FormatError, ModelError, Problem, nearest
from sim.scenario.file import read, yaml_text
from sim.scenario.file.validation import keys_of
from sim.scenario.model.elicited import Marginals
from sim.scenario.model.forms import expand
from sim.scenario.model.places import Steps, dotted
from sim.scenario.resolve.axes import parents
from sim.scenario.resolve.scenario import Scenario

_SILENT = object()
"""Stands for a value where the file has none."""


def edit(scenario: Scenario, changes: Mapping[str, object]) -> Scenario:
    """The scenario with the values at the given paths replaced; None takes a value back to its default.

    The changes hold together: none is under another. The scenario handed in stays as it was. Raises
    FormatError and ModelError as for a file, the file being called `--set`; a ModelError names the nearest
    path for one that does not exist, and both of two paths of which one replaces what the other changes.
    """
    ways = find_ways(scenario, changes)
    data = dict(scenario.file._data)
    for path, value in changes.items():
        _put(data, ways[path], _plain(value))
    edited = scenario.file._places.edited | {dotted(steps) for steps in ways.values()}
    return read.build(data, replace(scenario.file._places, edited=edited), beside=scenario.file._beside)


def setting(text: str) -> tuple[str, object]:
    """Path and value of a text `path=value`; raises FormatError where it is none.

    >>> setting("judgments.S14.nudge=0.5")
    ('judgments.S14.nudge', 0.5)
    """
    path, equals, value = text.partition("=")
    if not equals:
        message = f"'{text}' has no '=' - write path=value, as in judgments.S14.nudge=0.5"
        raise FormatError([Problem(message, file="--set")])
    return path.strip(), parse(value)


def find_ways(scenario: Scenario, paths: Iterable[str]) -> dict[str, Steps]:
    """The way to each value; judgments get their variable.

    Raises ModelError for those that lead nowhere, or of which one replaces another's.
    """
    ways: dict[str, Steps] = {}
    lost: dict[str, str] = {}
    for path in paths:
        try:
            ways[path], _ = _located(scenario, path)
        except KeyError as error:
            ways[path], lost[path] = scenario.file.steps(path), str(error.args[0])
    first = {steps: path for path, steps in reversed(ways.items())}
    for path, steps in ways.items():
        above = next((first[steps[:depth]] for depth in range(1, len(steps)) if steps[:depth] in first), None)
        if above is not None:
            lost[path] = f"two settings contradict: {above} replaces what {path} changes"
        elif first[steps] != path:
            lost.setdefault(path, f"two settings contradict: {first[steps]} and {path} are one value")
    if lost:
        raise ModelError(Problem(message, path, "--set") for path, message in lost.items())
    return ways


def value(scenario: Scenario, path: str) -> object:
    """The value at a path as the file has it; the default where the file is silent.

    Raises ModelError, with the nearest path, for one that does not exist.
    """
    try:
        steps, written = _located(scenario, path)
    except KeyError as error:
        raise ModelError([Problem(str(error.args[0]), path, "--set")]) from None
    return _default(scenario, steps) if written is _SILENT else copy.deepcopy(written)


def parse(text: str) -> object:
    """The value in a text as it would stand in a scenario file: a scalar, `[a, b]` or `{a: 1}`.

    Raises FormatError where the text cannot be read.

    >>> parse("0.5"), parse("highly unlikely"), parse("[a, b]")
    (0.5, 'highly unlikely', ['a', 'b'])
    """
    if not text.strip():
        raise FormatError([Problem("no value: write path=value", file="--set")])
    document = yaml_text.parse(text, "--set")
    if document.problems:
        raise FormatError(document.problems)
    return document.data


def _plain(value: object) -> object:
    """A copy that no caller can change later."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def _located(scenario: Scenario, path: str) -> tuple[Steps, Any]:
    """The way to an editable value, and the value or `_SILENT`; raises KeyError with a sentence where there is none."""
    steps = scenario.file.steps(path)
    here: Any = scenario.file._data
    for depth, step in enumerate(steps):
        here = {} if here is _SILENT else _opened(here, steps[:depth])
        if isinstance(here, list) and step.isascii() and step.isdigit() and len(step) < 10 and int(step) < len(here):
            here, steps = here[int(step)], (*steps[:depth], str(int(step)), *steps[depth + 1 :])  # `00` is `0`
            continue
        if isinstance(here, dict) and step in here:
            here = here[step]
            continue
        allowed = _allowed(scenario, steps[:depth], here)
        if step not in allowed:
            before = ".".join(path.split(".")[: -(len(steps) - depth)]) or "a scenario"
            raise KeyError(f"unknown path: no {step!r} in {before}{nearest(step, allowed)}")
        here = _SILENT
    return steps, here


def _allowed(scenario: Scenario, steps: Steps, here: Any) -> tuple[str, ...]:
    """The keys that may follow: judgments by id, a record's keys, or what is there."""
    if steps == ("judgments",):
        return tuple(name for group in scenario.judgments.values() for name in group)
    if steps == ("lexicon",):
        return scenario.catalogue.names
    if steps[3:] == ("given",) and steps[0] == "judgments":
        return parents(steps[1], scenario.variables[steps[1]])
    form = None
    if steps[:1] == ("judgments",) and steps[3:4] == ("says",):
        says = scenario.judgments[steps[1]][steps[2]].says
        if len(steps) == 4:
            form = says.form
        elif len(steps) == 6 and steps[4] == "split" and isinstance(says, Marginals):
            form = says.split[steps[5]].form
    return keys_of(steps, form) or (tuple(here) if isinstance(here, dict) else ())


def _opened(here: Any, steps: Steps) -> Any:
    """A value written in short as the mapping it stands for, where a path leads into it."""
    if isinstance(here, str | int | float) and (steps[0], steps[3:]) == ("judgments", ("says",)):
        return expand(here)
    return {here: 1} if isinstance(here, str) and steps == ("lexicon",) else here


def _put(data: dict[str, Any], steps: Steps, value: object) -> None:
    """Set a value in data whose top level is ours; what lies on the way is copied first."""
    here: Any = data
    for depth, step in enumerate(steps[:-1], start=1):
        key: Any = int(step) if isinstance(here, list) else step
        inner = _opened(here[key] if isinstance(here, list) else here.get(key, {}), steps[:depth])
        here[key] = copy.copy(inner)
        here = here[key]
    last: Any = int(steps[-1]) if isinstance(here, list) else steps[-1]
    if value is None and isinstance(here, dict):
        here.pop(last, None)
    else:
        here[last] = value


def _default(scenario: Scenario, steps: Steps) -> object:
    """The model's value where the file is silent, in the form a file would have it."""
    here: Any = scenario.file
    for step in steps:
        if here is None or isinstance(here, Mapping):
            here = here.get(step) if here else None
        elif isinstance(here, tuple):
            here = here[int(step)]
        else:  # an alias hides a Python keyword, or a field whose default the record works out (`chance`)
            aliases = {field.alias: name for name, field in type(here).model_fields.items() if field.alias}
            here = getattr(here, step if hasattr(here, step) else aliases[step])
    return here.model_dump(by_alias=True, exclude_none=True) if hasattr(here, "model_dump") else _plain(here)
