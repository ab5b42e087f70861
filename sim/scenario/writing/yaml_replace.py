"""Values replaced in the text of a YAML file, and entries taken out; all else stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from sim.scenario.writing import yaml_nodes, yaml_write
from sim.scenario.writing.yaml_nodes import Change, Steps


def replace_values(text: str, values: Mapping[Steps, object]) -> str:
    """The text with values replaced.

    text: as for `sim.scenario.writing.yaml_insert.insert_entries`. values: way to a value that is there -> plain data;
    no way leads into another's value.

    >>> replace_values("a: {x: 1, y: 'b'}  # so\\nc:\\n- d\\n", {("a", "x"): 2.5, ("c",): ["e", "f, g"]})
    'a: {x: 2.5, y: \\'b\\'}  # so\\nc: [e, "f, g"]\\n'
    """
    root = yaml_nodes.compose(text)
    return yaml_nodes.apply_changes(text, [_replaced(text, root, steps, value) for steps, value in values.items()])


def remove_entry(text: str, steps: Steps) -> str:
    """The text without one entry of a mapping, and without the comment behind it; the text as it is without the entry.

    >>> remove_entry("a: {x: 1, y: 2}\\nb:\\n  c: 1  # one\\n  d: 2\\n", ("b", "c"))
    'a: {x: 1, y: 2}\\nb:\\n  d: 2\\n'
    >>> remove_entry("a: {x: 1, y: 2}", ("a", "y"))
    'a: {x: 1}'
    """
    root = yaml_nodes.compose(text)
    nodes = yaml_nodes.walk(root, steps)
    if len(nodes) <= len(steps) or not isinstance(nodes[-2], yaml.MappingNode):
        return text
    mapping = nodes[-2]
    if len(mapping.value) == 1:
        change = _replaced(text, root, steps[:-1], {}) if len(steps) > 1 else (0, 0, "")
    elif mapping.flow_style:
        change = _without(text, mapping, steps[-1])
    else:
        change = _without_lines(text, mapping, steps[-1])
    return yaml_nodes.apply_changes(text, [change])


def _replaced(text: str, root: Any, steps: Steps, value: object) -> Change:
    nodes = yaml_nodes.walk(root, steps)
    node, parent = nodes[-1], nodes[-2]
    start, end = node.start_mark.index, yaml_nodes.end_of(text, node)
    new = yaml_nodes.writer_of(root)(value)
    if isinstance(value, str) and " " in value and text[end : end + 2] == " #":
        new = yaml_write.quote_text(value)  # with one blank before it, the comment would look like more of the text
    if isinstance(node, yaml.ScalarNode) or node.flow_style or not isinstance(parent, yaml.MappingNode):
        return start, end, new
    # A block begins on a line of its own: what takes its place stands behind the key, or below the key's comment.
    _, key, _ = yaml_nodes.entry(parent, steps[-1])
    between = text[key.end_mark.index : start]
    if between.strip() == ":":
        return key.end_mark.index + between.index(":") + 1, end, f" {new}"
    return start, end, " " * max(0, parent.start_mark.column + 2 - node.start_mark.column) + new


def _without(text: str, mapping: Any, step: str) -> Change:
    """The change that takes an entry and its comma out of braces."""
    place, key, value = yaml_nodes.entry(mapping, step)
    if place + 1 < len(mapping.value):
        return key.start_mark.index, mapping.value[place + 1][0].start_mark.index, ""
    return yaml_nodes.end_of(text, mapping.value[place - 1][1]), yaml_nodes.end_of(text, value), ""


def _without_lines(text: str, mapping: Any, step: str) -> Change:
    """The change that takes the lines of an entry out of a block."""
    place, key, value = yaml_nodes.entry(mapping, step)
    start, end = key.start_mark.index, yaml_nodes.end_of(text, value)
    if text[max(0, start - mapping.start_mark.column) : start].strip():  # behind the dash of a list: the next moves up
        return start, mapping.value[place + 1][0].start_mark.index, ""
    while end < len(text) and text[end] not in "\r\n":
        end += 1
    end += 2 if text[end : end + 2] == "\r\n" else end < len(text)
    return start - key.start_mark.column, end, ""
