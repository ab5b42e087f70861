"""What leads to an answer, as JSON and as CSV."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sim.batch.summary.discovery.model import Discovery, FoundBox
from sim.batch.summary.discovery.text import tell_box
from sim.results.document import csv_text, document, record

_COLUMNS = ("box", "step", "taken", "coverage", "density", "mass", "restricted")


def discovery_json(discovery: Discovery, names: Mapping[str, str] | None = None) -> str:
    """The boxes as JSON text. names: axis -> what it is called in the sentences."""
    boxes = [_box(box, names) for box in discovery.boxes]
    condition = asdict(discovery.condition)
    head = record(discovery, "settings wanted missing axes coverage")
    return document("sweep discovery", condition=condition, **head, boxes=boxes)


def discovery_csv(discovery: Discovery) -> str:
    """The trajectories as CSV text: a row a box that peeling or pasting went through."""
    return csv_text(
        _COLUMNS,
        (
            {"box": number, "step": step, "taken": step == box.chosen, **asdict(score)}
            for number, box in enumerate(discovery.boxes, start=1)
            for step, score in enumerate(box.trajectory)
        ),
    )


def _box(box: FoundBox, names: Mapping[str, str] | None) -> dict[str, Any]:
    trajectory = [asdict(score) for score in box.trajectory]
    restrictions = [asdict(restriction) for restriction in box.restrictions]
    head = {"says": tell_box(box, names), **record(box, "settings wanted"), **asdict(box.score)}
    return {**head, "restrictions": restrictions, "chosen": box.chosen, "trajectory": trajectory}
