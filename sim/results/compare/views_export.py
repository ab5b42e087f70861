"""Tables of alternatives as data for other programs: JSON and CSV, the same bytes for the same run."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sim.results.compare.views import AlternativeView, Views
from sim.results.document import csv_text, document, record
from sim.results.head import HEAD, OF_ROW, RUN_COLUMNS

_ANSWER = (
    "question probability median low50=interval50.low high50=interval50.high low90=interval90.low "
    "high90=interval90.high sampling_error method word"
)
_VIEW = "name says edits hindsight evidence ratio"
COLUMNS = ("scenario", "policy", "view", "says", "edits", *(part.partition("=")[0] for part in _ANSWER.split()),
           "evidence", "ratio", *RUN_COLUMNS)  # fmt: skip


def as_json(made: Iterable[Views]) -> str:
    """One JSON object with a list of tables."""
    return document("alternatives", tables=[_table(one) for one in made])


def as_csv(made: Iterable[Views]) -> str:
    """One row a view and question under the header COLUMNS."""
    rows = ((table, view, answer) for table in made for view in table.views for answer in view.answers.values())
    return csv_text(COLUMNS, (
        record(table, OF_ROW)
        | record(view, "view=name says edits evidence ratio")
        | record(answer, _ANSWER)
        for table, view, answer in rows
    ))  # fmt: skip


def _table(made: Views) -> dict[str, Any]:
    return record(
        made, f"{HEAD} observations questions views",
        questions=[{"question": name, "asks": made.asks[name]} for name in made.questions],
        views=[_view(one) for one in made.views],
    )  # fmt: skip


def _view(view: AlternativeView) -> dict[str, Any]:
    return record(
        view, f"{_VIEW} single answers", answers=[record(answer, _ANSWER) for answer in view.answers.values()],
        single=[{"observation": seen, "probability": p} for seen, p in (view.single or {}).items()],
    )  # fmt: skip
