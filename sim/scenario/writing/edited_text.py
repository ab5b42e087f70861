"""A scenario's text with edits written into it: what `sim run --set` says, as a file with its comments."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Any

import yaml

from sim.errors import ModelError, Problem, SimError
from sim.scenario.edit import edit, find_ways
from sim.scenario.excerpt import fingerprint
from sim.scenario.file.read import decoded, loads
from sim.scenario.resolve.scenario import Scenario
from sim.scenario.writing import yaml_nodes
from sim.scenario.writing.yaml_insert import insert_entries
from sim.scenario.writing.yaml_nodes import Steps
from sim.scenario.writing.yaml_replace import remove_entry, replace_values

_BYTE_ORDER = "\ufeff"


def write_edits(text: str, scenario: Scenario, changes: Mapping[str, object]) -> str:
    """The text with the values at the given paths replaced, every other letter as it was.

    A value takes the place of the old one; a new entry comes last in its mapping; one that goes takes the comment on
    its line along. Reading the text gives `edit(scenario, changes)`, of equal digest, its order included.

    text: what `scenario` was read from. changes: as `sim.scenario.edit.edit` takes them. Raises what `edit` raises,
    and ModelError for a text that does not say what the scenario says, or in which an edit cannot be written in place.

    >>> head = "schema_version: 1\\nid: a\\ntitle: T\\nas_of: 2025-12-24\\ntimeline: {steps: 1, step: 1 week}\\n"
    >>> file = head + "experts: {a: {name: A}}  # alone\\nvariables: {x: {label: X, states: [no, yes]}}\\n"
    >>> new = write_edits(file, loads(file), {"experts.a.weight": 2.0, "timeline.steps": 3, "pool.rule": "linear"})
    >>> print(new.split("24\\n")[1])
    timeline: {steps: 3, step: 1 week}
    experts: {a: {name: A, weight: 2}}  # alone
    variables: {x: {label: X, states: [no, yes]}}
    pool: {rule: linear}
    <BLANKLINE>
    """
    wanted = edit(scenario, changes)
    if not changes:
        return text
    plain = text.removeprefix(_BYTE_ORDER)
    if not _says(plain, scenario):
        raise ModelError([Problem("is not what was read any more: read it again", file=scenario.name)])
    new = _tried(plain, scenario, changes, wanted)
    if new is None:  # never a file that says something else
        raise _refused(plain, scenario, changes)
    return text[: len(text) - len(plain)] + new


def decode_whole(raw: bytes, name: str) -> str:
    """The text of a scenario file's bytes, its byte order mark included, so that it can be written back as it was.

    name: as messages show the file. Raises FormatError as reading does.
    """
    return (_BYTE_ORDER if raw.startswith(_BYTE_ORDER.encode()) else "") + decoded(raw, name)


def find_companions(scenario: Scenario) -> tuple[str, ...]:
    """The files that must lie in the scenario's folder for it to be read: lexicons and a record of its own.

    They are named as the scenario names them, relative to its folder; empty where it needs none.
    """
    record = scenario.pool.record_file
    return tuple(dict.fromkeys([*scenario.lexicons.values(), *([] if record is None else [record])]))


def _written(text: str, data: Mapping[str, Any], ways: Mapping[str, Steps]) -> str:
    """The text with the values of `data` at the ends of the ways."""
    root = yaml_nodes.compose(text)
    values: dict[Steps, object] = {}
    additions: dict[Steps, dict[str, object]] = {}
    removed: list[Steps] = []
    for steps in ways.values():
        nodes = yaml_nodes.walk(root, steps)
        depth = len(nodes) - 1
        known, _ = _value(data, steps)
        if not known and isinstance(nodes[-1], yaml.MappingNode) and depth < len(steps):
            continue  # taken back to a default that the file does not name
        if not known and depth == len(steps):
            removed.append(steps)
        elif isinstance(nodes[-1], yaml.MappingNode) and depth < len(steps):
            additions.setdefault(steps[:depth], {})[steps[depth]] = _value(data, steps[: depth + 1])[1]
        else:  # a value, or what is written in short and is written out now
            values[steps[:depth]] = _value(data, steps[:depth])[1]
    text = replace_values(text, values)
    text = insert_entries(text, additions) if additions else text
    for steps in removed:
        text = remove_entry(text, steps)
    return text


def _value(data: Any, steps: Steps) -> tuple[bool, Any]:
    """Whether there is a value at the end of a way, and the value."""
    for step in steps:
        if isinstance(data, list):
            data = data[int(step)]
        elif isinstance(data, Mapping) and step in data:
            data = data[step]
        else:
            return False, None
    return True, data


def _says(text: str, scenario: Scenario) -> bool:
    """Whether reading a text gives a scenario, its order and the files that it brings along included."""
    try:
        made = loads(text, scenario.name, scenario.file._beside.folder)
    except SimError:
        return False
    same_files = find_companions(made) == find_companions(scenario)
    return same_files and made.lexicons == scenario.lexicons and fingerprint(made) == fingerprint(scenario)


def _tried(text: str, scenario: Scenario, changes: Mapping[str, object], wanted: Scenario) -> str | None:
    """The text with changes; None where it would not say what they say."""
    try:
        new = _written(text, wanted.file._data, find_ways(scenario, changes))
    except (yaml.YAMLError, LookupError, ValueError):
        return None
    return new if _says(new, wanted) else None


def _refused(text: str, scenario: Scenario, changes: Mapping[str, object]) -> ModelError:
    """What is said of changes that cannot be written: of those that cannot be by themselves, else of all."""
    alone = {path: {path: value} for path, value in changes.items()}
    odd = []
    for path, one in alone.items():
        with contextlib.suppress(SimError):
            odd += [path] if _tried(text, scenario, one, edit(scenario, one)) is None else []
    message = "cannot be written into this text in place: change the file by hand, or keep it and use --set"
    return ModelError([Problem(message, path, scenario.name) for path in odd or changes])
