"""Entries added to the text of a YAML file; comments, order and layout stay as they are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import yaml

from sim.exchange import yaml_write
from sim.text_files import line_end

Steps = tuple[str, ...]
Entries = Mapping[str, object]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_AFTER = {"judgments": ("variables", "experts"), "experts": ("sources", "background", "timeline", "as_of")}


@dataclass(frozen=True)
class _Change:
    """New text for what stands between two positions."""

    start: int
    end: int
    text: str


def insert_entries(text: str, additions: Mapping[Steps, Entries]) -> str:
    """The text with entries appended to mappings.

    text: YAML that `sim.scenario.file.yaml_text` has read, without a byte order mark. additions: way to a mapping
    (`("judgments", "clash")`) -> new entries; a mapping that is not there is made.

    >>> insert_entries("a:\\n  x: 1  # one\\nb: {}\\n", {("a",): {"v": 2}, ("b",): {"z": "no"}})
    'a:\\n  x: 1  # one\\n  v: 2\\nb:\\n  z: "no"\\n'
    """
    root = yaml.compose(text, Loader=_LOADER)
    writer = _Writer(text, root)
    changes = [writer.append(steps, entries) for steps, entries in _homes(root, additions).items()]
    out, at = [], 0
    for change in sorted(changes, key=lambda change: change.start):
        out += [text[at : change.start], change.text]
        at = change.end
    return "".join([*out, text[at:]])


def _homes(root: Any, additions: Mapping[Steps, Entries]) -> dict[Steps, dict[str, object]]:
    """Way to a mapping that exists -> its new entries, missing mappings included; the deepest way first."""
    homes: dict[Steps, dict[str, object]] = {}
    for steps, entries in additions.items():
        depth = len(steps)
        while depth and _find(root, steps[:depth]) is None:
            depth -= 1
        new: Entries = entries
        for step in reversed(steps[depth:]):
            new = {step: new}
        _merge(homes.setdefault(steps[:depth], {}), new)
    return dict(sorted(homes.items(), key=lambda home: -len(home[0])))


def _merge(into: dict[str, object], new: Entries) -> None:
    for key, value in new.items():
        there = into.get(key)
        if isinstance(there, dict) and isinstance(value, Mapping):
            _merge(there, value)
        else:
            into[key] = dict(value) if isinstance(value, Mapping) else value


def _find(node: Any, steps: Steps) -> Any:
    """The mapping at the end of a way; None where there is none."""
    for step in steps:
        if not isinstance(node, yaml.MappingNode):
            return None
        node = next((value for key, value in node.value if key.value == step), None)
    return node if isinstance(node, yaml.MappingNode) else None


class _Writer:
    """Appends to the mappings of one text."""

    def __init__(self, text: str, root: Any) -> None:
        self.text, self.root = text, root
        self.newline = line_end(text)

    def append(self, steps: Steps, entries: Entries) -> _Change:
        """The change that adds entries at the end of a mapping, or in the root behind the sections of `_AFTER`."""
        node = _find(self.root, steps)
        if node.flow_style:
            return self._in_flow(node, steps, entries)
        keys = [key.value for key, _ in node.value]
        wanted = _AFTER.get(next(iter(entries)), ()) if not steps else ()
        before = next((keys.index(name) for name in wanted if name in keys), len(keys) - 1)
        return self._below(node.value[before][1], node.start_mark.column, steps, entries)

    def _in_flow(self, node: Any, steps: Steps, entries: Entries) -> _Change:
        new = yaml_write.write_flow(entries)[1:-1]
        if node.value:
            end = self._end(node.value[-1][1])
            return _Change(end, end, f", {new}")
        parent = _find(self.root, steps[:-1]) if steps else None
        if parent is None or parent.flow_style:
            return _Change(node.start_mark.index, node.end_mark.index, f"{{{new}}}")
        # `judgments: {}` becomes a block; a comment behind the braces stays on its line
        line_end = self._line_end(node.end_mark.index)
        rest = self.text[node.end_mark.index : line_end].rstrip()
        lines = self._lines(entries, parent.start_mark.column + 2)
        start = node.start_mark.index - (self.text[node.start_mark.index - 1] == " ")
        return _Change(start, line_end, self.newline.join([rest, *lines]))

    def _below(self, last: Any, indent: int, steps: Steps, entries: Entries) -> _Change:
        """The change that adds entries as lines after the last line of a value."""
        lines = self._lines(entries, indent)
        if steps == ("judgments",) and self._spaced(steps):
            lines = ["", *lines]
        end = self._end(last)
        if end and self.text[end - 1] in "\r\n":
            return _Change(end, end, self.newline.join([*lines, ""]))
        at = self._line_end(end)
        return _Change(at, at, self.newline.join(["", *lines]))

    def _lines(self, entries: Entries, indent: int) -> list[str]:
        return [line for key, value in entries.items() for line in _block(key, value, indent)]

    def _spaced(self, steps: Steps) -> bool:
        """Whether blank lines stand between the groups that are there."""
        node = _find(self.root, steps)
        ends = [(self._end(value), key.start_mark.index) for (_, value), (key, _) in pairwise(node.value)]
        return any(self.text[end:start].replace("\r", "").count("\n") > 1 for end, start in ends)

    def _end(self, node: Any) -> int:
        """The position behind the last letter of a value; behind its blank lines where they are part of it."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self._end(last[1] if isinstance(last, tuple) else last)
        end: int = node.end_mark.index
        keeps_blank_lines = getattr(node, "style", None) in ("|", ">") and node.value.endswith("\n\n")
        while not keeps_blank_lines and end and self.text[end - 1].isspace():
            end -= 1
        return end

    def _line_end(self, at: int) -> int:
        match = re.compile("[\r\n]|\\Z").search(self.text, at)
        return match.start() if match is not None else len(self.text)


def _block(key: str, value: object, indent: int) -> list[str]:
    """The lines of an entry: a mapping of mappings has one line for each entry, others where one line is too long."""
    if isinstance(value, Mapping) and value and all(isinstance(item, Mapping) for item in value.values()):
        head = f"{' ' * indent}{yaml_write.write_word(key)}:"
        return [head, *(line for inner, item in value.items() for line in _block(str(inner), item, indent + 2))]
    return list(yaml_write.write_entry(key, value, indent))
