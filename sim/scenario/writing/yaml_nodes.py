"""The nodes of a YAML text, where they begin and end in it, and changes by position."""

from __future__ import annotations

import json
import math
import unicodedata
from collections.abc import Callable, Iterable
from operator import itemgetter
from typing import Any

import yaml

from sim.scenario.writing import yaml_write

Steps = tuple[str, ...]
Change = tuple[int, int, str]
"""Two positions, and the new text for what stands between them."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def compose(text: str) -> Any:
    """The root node of a text that `sim.scenario.file.yaml_text` has read."""
    return yaml.compose(text, Loader=_LOADER)


def walk(root: Any, steps: Steps) -> list[Any]:
    """The nodes along a way, the root first, as far as there are any.

    >>> [node.tag[-3:] for node in walk(compose("a: [x, {b: 1}]"), ("a", "1", "c"))]
    ['map', 'seq', 'map']
    """
    nodes = [root]
    for step in steps:
        here = nodes[-1]
        if isinstance(here, yaml.MappingNode):
            inner = next((value for key, value in here.value if _name(key) == step), None)
        elif isinstance(here, yaml.SequenceNode) and int(step) < len(here.value):
            inner = here.value[int(step)]
        else:
            inner = None
        if inner is None:
            break
        nodes.append(inner)
    return nodes


def entry(mapping: Any, step: str) -> tuple[int, Any, Any]:
    """Place, key and value of an entry that is in a mapping."""
    return next((place, key, value) for place, (key, value) in enumerate(mapping.value) if _name(key) == step)


def end_of(text: str, node: Any) -> int:
    """The position behind the last letter of a value; behind its blank lines where they are part of it."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return end_of(text, last[1] if isinstance(last, tuple) else last)
    end: int = node.end_mark.index
    keeps_blank_lines = getattr(node, "style", None) in ("|", ">") and node.value.endswith("\n\n")
    while not keeps_blank_lines and end and text[end - 1].isspace():
        end -= 1
    return end


def apply_changes(text: str, changes: Iterable[Change]) -> str:
    """The text with changes that do not overlap.

    >>> apply_changes("a: 1, b: 2", [(9, 10, "3"), (3, 4, "0")])
    'a: 0, b: 3'
    """
    out, at = [], 0
    for start, end, new in sorted(changes, key=itemgetter(0)):
        out += [text[at:start], new]
        at = end
    return "".join([*out, text[at:]])


def writer_of(root: Any) -> Callable[[object], str]:
    """What writes a value on one line: as JSON where the text is JSON."""
    keys = [key.style for key, _ in root.value] if root.flow_style else ["plain"]
    return _write_json if set(keys) == {'"'} else yaml_write.write_flow


def _write_json(value: object) -> str:
    return json.dumps("inf" if value == math.inf else value, ensure_ascii=False, default=str)


def _name(key: Any) -> str:
    return unicodedata.normalize("NFC", str(key.value))
