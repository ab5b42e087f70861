"""Tables of sweeps as a store has them, from a formula."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np

Row = dict[str, Any]


def swept_rows(
    settings: Sequence[Mapping[str, Any]],
    formulas: Mapping[tuple[str, str], Callable[..., float | None]],
    error: float = 0.001,
) -> list[Row]:
    """A row an answer; a formula takes the cells of a setting by name, and None leaves the answer out."""
    rows: list[Row] = []
    for run, cells in enumerate(settings, start=1):
        for (policy, question), formula in formulas.items():
            value = formula(**cells)
            if value is not None:
                numbers = {f"{end}": value * share for end, share in
                           (("low90", 0.5), ("low50", 0.8), ("high50", 1.2), ("high90", 1.5))}  # fmt: skip
                rows.append({
                    "run": run, "file": "a.yaml", **{f"set:{axis}": cell for axis, cell in cells.items()},
                    "status": "ok", "message": None, "policy": policy, "question": question, "probability": value,
                    **numbers, "sampling_error": 5 * error, "difference_error": error,
                })  # fmt: skip
    return rows


def refused_row(run: int, message: str, **cells: Any) -> Row:
    """The row of a refused setting."""
    empty = dict.fromkeys(("policy", "question", "probability", "low90", "low50", "high50", "high90",
                           "sampling_error", "difference_error"))  # fmt: skip
    named = {f"set:{axis}": cell for axis, cell in cells.items()}
    return {"run": run, "file": "a.yaml", **named, "status": "refused", "message": message, **empty}


def full_grid(**levels: Sequence[Any]) -> list[dict[str, Any]]:
    """Every combination."""
    return [dict(zip(levels, cells, strict=True)) for cells in product(*levels.values())]


def columns(rows: Sequence[Row]) -> dict[str, list[Any]]:
    """The rows as columns."""
    return {name: [row[name] for row in rows] for name in rows[0]}


def spread_out(settings: int, dimensions: int) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Points in the unit cube by the roots of primes: evenly spread, without a random number."""
    roots = np.sqrt([2.0, 3.0, 5.0, 7.0, 11.0, 13.0, 17.0, 19.0][:dimensions])
    return (np.arange(1, settings + 1)[:, None] * roots) % 1.0
