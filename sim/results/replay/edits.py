"""The edits by which two scenario files differ: found by key path, told in words, each in its group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sim.scenario.model.file import ScenarioFile
from sim.scenario.model.places import Steps, dotted
from sim.scenario.resolve.scenario import Scenario
from sim.scenario.writing.yaml_write import write_flow

Group = Literal["structure", "settings", "voices", "judgments", "evidence"]
GROUPS: tuple[Group, ...] = ("structure", "settings", "voices", "judgments", "evidence")
"""The groups of edits, in the order in which they are told and made."""

HOMES: Mapping[str, Group] = {
    "as_of": "structure", "timeline": "structure", "lexicon": "settings", "lexicons": "settings", "pool": "settings",
    "dependence": "settings", "background": "voices", "experts": "voices", "camps": "voices", "seeds": "voices",
    "variables": "structure", "judgments": "judgments", "policies": "structure", "questions": "structure",
}  # fmt: skip
"""The keys of a file that numbers hang on, and their groups."""
DEPTHS = {
    "experts": 2,
    "camps": 2,
    "seeds": 2,
    "variables": 2,
    "judgments": 3,
    "policies": 2,
    "questions": 2,
    "pool": 2,
}
"""How deep one edit lies: by default the whole key."""

SILENT: Any = object()
"""Stands for a value that a file does not have."""
_NO_NUMBERS = {
    "label", "note", "source", "locator", "claim", "claims", "asks", "short", "statement", "name", "affiliation",
}  # fmt: skip
_LONGEST = 70


@dataclass(frozen=True)
class Edit:
    """One difference. steps: the way to it. text: what changes, in words."""

    steps: Steps
    group: Group
    text: str

    @property
    def path(self) -> str:
        """The way to it as analysts write it."""
        return dotted(self.steps)


def find_edits(first: Scenario, second: Scenario) -> list[Edit]:
    """What has to change in the first file to make the second, by group, and in the order of the second in a group.

    What no number hangs on (titles, sources, notes) is no edit, nor is a value that is written in another way.
    """
    edits = []
    for steps in _ways(second.file, first.file):
        old, new = (_model_at(one.file, steps) for one in (first, second))
        if _telling(old) != _telling(new):
            text = _in_words(steps, *(_written(one.file, steps) for one in (first, second)))
            edits.append(Edit(steps, HOMES[steps[0]], text))
    return sorted(edits, key=lambda one: GROUPS.index(one.group))


def value_at(data: Any, steps: Steps) -> Any:
    """The plain value there; `SILENT` where there is none."""
    for step in steps:
        if not isinstance(data, Mapping) or step not in data:
            return SILENT
        data = data[step]
    return data


def _ways(second: ScenarioFile, first: ScenarioFile) -> list[Steps]:
    """The way to everything that may be an edit: in the order of the second file, then what the first alone has."""
    found = [steps for file in (second, first) for key in file._data for steps in _below((key,), file._data[key])]
    return list(dict.fromkeys(steps for steps in found if steps[0] in HOMES))


def _below(steps: Steps, value: Any) -> Iterator[Steps]:
    if len(steps) == DEPTHS.get(steps[0], 1):
        yield steps
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _below((*steps, str(key)), inner)


def _model_at(file: ScenarioFile, steps: Steps) -> Any:
    """The value as it was read, defaults filled in; `SILENT` where there is none."""
    here: Any = file
    for step in steps:
        if isinstance(here, Mapping):
            here = here.get(step, SILENT)
        else:
            here = getattr(here, step, SILENT)
    if steps == ("lexicons",):
        return {name: lexicon.entries for name, lexicon in file.own_lexicons.items()}
    return (here, file.track_record) if steps == ("pool", "recalibrate") else here


def _written(file: ScenarioFile, steps: Steps) -> Any:
    """The plain value there; for one that a file need not have, such as `dependence`, what it then is."""
    value, default = value_at(file._data, steps), _model_at(file, steps)
    return default if value is SILENT and isinstance(default, str | int | float) else value


def _telling(value: Any) -> Any:
    """What of a value numbers can hang on."""
    if not hasattr(value, "model_dump"):
        return value
    return {key: inner for key, inner in value.model_dump(by_alias=True).items() if key not in _NO_NUMBERS}


def _in_words(steps: Steps, old: Any, new: Any) -> str:
    """What happens to the value."""
    if len(steps) > 1 and SILENT in (old, new) and steps[0] != "pool":
        return f"added: {_brief(new)}" if old is SILENT else f"taken out: {_brief(old)}"
    if not (isinstance(old, Mapping) and isinstance(new, Mapping)):
        return f"{_brief(old)} -> {_brief(new)}"
    keys = [key for key in dict.fromkeys((*new, *old)) if old.get(key, SILENT) != new.get(key, SILENT)]
    parts = [f"{key} {_brief(old.get(key, SILENT))} -> {_brief(new.get(key, SILENT))}" for key in keys
             if key not in _NO_NUMBERS]  # fmt: skip
    return "; ".join(parts)


def _brief(value: Any) -> str:
    """A value on one line, cut where it is long; a dash where there is none."""
    if value is SILENT:
        return "-"
    if isinstance(value, Mapping) and "says" in value:
        about = value.get("about", "any")
        value = f"{value.get('expert', '')} on {about}: {write_flow(value['says'])}"
        return value if len(value) <= _LONGEST else f"{value[:_LONGEST]}…"
    text = write_flow(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
