"""Entries added to the text of a YAML file; comments, order and layout stay as they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

import yaml

from sim.scenario.writing import yaml_nodes, yaml_write
from sim.scenario.writing.yaml_nodes import Change
from sim.text_files import line_end

Steps = tuple[str, ...]
Entries = Mapping[str, object]

_AFTER = {"judgments": ("variables", "experts"), "experts": ("sources", "background", "timeline", "as_of")}


def insert_entries(text: str, additions: Mapping[Steps, Entries]) -> str:
    """The text with entries appended to mappings.

    text: YAML that `sim.scenario.file.yaml_text` has read, without a byte order mark. additions: way to a mapping
    (`("judgments", "clash")`) -> new entries; a mapping that is not there is made.

    >>> insert_entries("a:\\n  x: 1  # one\\nb: {}\\n", {("a",): {"v": 2}, ("b",): {"z": "no"}})
    'a:\\n  x: 1  # one\\n  v: 2\\nb:\\n  z: "no"\\n'
    """
    root = yaml_nodes.compose(text)
    writer = _Writer(text, root)
    return yaml_nodes.apply_changes(
        text, [writer.append(steps, entries) for steps, entries in _homes(root, additions).items()]
    )


def _homes(root: Any, additions: Mapping[Steps, Entries]) -> dict[Steps, dict[str, Any]]:
    """Way to a mapping that exists -> its new entries, missing mappings included; the deepest way first."""
    homes: dict[Steps, dict[str, Any]] = {}
    for steps, entries in additions.items():
        depth = len(steps)
        while depth and _find(root, steps[:depth]) is None:
            depth -= 1
        home = homes.setdefault(steps[:depth], {})
        for step in steps[depth:]:
            home[step] = dict(home.get(step, {}))
            home = home[step]
        home.update(entries)
    return dict(sorted(homes.items(), key=lambda home: -len(home[0])))


def _find(root: Any, steps: Steps) -> Any:
    """The mapping at the end of a way; None where there is none."""
    nodes = yaml_nodes.walk(root, steps)
    return nodes[-1] if len(nodes) == len(steps) + 1 and isinstance(nodes[-1], yaml.MappingNode) else None


class _Writer:
    """Appends to the mappings of one text."""

    def __init__(self, text: str, root: Any) -> None:
        self.text, self.root = text, root
        self.newline = line_end(text)

    def append(self, steps: Steps, entries: Entries) -> Change:
        """The change that adds entries at the end of a mapping, or in the root behind the sections of `_AFTER`."""
        node = _find(self.root, steps)
        if node.flow_style:
            return self._in_flow(node, steps, entries)
        keys = [key.value for key, _ in node.value]
        wanted = _AFTER.get(next(iter(entries)), ()) if not steps else ()
        before = next((keys.index(name) for name in wanted if name in keys), len(keys) - 1)
        return self._below(node.value[before][1], node.start_mark.column, steps, entries)

    def _in_flow(self, node: Any, steps: Steps, entries: Entries) -> Change:
        write = yaml_nodes.writer_of(self.root)
        new = write(entries)[1:-1]
        if node.value:
            end = yaml_nodes.end_of(self.text, node.value[-1][1])
            return end, end, f", {new}"
        parent = _find(self.root, steps[:-1]) if steps else None
        if parent is None or parent.flow_style:
            return node.start_mark.index, node.end_mark.index, f"{{{new}}}"
        # `judgments: {}` becomes a block; a comment behind the braces stays on its line
        line_end = self._line_end(node.end_mark.index)
        rest = self.text[node.end_mark.index : line_end].rstrip()
        lines = _lines(entries, parent.start_mark.column + 2)
        start = node.start_mark.index - (self.text[node.start_mark.index - 1] == " ")
        return start, line_end, self.newline.join([rest, *lines])

    def _below(self, last: Any, indent: int, steps: Steps, entries: Entries) -> Change:
        """The change that adds entries as lines after the last line of a value."""
        space = [""] if steps == ("judgments",) and self._spaced(steps) else []
        lines = [*space, *_lines(entries, indent)]
        end = yaml_nodes.end_of(self.text, last)
        if end and self.text[end - 1] in "\r\n":
            return end, end, self.newline.join([*lines, ""])
        at = self._line_end(end)
        return at, at, self.newline.join(["", *lines])

    def _spaced(self, steps: Steps) -> bool:
        """Whether blank lines stand between the groups that are there."""
        node = _find(self.root, steps)
        ends = [
            (yaml_nodes.end_of(self.text, value), key.start_mark.index) for (_, value), (key, _) in pairwise(node.value)
        ]
        return any(self.text[end:start].replace("\r", "").count("\n") > 1 for end, start in ends)

    def _line_end(self, at: int) -> int:
        ends = (self.text.find(mark, at) for mark in "\r\n")
        return min((end for end in ends if end >= 0), default=len(self.text))


def _lines(entries: Entries, indent: int) -> Iterator[str]:
    """The lines of entries: a mapping of mappings has one for each entry, others where one line is too long."""
    for key, value in entries.items():
        if isinstance(value, Mapping) and value and all(isinstance(item, Mapping) for item in value.values()):
            yield f"{' ' * indent}{yaml_write.write_word(str(key))}:"
            yield from _lines(value, indent + 2)
        else:
            yield from yaml_write.write_entry(str(key), value, indent)
