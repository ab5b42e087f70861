"""The committed JSON Schema is the model's, and the files that can be read obey it."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from sim.scenario.file import schema, yaml_text

ROOT = Path(__file__).parents[3]
FOLDERS = (ROOT / "tests" / "scenarios" / "valid", ROOT / "scenarios", ROOT / "scenarios" / "venezuela-2025")
FILES = [file for folder in FOLDERS for file in folder.glob("*.yaml") if file.stem not in ("evidence", "resolutions")]


def test_the_committed_schema_is_current() -> None:
    assert (ROOT / "scenarios" / "scenario.schema.json").read_text(encoding="utf-8") == schema.text()


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_valid_files_obey_the_schema(file: Path) -> None:
    data = yaml_text.parse(file.read_text(encoding="utf-8"), file.name).data
    assert [error.message for error in _validator().iter_errors(data)] == []


@pytest.mark.parametrize("name", ["unknown-key", "missing-key", "weight-negative", "steps-not-whole", "unknown-word"])
def test_wrong_shapes_do_not(name: str) -> None:
    file = ROOT / "tests" / "scenarios" / "invalid" / f"{name}.yaml"
    data = yaml_text.parse(file.read_text(encoding="utf-8"), file.name).data
    assert any(_validator().iter_errors(data))


def _validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads(schema.text()))
