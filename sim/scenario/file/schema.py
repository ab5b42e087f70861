"""The scenario file as a JSON Schema, for editors that complete and check while one writes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from sim.scenario.model.file import ScenarioFile

TEXTS = Path(__file__).with_name("descriptions.yaml")
Properties = dict[str, dict[str, Any]]


def text() -> str:
    """The schema as text, as committed in `scenarios/scenario.schema.json`."""
    schema, texts = ScenarioFile.model_json_schema(), yaml.safe_load(TEXTS.read_text(encoding="utf-8"))
    for part, properties in described_parts(schema):
        for key, value in properties.items():
            value["description"] = texts["descriptions"].get(part, {}).get(key, "")
    for form, examples in texts["examples"].items():
        schema["$defs"][form]["examples"] = examples
    return json.dumps(schema, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def described_parts(schema: dict[str, Any]) -> Iterator[tuple[str, Properties]]:
    """Each part of the file by name (`Scenario`, `Judgment`, ...), and its keys with their schemas.

    A part comes again for keys that lie deeper in it, such as `a` and `b` of a prior.
    """
    for name, part in {"Scenario": {**schema, "$defs": {}}, **schema["$defs"]}.items():
        yield from ((name, properties) for properties in _properties(part))


def _properties(node: Any) -> Iterator[Properties]:
    """The `properties` in a schema, however deep."""
    if isinstance(node, dict) and isinstance(node.get("properties"), dict):
        yield node["properties"]
    for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _properties(inner)
