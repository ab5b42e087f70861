"""Blame as JSON and CSV."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sim.results.document import csv_text, document, record
from sim.results.score.blame_model import BlameTable
from sim.results.settings import TOLD

_JUDGMENT = "judgment variable voice speaker about claim phrase read_as low median high without log change gap"
COLUMNS = (
    "file", "scenario", "policy", "question", "truth", "probability", "score", *_JUDGMENT.split(), "draws", "worlds",
    "seed", "digest",
)  # fmt: skip


def as_json(tables: Iterable[BlameTable]) -> str:
    """One JSON object with a list of tables."""
    return document("blame", tables=[_table(made) for made in tables])


def as_csv(tables: Iterable[BlameTable]) -> str:
    """One row a question and judgment; `score` is the log score with it, `log` that without."""
    return csv_text(COLUMNS, (
        record(made, f"file scenario policy {TOLD} digest")
        | record(question, "question truth probability score=log")
        | record(one, _JUDGMENT)
        for made in tables for question in made.questions for one in question.judgments
    ))  # fmt: skip


def _table(made: BlameTable) -> dict[str, Any]:
    return record(
        made, f"scenario title file digest policy {TOLD} bound questions totals",
        questions=[
            record(one, "question asks truth probability log judgments",
                   judgments=[record(own, _JUDGMENT) for own in one.judgments])
            for one in made.questions
        ],
        totals=[record(one, "judgment speaker claim n change") for one in made.totals],
    )  # fmt: skip
