"""The scenario file as a JSON Schema, for editors that complete and check while one writes."""

from __future__ import annotations

import json

from sim.scenario.model.file import ScenarioFile


def text() -> str:
    """The schema as text, as committed in `scenarios/scenario.schema.json`."""
    return json.dumps(ScenarioFile.model_json_schema(), indent=1, ensure_ascii=False, sort_keys=True) + "\n"
