"""The edits of an address merged, so that a later edit changes an earlier one that holds it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sim.errors import SimError
from sim.scenario import edit
from sim.scenario.resolve.scenario import Scenario


def merge_edits(file: Scenario, edits: Mapping[str, str]) -> dict[str, str]:
    """The edits, each written into an earlier one that holds its path; it replaces earlier ones below its path.

    `sim run --set` refuses two settings of which one replaces what the other changes; on a page they come in turn.

    >>> from sim.scenario.file.read import read
    >>> file = read("scenarios/first-steps.yaml")
    >>> merge_edits(file, {"pool": "{rule: linear}", "pool.concentration": "2"})
    {'pool': '{"rule": "linear", "concentration": 2}'}
    >>> merge_edits(file, {"pool.concentration": "2", "pool": "{rule: linear}"})
    {'pool': '{rule: linear}'}
    """
    out: dict[str, str] = {}
    for path, text in edits.items():
        steps = file.file.steps(path)
        for known in [known for known in out if file.file.steps(known)[: len(steps)] == steps]:
            del out[known]
        above = next((known for known in out if steps[: len(file.file.steps(known))] == file.file.steps(known)), None)
        whole = None if above is None else _within(out[above], steps[len(file.file.steps(above)) :], text)
        out[path if above is None or whole is None else above] = whole or text
    return out


def _within(whole: str, steps: tuple[str, ...], text: str) -> str | None:
    """A mapping's text with one value in it replaced; None where the way to it is none through mappings."""
    try:
        data, value = edit.parse(whole), edit.parse(text)
    except SimError:
        return None
    mapping: Any = data
    for step in steps[:-1]:
        mapping = mapping.get(step) if isinstance(mapping, dict) else None
    if not isinstance(mapping, dict):
        return None
    mapping[steps[-1]] = value
    return json.dumps(data, ensure_ascii=False, default=str)
