"""The rows of a store as settings and answers: one place a setting, whatever the order of the rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Flags, Floats
from sim.batch.summary.moved_axis import MovedAxis, gather_axis
from sim.batch.sweep.model import Kind, SweepAxis

FILE = "file"
"""The axis of a sweep over several scenarios."""
_COLUMN = "set:"
Key = tuple[str, str]
"""A policy and a question."""


@dataclass(frozen=True, eq=False)
class SweptAnswer:
    """One answer over the settings, each array (settings,); NaN where a setting has none.

    errors: standard error of the difference from the file as it stands; of the probability where there is none.
    answered: settings that give the answer at all. A setting can give it and be undefined: asked of no world.
    """

    policy: str
    question: str
    values: Floats
    errors: Floats
    answered: int

    @property
    def known(self) -> Flags:
        """Where there is a number."""
        return ~np.isnan(self.values)


class SweepTable:
    """The settings of a sweep and their answers.

    table: a pyarrow table, a pandas frame or a mapping from column to values, with the columns of a store. axes: those
    of the sweep, in its order; where they are left out, every column `set:...` is one. Raises KeyError for a column
    that is missing.
    """

    def __init__(self, table: Any, axes: Sequence[SweepAxis] | None = None) -> None:
        self._frame = _frame(table)
        runs, first, places = np.unique(self._column("run"), return_index=True, return_inverse=True)
        self.runs: NDArray[np.int64] = runs.astype(np.int64)
        self._first, self._places = first, places
        self.axes: tuple[MovedAxis, ...] = (*self._files(), *(self._axis(axis) for axis in self._known(axes)))

    def __len__(self) -> int:
        return len(self.runs)

    @cached_property
    def refused(self) -> dict[str, int]:
        """Message -> how many settings are refused with it, most first."""
        among = self._column("status")[self._first] == "refused"
        messages, counts = np.unique(self._column("message")[self._first][among].astype(str), return_counts=True)
        order = np.argsort(-counts, kind="stable")
        return {str(messages[place]): int(counts[place]) for place in order}

    @cached_property
    def keys(self) -> tuple[Key, ...]:
        """The answers, in the order of their first rows."""
        return tuple(self._rows_of)

    def answer(self, key: Key) -> SweptAnswer:
        """One answer over the settings; raises KeyError for one that is not there."""
        rows = self._rows_of[key]
        errors = self._spread("difference_error", rows)
        sampling = self._spread("sampling_error", rows)
        values = self._spread("probability", rows)
        return SweptAnswer(*key, values, np.where(np.isnan(errors), sampling, errors), len(rows))

    def column(self, key: Key, name: str) -> Floats:
        """One column of numbers of an answer, (settings,); NaN where it is missing."""
        return self._spread(name, self._rows_of[key])

    def level(self, place: int) -> dict[str, Any]:
        """Axis -> cell of the setting at a place."""
        return {axis.name: axis.levels[axis.codes[place]] for axis in self.axes}

    @cached_property
    def _rows_of(self) -> dict[Key, NDArray[np.intp]]:
        policies, questions = self._text("policy"), self._text("question")
        rows = np.flatnonzero((policies[0] >= 0) & (questions[0] >= 0))
        joint = policies[0][rows] * max(len(questions[1]), 1) + questions[0][rows]
        order = np.argsort(joint, kind="stable")
        parts = np.split(rows[order], np.flatnonzero(np.diff(joint[order])) + 1) if len(rows) else []
        parts.sort(key=lambda part: int(part[0]))
        return {(policies[1][policies[0][part[0]]], questions[1][questions[0][part[0]]]): part for part in parts}

    def _text(self, name: str) -> tuple[NDArray[np.intp], list[str]]:
        """A column of text as codes, -1 for none, and what they stand for."""
        column = self._frame[name].astype("category").cat
        return column.codes.to_numpy().astype(np.intp), [str(text) for text in column.categories]

    def _spread(self, name: str, rows: NDArray[np.intp]) -> Floats:
        values = np.full(len(self), np.nan)
        if name in self._frame:
            values[self._places[rows]] = self._frame[name].to_numpy(dtype=float, na_value=np.nan)[rows]
        return values

    def _column(self, name: str) -> NDArray[Any]:
        return np.asarray(self._frame[name])

    def _known(self, axes: Sequence[SweepAxis] | None) -> Sequence[SweepAxis]:
        if axes is not None:
            return axes
        names = [name for name in self._frame.columns if name.startswith(_COLUMN)]
        return [SweepAxis(name.removeprefix(_COLUMN), self._kind(name)) for name in names]

    def _kind(self, name: str) -> Kind:
        cells = self._frame[name].dropna()
        if cells.map(lambda cell: isinstance(cell, bool | np.bool_)).all():
            return "flag" if len(cells) else "text"
        return "text" if cells.map(lambda cell: isinstance(cell, str)).any() else "number"

    def _axis(self, axis: SweepAxis) -> MovedAxis:
        cells = self._frame[_COLUMN + axis.name].iloc[self._first]
        order = [level.cell for level in axis.levels]
        known = list(cells.astype(object).where(cells.notna(), None))
        return gather_axis(axis.name, axis.kind, known, order, axis.scale)

    def _files(self) -> list[MovedAxis]:
        files = gather_axis(FILE, "text", [str(file) for file in self._column(FILE)[self._first]])
        return [files] if len(files.levels) > 1 else []


def _frame(table: Any) -> Any:
    """The table as a pandas frame, with the columns that a summary may need."""
    import pandas as pd

    if isinstance(table, pd.DataFrame):
        return table.reset_index(drop=True)
    return pd.DataFrame(table) if isinstance(table, Mapping) else table.to_pandas()
