"""Comparisons as data for other programs: JSON and CSV, the same bytes for the same run."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sim.results.compare.model import Comparison, Difference
from sim.results.document import csv_text, document, record
from sim.results.head import RUN_COLUMNS
from sim.results.settings import TOLD

_CELLS = (
    "question asks first_policy=first.policy first_variant=first.variant second_policy=second.policy "
    "second_variant=second.variant first_probability second_probability difference median "
    "low50=interval50.low high50=interval50.high low90=interval90.low high90=interval90.high "
    "above error separate_error narrower overlap noise_share settled"
)
COLUMNS = ("scenario", *(name.partition("=")[0] for name in _CELLS.split()), *RUN_COLUMNS)


def as_json(made: Iterable[Comparison]) -> str:
    """One JSON object with a list of comparisons; differences from -1 to 1, undefined numbers null."""
    return document("compare", comparisons=[_comparison(one) for one in made])


def as_csv(made: Iterable[Comparison]) -> str:
    """One row a difference under the header COLUMNS."""
    rows = ((one, difference) for one in made for difference in one.differences)
    return csv_text(COLUMNS, (record(one, f"scenario as_of {TOLD} digest") | _cells(row) for one, row in rows))


def _comparison(made: Comparison) -> dict[str, Any]:
    return record(
        made, f"scenario title file digest as_of {TOLD} observations? warnings differences",
        differences=[_cells(one) for one in made.differences],
    )  # fmt: skip


def _cells(one: Difference) -> dict[str, Any]:
    return record(one, _CELLS)
