"""The JSON Schema of sweep files: current, with a text at every key, and obeyed by the sweeps that can be read."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from sim.batch.sweep import schema
from sim.scenario.file import yaml_text
from sim.scenario.file.schema import described_parts

SWEEPS = Path(__file__).parents[3] / "scenarios" / "sweeps"
SCHEMA = json.loads(schema.text())


def errors(text: str) -> list[str]:
    validator = jsonschema.Draft202012Validator(SCHEMA)
    return [error.message for error in validator.iter_errors(yaml_text.parse(text, "sweep.yaml").data)]


def test_the_committed_schema_is_current() -> None:
    committed = (SWEEPS / "sweep.schema.json").read_text(encoding="utf-8")
    assert committed == schema.text(), "run: sim schema --sweep -o scenarios/sweeps/sweep.schema.json"


@pytest.mark.parametrize("file", sorted(SWEEPS.glob("*.yaml")), ids=lambda file: file.stem)
def test_shipped_sweeps_obey_the_schema(file: Path) -> None:
    assert errors(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "line", ["drawz: 1", "design: random", "vary: {dependence: {form: 0, to: 1}}", "keep: [curves]"]
)
def test_wrong_shapes_do_not(line: str) -> None:
    sound = "batch_version: 1\ntitle: T\nscenarios: [s.yaml]\n"
    assert errors(sound) == []
    assert errors(sound + line)


def test_every_text_is_of_a_key_and_told_once() -> None:
    texts = yaml.safe_load(schema.TEXTS.read_text(encoding="utf-8"))
    keys = {("Sweep" if part == "Scenario" else part, key) for part, keys in described_parts(SCHEMA) for key in keys}
    assert keys == {(part, key) for part, entries in texts.items() for key in entries}
    told = [text for entries in texts.values() for text in entries.values()]
    assert len(set(told)) == len(told)
