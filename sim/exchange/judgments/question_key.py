"""What a judgment answers as one readable line: `VARIABLE: EVENT | PARENT: EVENT | by DATE`."""

from __future__ import annotations

import re
from typing import Any

from sim.errors import nearest
from sim.scenario.model import values
from sim.scenario.model.file import Judgment, ScenarioFile
from sim.scenario.model.forms import Shift

_CLOCKS = re.compile(r"by (?P<by>.+)|within (?P<within>[0-9]{1,4} steps?)|per (?P<per>step)|(?P<overall>overall)")
_SHIFT = re.compile(r"shift( by .+)?")
_RULE = "a condition (PARENT: EVENT), by DATE, within N steps, per step, overall or shift by PARENT"


def write_key(variable: str, judgment: Judgment) -> str:
    """The key of what a judgment answers: variable and event, each condition, the clock; `overall`, `shift by` last.

    >>> judgment = Judgment(expert="a", about="clash or more", given={"x": "low"}, by="2026-01-31", says="likely")
    >>> write_key("war", judgment)
    'war: clash or more | x: low | by 2026-01-31'
    """
    parts = [f"{variable}: {judgment.about}", *(f"{parent}: {event}" for parent, event in judgment.given.items())]
    parts.append(f"by {judgment.by}" if judgment.by else "")
    parts.append(f"within {judgment.within} step{'s' if judgment.within > 1 else ''}" if judgment.within else "")
    parts.append(f"per {judgment.per}" if judgment.per else "")
    parts.append("overall" if judgment.overall else "")
    parts.append(f"shift by {', '.join(judgment.says.shift)}" if isinstance(judgment.says, Shift) else "")
    return " | ".join(" ".join(part.split()) for part in parts if part)


def read_key(question: str, scenario: ScenarioFile) -> tuple[str, dict[str, Any]]:
    """The variable, and the fields `about`, `given` and the clock of a judgment; any number of blanks is allowed.

    question: a key as `write_key` writes it, a judgment's id (what that one answers), or a variable alone (`any`).
    Raises ValueError with the nearest name.
    """
    first, *others = (part.strip() for part in " ".join(question.split()).split("|"))
    ids = {name: variable for variable, group in scenario.judgments.items() for name in group}
    if not others and first in ids and ":" not in first:
        return read_key(write_key(ids[first], scenario.judgments[ids[first]][first]), scenario)
    variable, colon, event = (part.strip() for part in first.partition(":"))
    if variable not in scenario.variables:
        known = tuple(scenario.variables) if colon else (*scenario.variables, *ids)
        what = "variable" if colon else "variable or judgment"
        raise ValueError(f"unknown {what} {values.shown(variable)}{nearest(variable, known[:1000])}")
    if colon and not event:
        raise ValueError(f"{variable} has no event: write {variable}: EVENT")
    fields: dict[str, Any] = {} if event in ("", "any") else {"about": event}
    for part in others:
        if not _SHIFT.fullmatch(part):  # says what kind of answer it is, and the elements say that too
            _add(fields, part)
    return variable, fields


def _add(fields: dict[str, Any], part: str) -> None:
    """Add the condition or clock behind a bar to the fields."""
    clock = _CLOCKS.fullmatch(part)
    if clock is None:
        parent, colon, event = (word.strip() for word in part.partition(":"))
        if not (parent and colon and event):
            raise ValueError(f"{values.shown(part)} is neither {_RULE}")
        given = fields.setdefault("given", {})
        if parent in given:
            raise ValueError(f"the condition {parent} is there twice")
        given[parent] = event
        return
    key = str(clock.lastgroup)
    if key in fields:
        raise ValueError(f"{values.shown(part)}: the clock is there twice")
    if key == "by":
        values.day(clock[key])
    fields[key] = True if key == "overall" else clock[key]
