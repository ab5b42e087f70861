"""The frame of a small scenario: a title, a day, and four steps of a week."""

from __future__ import annotations

import json
from pathlib import Path

from sim.scenario.file import read
from sim.scenario.resolve.scenario import Scenario


def small(folder: Path | None = None, /, **parts: object) -> Scenario:
    """The scenario with these parts, as one beside the files of a folder would be read."""
    frame = {"schema_version": 1, "id": "t", "title": "T", "as_of": "2025-12-24"}
    return read.loads(json.dumps(frame | {"timeline": {"steps": 4, "step": "1 week"}} | parts), base=folder)
