"""An editor helps at every key: each has a text of its own, and each form of `says` an example that is read."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

import pytest
import yaml
from pydantic import TypeAdapter

from sim.scenario.file import schema
from sim.scenario.model.forms import Says, expand

SCHEMA: dict[str, Any] = json.loads(schema.text())
PARTS = [(part, key, value) for part, keys in schema.described_parts(SCHEMA) for key, value in keys.items()]
TEXTS = yaml.safe_load(schema.TEXTS.read_text(encoding="utf-8"))
FORMS = ["Phrase", "Number", "Counts", "Split", "Marginals", "Table", "Shift", "Range", "Quantiles", "Chips"]


def keys_in(node: Any) -> int:
    """How many keys are named in all `properties` of a schema, found by another way than the program's."""
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return sum((len(part) if name == "properties" else 0) + keys_in(part) for name, part in inner)


def test_every_key_of_the_schema_has_a_text() -> None:
    assert len(PARTS) == keys_in(SCHEMA) > 100
    assert [(part, key) for part, key, value in PARTS if len(value.get("description", "")) < 15] == []


def test_no_text_is_told_of_two_keys() -> None:
    told: dict[str, set[str]] = defaultdict(set)
    for _, key, value in PARTS:
        told[value["description"]].add(key)
    assert {text: keys for text, keys in told.items() if len(keys) > 1} == {}


def test_no_text_is_left_of_a_key_that_has_gone() -> None:
    said = {(part, key) for part, keys in TEXTS["descriptions"].items() for key in keys}
    assert said - {(part, key) for part, key, _ in PARTS} == set()


@pytest.mark.parametrize("form", FORMS)
def test_the_examples_of_a_form_are_of_that_form(form: str) -> None:
    examples = SCHEMA["$defs"][form]["examples"]
    assert {type(TypeAdapter(Says).validate_python(example)).__name__ for example in examples} == {form}


def test_the_short_forms_are_read() -> None:
    short = SCHEMA["$defs"]["Judgment"]["properties"]["says"]["anyOf"][0]["examples"]
    assert [expand(example) for example in short[:2]] == [{"phrase": "unlikely"}, {"probability": 0.05}]
    assert all("probability" in expand(example) for example in short[1:])  # type: ignore[operator]
