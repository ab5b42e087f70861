"""A scenario's text with nudges written into it; every other letter, comments included, stays as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from sim.errors import ModelError, Problem
from sim.scenario.edit import edit
from sim.scenario.file.read import loads
from sim.scenario.resolve.scenario import Scenario
from sim.text_files import line_end

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Change = tuple[int, int, str]  # from, to, what stands there instead


def adopted(text: str, scenario: Scenario, nudges: Mapping[str, float]) -> str:
    """The text with each judgment's `nudge` set; judgments by id.

    text: what `scenario` was read from, without a byte order mark. Raises ModelError for an unknown judgment.

    >>> head = "schema_version: 1\\nid: a\\ntitle: T\\nas_of: 2025-12-24\\ntimeline: {steps: 1, step: 1 week}\\n"
    >>> spoken = "experts: {a: {name: A}}\\nvariables: {x: {label: X, states: [no, yes]}}\\n"
    >>> file = head + spoken + "judgments: {x: {J: {expert: a, about: yes, says: 5%}}}  # mine"
    >>> adopted(file, loads(file), {"J": 0.25}).splitlines()[-1]
    'judgments: {x: {J: {nudge: 0.25, expert: a, about: yes, says: 5%}}}  # mine'
    """
    newline = line_end(text)
    wanted = edit(scenario, {f"judgments.{key}.nudge": x for key, x in nudges.items()})
    for start, end, new in sorted(_changes(yaml.compose(text, _LOADER), newline, nudges), reverse=True):
        text = text[:start] + new + text[end:]
    if loads(text, scenario.name, scenario.file._beside.folder) != wanted:  # never a file that says something else
        message = "the nudges cannot be written into this text: paste the --set lines instead"
        raise ModelError([Problem(message, file=scenario.name)])
    return text


def _changes(root: yaml.Node | None, newline: str, nudges: Mapping[str, float]) -> Iterator[Change]:
    """One change a judgment: its nudge replaced, or written before its first key."""
    for group in _parts(_parts(root).get("judgments")).values():
        for name, judgment in _parts(group).items():
            if name not in nudges or not isinstance(judgment, yaml.MappingNode):
                continue
            new, old = repr(float(nudges[name])), _parts(judgment).get("nudge")
            start = judgment.start_mark.index
            if old is not None:
                yield old.start_mark.index, old.end_mark.index, new
            elif judgment.flow_style:
                yield start + 1, start + 1, f"nudge: {new}, "
            else:
                yield start, start, f"nudge: {new}{newline}{' ' * judgment.start_mark.column}"


def _parts(node: yaml.Node | None) -> dict[str, yaml.Node]:
    return {str(key.value): value for key, value in node.value} if isinstance(node, yaml.MappingNode) else {}
