"""The table of choices as data for other programs: JSON and CSV, the same bytes for the same run."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sim.results.choices.compare import Choice, ChoiceRow, Choices
from sim.results.document import csv_text, document, record
from sim.results.head import OF_ROW, RUN_COLUMNS
from sim.results.settings import TOLD

COLUMNS = (
    "scenario", "policy", "path", "value", "question", "asks", "median", "low90", "high90", "probability", "points",
    "odds_ratio", "median_error", "moved", *RUN_COLUMNS,
)  # fmt: skip

_CELL = "median low90 high90 probability points odds_ratio moved median_error=error"


def as_json(tables: Iterable[Choices]) -> str:
    """One JSON object with a list of tables; probabilities from 0 to 1, undefined numbers null."""
    return document("choices", tables=[_table(table) for table in tables])


def as_csv(tables: Iterable[Choices]) -> str:
    """One row a choice and question under the header COLUMNS; path and value are empty for the file's own."""
    rows = ((table, row, question) for table in tables for row in table.rows for question in table.questions)
    return csv_text(COLUMNS, (_flat(*cell) for cell in rows))


def _table(table: Choices) -> dict[str, Any]:
    return record(
        table, f"scenario title file digest edits as_of policy {TOLD} questions rows refused",
        questions=[{"question": name, "asks": table.asks[name]} for name in table.questions],
        rows=[
            {
                "choice": _choice(row.choice),
                "answers": [{"question": name, **record(row.cells[name], _CELL)} for name in table.questions],
            }
            for row in table.rows
        ],
        refused=[{"choice": _choice(choice), "why": why} for choice, why in table.refused],
    )  # fmt: skip


def _choice(choice: Choice | None) -> dict[str, Any] | None:
    return None if choice is None else record(choice, "path value=text")


def _flat(table: Choices, row: ChoiceRow, question: str) -> dict[str, Any]:
    return (
        record(table, OF_ROW)
        | (_choice(row.choice) or {"path": None, "value": None})
        | {"question": question, "asks": table.asks[question], **record(row.cells[question], _CELL)}
    )
