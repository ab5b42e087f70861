"""Differences of scenarios as data for other programs: JSON and CSV, the same bytes for the same run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sim.results.document import csv_text, document, record
from sim.results.forecast.model import Answer
from sim.results.replay.diff_model import DiffStep, ScenarioDiff, Waterfall
from sim.results.settings import TOLD

_PART = "id in_turn average error order_error"
_ANSWER = "probability median interval50 interval90 sampling_error method word"
COLUMNS = (
    "policy", "question", "group", "step", "edits", "in_turn", "average", "average_error", "order_error", "probability",
    "first_file", "first_digest", "second_file", "second_digest", "draws", "worlds", "seed",
)  # fmt: skip


def as_json(made: ScenarioDiff) -> str:
    """One JSON object with the steps and, for each question, what they did to the answer."""
    return document("diff", **record(
        made, f"title first second policy {TOLD} steps questions orders forecasts warnings",
        first=record(made.first, "file digest as_of seen"), second=record(made.second, "file digest as_of seen"),
        steps=[_step(one) for one in made.steps],
        questions=[_waterfall(one) for one in made.waterfalls.values()],
    ))  # fmt: skip


def as_csv(made: ScenarioDiff) -> str:
    """The rows of a waterfall a question under the header COLUMNS: the first answer, every step, the second answer."""
    return csv_text(COLUMNS, _rows(made))


def _step(step: DiffStep) -> dict[str, Any]:
    return record(step, "id group edits", edits=[record(one, "path group text") for one in step.edits])


def _waterfall(made: Waterfall) -> dict[str, Any]:
    return record(
        made, "question asks first second difference error steps groups",
        first=_answer(made.first), second=_answer(made.second), difference=made.move.difference, error=made.move.error,
        steps=[record(part, _PART) for part in made.move.parts], groups=[record(part, _PART) for part in made.groups],
    )  # fmt: skip


def _answer(answer: Answer) -> dict[str, Any]:
    return record(
        answer, _ANSWER,
        interval50=(answer.interval50.low, answer.interval50.high),
        interval90=(answer.interval90.low, answer.interval90.high),
    )  # fmt: skip


def _rows(made: ScenarioDiff) -> Iterator[dict[str, Any]]:
    run = record(
        made, f"policy first_file=first.file first_digest=first.digest second_file=second.file "
        f"second_digest=second.digest {TOLD}",
    )  # fmt: skip
    blank = dict.fromkeys(COLUMNS)
    for question, fall in made.waterfalls.items():
        own = blank | run | {"question": question}
        yield own | {"step": "first", "probability": fall.first.probability}
        for step, part in zip(made.steps, fall.move.parts, strict=True):
            told = {"group": step.group, "step": step.id, "edits": [f"{one.path}: {one.text}" for one in step.edits]}
            yield own | told | record(part, "in_turn average average_error=error order_error")
        yield own | {"step": "second", "probability": fall.second.probability}
