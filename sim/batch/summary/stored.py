"""The table of a store, with its axes as the plan lists them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.batch.store.store import Store
from sim.batch.summary.sweep_table import FILE, SweepTable
from sim.batch.sweep.model import Cell, Level, SweepAxis

_COLUMNS = (
    "run", FILE, "status", "message", "policy", "question", "probability", "low50", "high50", "low90", "high90",
    "sampling_error", "difference_error",
)  # fmt: skip


def open_table(store: Store) -> SweepTable:
    """The settings and answers that a store has so far, with the columns that summaries and pictures need.

    Raises FormatError as `Store.table`.
    """
    axes = plan_axes(store.plan)
    return SweepTable(store.table([*_COLUMNS, *(f"set:{axis.name}" for axis in axes)]), axes)


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
