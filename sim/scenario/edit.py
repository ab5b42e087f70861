"""One value of a scenario changed by its path: a slider, `--set`, a row of a sweep."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from typing import Any

from sim.errors import FormatError, ModelError, Problem
from sim.scenario.file import read, yaml_text
from sim.scenario.file.alternatives import try_alternatives
from sim.scenario.file.ways import SILENT, change, find_ways, locate, plain
from sim.scenario.model.places import Steps
from sim.scenario.resolve.scenario import Scenario

__all__ = ["as_typed", "edit", "find_ways", "parse", "setting", "value"]


def edit(scenario: Scenario, changes: Mapping[str, object]) -> Scenario:
    """The scenario with the values at the given paths replaced; None takes a value back to its default.

    The changes hold together: none is under another. The scenario handed in stays as it was. Raises
    FormatError and ModelError as for a file, the file being called `--set`; a ModelError names the nearest
    path for one that does not exist, and both of two paths of which one replaces what the other changes.
    """
    data, places = change(scenario, changes)
    edited = read.build(data, places, beside=scenario.file._beside)
    touched = any(path.partition(".")[0] == "alternatives" for path in changes)
    if touched and (problems := try_alternatives(edited, read.build)):  # as where a file is read
        raise ModelError(problems)
    return edited


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


def as_typed(settings: Iterable[str]) -> dict[str, str]:
    """Path -> text of the value, of texts `path=value`; of two with one path the later counts.

    >>> as_typed(["judgments.S14.nudge=0.5"])
    {'judgments.S14.nudge': '0.5'}
    """
    return {path.strip(): text for path, _, text in (setting.partition("=") for setting in settings)}


def value(scenario: Scenario, path: str) -> object:
    """The value at a path as the file has it; the default where the file is silent.

    Raises ModelError, with the nearest path, for one that does not exist.
    """
    try:
        steps, written = locate(scenario, path)
    except KeyError as error:
        raise ModelError([Problem(str(error.args[0]), path, "--set")]) from None
    return _default(scenario, steps) if written is SILENT else copy.deepcopy(written)


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
    return here.model_dump(by_alias=True, exclude_none=True) if hasattr(here, "model_dump") else plain(here)
