"""The table of choices as data for other programs: JSON and CSV, the same bytes for the same run."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable, Iterator
from typing import Any

from sim.results.choices.compare import Choice, ChoiceCell, ChoiceRow, Choices
from sim.results.document import document

JSON_FORMAT = "scenario-sim choices"
JSON_VERSION = 1

COLUMNS = (
    "scenario", "policy", "path", "value", "question", "asks", "median", "low90", "high90", "probability", "points",
    "odds_ratio", "median_error", "moved", "as_of", "draws", "worlds", "seed", "digest",
)  # fmt: skip


def as_json(tables: Iterable[Choices]) -> str:
    """One JSON object with a list of tables; probabilities from 0 to 1, undefined numbers null."""
    return document(JSON_FORMAT, JSON_VERSION, "tables", (_table(table) for table in tables))


def as_csv(tables: Iterable[Choices]) -> str:
    """One row a choice and question under the header COLUMNS; path and value are empty for the file's own."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for table in tables:
        for row in table.rows:
            for question in table.questions:
                cells = _flat(table, row, question)
                writer.writerow(["" if cells[column] is None else cells[column] for column in COLUMNS])
    return out.getvalue()


def _table(table: Choices) -> dict[str, Any]:
    return {
        "scenario": table.scenario,
        "title": table.title,
        "file": table.file,
        "digest": table.digest,
        "edits": list(table.edits),
        "as_of": table.as_of,
        "policy": table.policy,
        **table.settings.told,
        "questions": [{"question": name, "asks": table.asks[name]} for name in table.questions],
        "rows": [
            {"choice": _choice(row.choice), "answers": list(_answers(table, row))}
            for row in table.rows
        ],
        "refused": [{"choice": _choice(choice), "why": why} for choice, why in table.refused],
    }


def _choice(choice: Choice | None) -> dict[str, str] | None:
    return None if choice is None else {"path": choice.path, "value": choice.text}


def _answers(table: Choices, row: ChoiceRow) -> Iterator[dict[str, Any]]:
    for question in table.questions:
        yield {"question": question, **_cell(row.cells[question])}


def _cell(cell: ChoiceCell) -> dict[str, float | bool | None]:
    return {
        "median": _number(cell.median),
        "low90": _number(cell.low90),
        "high90": _number(cell.high90),
        "probability": _number(cell.probability),
        "points": _number(cell.points),
        "odds_ratio": cell.odds_ratio,
        "moved": cell.moved,
        "median_error": cell.error,
    }


def _number(value: float) -> float | None:
    return None if math.isnan(value) else value


def _flat(table: Choices, row: ChoiceRow, question: str) -> dict[str, Any]:
    path, value = (row.choice.path, row.choice.text) if row.choice is not None else (None, None)
    shared = {key: getattr(table, key) for key in ("scenario", "policy", "as_of", "digest")} | table.settings.told
    told = {"path": path, "value": value, "question": question, "asks": table.asks[question]}
    return shared | told | {key: _plain(number) for key, number in _cell(row.cells[question]).items()}


def _plain(value: float | bool | None) -> str | None:
    """A number with all its digits; true and false as in JSON."""
    return None if value is None else json.dumps(value)
