"""The sweep file as a JSON Schema, for editors that complete and check while one writes."""

from __future__ import annotations

import json
from pathlib import Path

import yaml

from sim.batch.sweep.file import SweepFile
from sim.scenario.file.schema import described_parts

TEXTS = Path(__file__).with_name("descriptions.yaml")


def text() -> str:
    """The schema as text, as committed in `scenarios/sweeps/sweep.schema.json`."""
    schema, texts = SweepFile.model_json_schema(), yaml.safe_load(TEXTS.read_text(encoding="utf-8"))
    for part, properties in described_parts(schema):
        for key, value in properties.items():
            value["description"] = texts["Sweep" if part == "Scenario" else part][key]
    return json.dumps(schema, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
