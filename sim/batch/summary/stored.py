"""The table of a store, with its axes as the plan lists them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from sim.batch.store.store import Store
from sim.batch.summary.sweep_table import FILE, Key, SweepTable
from sim.batch.sweep.model import Cell, Level, SweepAxis

_COLUMNS = (
    "run", FILE, "status", "message", "policy", "question", "probability", "low50", "high50", "low90", "high90",
    "sampling_error", "difference_error",
)  # fmt: skip


def open_table(store: Store, question: str | None = None) -> SweepTable:
    """The settings and answers that a store has so far, with the columns that summaries and pictures need.

    question: the only one whose answers are read; settings without it are then left out. Raises FormatError as
    `Store.table`.
    """
    axes = plan_axes(store.plan)
    where = None if question is None else [("question", "==", question)]
    return SweepTable(store.table([*_COLUMNS, *(f"set:{axis.name}" for axis in axes)], where), axes)


def find_answers(store: Store) -> dict[Key, float]:
    """The answers that a store has so far, in the order of their first rows: policy and question -> how far its lowest
    and its highest probability lie apart, 0 where there is no probability.

    Raises FormatError as `Store.table`.
    """
    import pyarrow.compute as pc

    ends: dict[Key, tuple[float, float]] = {}
    for part in store.parts().each():  # one at a time: all together may be more than the memory holds
        table = part.table(["policy", "question", "probability"], pc.field("policy").is_valid())
        known = pc.if_else(pc.is_nan(table["probability"]), None, table["probability"])
        grouped = table.set_column(2, "probability", known).group_by(["policy", "question"], use_threads=False)
        for row in grouped.aggregate([("probability", "min"), ("probability", "max")]).to_pylist():
            low, high = ends.get((row["policy"], row["question"]), (math.inf, -math.inf))
            least, most = row["probability_min"], row["probability_max"]
            if least is not None:
                low, high = min(low, least), max(high, most)
            ends[row["policy"], row["question"]] = low, high
    return {key: max(high - low, 0.0) for key, (low, high) in ends.items()}


def read_names(plan: Mapping[str, Any]) -> dict[str, str]:
    """What axes, policies and questions are called: name or id -> words, of those that have any."""
    called = plan["called"]
    return {**called["questions"], **called["policies"], **called["axes"]}


def plan_axes(plan: Mapping[str, Any]) -> tuple[SweepAxis, ...]:
    """The axes of a plan, `batch.json`: name, kind, scale, and the cells of their levels in the order of the sweep.

    >>> plan = {"axes": [{"name": "view", "kind": "text", "levels": ["b", {"cell": "a", "says": "both"}]}]}
    >>> [(level.cell, level.says) for level in plan_axes(plan)[0].levels]
    [('b', ''), ('a', 'both')]
    """
    return tuple(
        SweepAxis(axis["name"], axis["kind"], _levels(axis["levels"]), scale=axis.get("scale", "linear"))
        for axis in plan["axes"]
    )


def _levels(levels: Sequence[Any]) -> tuple[Level, ...]:
    return tuple(_level(level) for level in levels)


def _level(level: Any) -> Level:
    if isinstance(level, Mapping):
        cell: Cell = level["cell"]
        return Level(cell, says=level.get("says", ""))
    return Level(level)
