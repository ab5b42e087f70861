"""The way to a value by its path, and the data with values replaced: what an edit is before it is checked."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sim.errors import ModelError, Problem, nearest
from sim.scenario.file.validation import keys_of
from sim.scenario.model.elicited import Marginals
from sim.scenario.model.forms import expand
from sim.scenario.model.places import Places, Steps, dotted
from sim.scenario.resolve.axes import parents
from sim.scenario.resolve.scenario import Scenario

SILENT = object()
"""Stands for a value where the file has none."""


def change(scenario: Scenario, changes: Mapping[str, object]) -> tuple[dict[str, Any], Places]:
    """The data with the values at the paths replaced, and their places; raises as `find_ways` does."""
    ways = find_ways(scenario, changes)
    data = dict(scenario.file._data)
    for path, value in changes.items():
        _put(data, ways[path], plain(value))
    edited = scenario.file._places.edited | {dotted(steps) for steps in ways.values()}
    return data, replace(scenario.file._places, edited=edited)


def find_ways(scenario: Scenario, paths: Iterable[str]) -> dict[str, Steps]:
    """The way to each value; judgments get their variable.

    Raises ModelError for those that lead nowhere, or of which one replaces another's.
    """
    ways: dict[str, Steps] = {}
    lost: dict[str, str] = {}
    for path in paths:
        try:
            ways[path], _ = locate(scenario, path)
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


def plain(value: object) -> object:
    """A copy that no caller can change later."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def locate(scenario: Scenario, path: str) -> tuple[Steps, Any]:
    """The way to an editable value, and the value or `SILENT`; raises KeyError with a sentence where there is none."""
    steps = scenario.file.steps(path)
    here: Any = scenario.file._data
    for depth, step in enumerate(steps):
        here = {} if here is SILENT else _opened(here, steps[:depth])
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
        here = SILENT
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
