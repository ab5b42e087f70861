"""A table of settings: a csv file with one row a run; its columns are paths, or names of axes."""

from __future__ import annotations

import functools
import unicodedata
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from sim.batch.sweep.designs import TablePoints, number_level
from sim.batch.sweep.drafts import AxisDraft, Try, cell_of, kind_of, names_file, places_of
from sim.batch.sweep.file import RESERVED, SETTINGS_MAX
from sim.batch.sweep.model import Level, SweepAxis
from sim.batch.sweep.seen import EvidenceFiles, until_level
from sim.errors import FormatError, Problem, escaped, nearest
from sim.lexicon.csv_cells import CsvCell, table
from sim.scenario import edit
from sim.scenario.check.findings import PROBLEMS_MAX
from sim.scenario.file.yaml_scalars import plain_scalar
from sim.scenario.model import values
from sim.text_files import content, decoded, folder, label

SIZE_MAX = 100_000_000
"""Bytes that a table may hold."""

COLUMNS_MAX = 500
TRIED_MAX = 1000
"""Values of a column that may be tried before the start."""

_UNTOUCHED = Level(None)
_DELIMITERS = {";": "semicolons", "\t": "tabs", "|": "bars"}


@dataclass
class _Column:
    """One column: its levels in the order in which they come, which of them each row has, and where each came first."""

    name: str
    spot: Problem
    cells: dict[str, int] = field(default_factory=dict)
    first: list[CsvCell] = field(default_factory=list)
    rows: array[int] = field(default_factory=lambda: array("i"))

    def add(self, cell: CsvCell) -> None:
        text = unicodedata.normalize("NFC", cell.text.strip())
        number = self.cells.setdefault(text, len(self.cells))
        if number == len(self.first):
            self.first.append(cell)
        self.rows.append(number)


def read_table(
    name: str, axes: Mapping[str, SweepAxis], files: EvidenceFiles, lost: frozenset[str]
) -> tuple[list[AxisDraft], TablePoints | None]:
    """The axes of a table's columns, and its rows as points; None for the points where something is wrong.

    name: the file, from the folder of the sweep file. axes: those of `vary` that columns may name. files: the evidence
    that a column may name. lost: axes that were wrong and of which nothing more is told.
    """
    path = (folder(files.sweep_file) or Path()) / name
    problems, faults = files.problems, list[Problem]()
    try:
        text = decoded(content(path, SIZE_MAX), label(path), most=SIZE_MAX, kind="table")
    except FormatError as error:
        problems.keep(error)
        return [], None
    except OSError as error:
        problems.tell(("table",), f"{escaped(name)}: {error.strerror or error}; it counts from the sweep file")
        return [], None
    columns = _columns(text, label(path), faults)
    drafts = [
        _Cells(column, axes.get(column.name), files, faults).draft() for column in columns if column.name not in lost
    ]
    problems.meaning += faults
    if faults or len(drafts) < len(columns):
        return drafts, None
    return drafts, TablePoints(tuple(draft.axis for draft in drafts), tuple(column.rows for column in columns))


def _columns(text: str, file: str, faults: list[Problem]) -> list[_Column]:
    """The columns of a table with their cells; what is wrong with its frame is added to `faults`."""
    lines = table(text, file, faults)
    header = next(lines, ())
    columns = list(_header(header, file, faults))
    if faults:
        return []
    number = 0
    for number, row in enumerate(lines, start=1):
        if number > SETTINGS_MAX:
            faults.append(Problem(f"more than {SETTINGS_MAX:,} rows", "", file, row[0].line, 1))
            break
        if len(row) != len(columns):
            cells = "1 cell" if len(row) == 1 else f"{len(row)} cells"
            message = f"row {number} has {cells}, but the header has {len(columns)}"
            faults.append(Problem(message, "", file, row[0].line, row[0].column))
            if len(faults) > PROBLEMS_MAX:
                break
            continue
        for column, cell in zip(columns, row, strict=True):
            column.add(cell)
    if not number and not faults:
        faults.append(Problem("no rows: a table has one a run, below its header", "", file, 1, 1))
    return columns


def _header(header: Sequence[CsvCell], file: str, faults: list[Problem]) -> Iterator[_Column]:
    if not header:
        faults.append(Problem("empty: a table begins with a header, which names a path in each column", "", file, 1, 1))
    if len(header) > COLUMNS_MAX:
        faults.append(Problem(f"{len(header)} columns: at most {COLUMNS_MAX} are allowed", "", file, 1, 1))
        return
    seen = set[str]()
    for cell in header:
        name = unicodedata.normalize("NFC", cell.text.strip())
        spot = Problem("", name, file, cell.line, cell.column)
        mark = next((mark for mark in _DELIMITERS if mark in name), None)
        if mark is not None and len(header) == 1:
            faults.append(Problem(f"separated by {_DELIMITERS[mark]}: save it with commas", "", file, cell.line, 1))
        elif not name:
            faults.append(Problem("a column without a name: each names a path", "", file, cell.line, cell.column))
        elif name in seen:
            faults.append(Problem(f"column {name!r} is there twice", name, file, cell.line, cell.column))
        seen.add(name)
        yield _Column(name, spot)


@dataclass
class _Cells:
    """The cells of one column on their way to an axis. axis: that of `vary` which the column names, if it does."""

    column: _Column
    axis: SweepAxis | None
    files: EvidenceFiles
    faults: list[Problem]

    def draft(self) -> AxisDraft:
        """The axis, with one level for each text that stands in the column."""
        name, spot = self.column.name, self.column.spot
        if self.axis is not None or name in RESERVED:
            levels = tuple(self._level(cell) for cell in self.column.first)
            axis = SweepAxis(name, "text", levels) if self.axis is None else replace(self.axis, levels=levels)
            return AxisDraft(axis, spot, {})
        written = [self._value(cell) for cell in self.column.first]
        kind = kind_of([value for value, cell in zip(written, self.column.first, strict=True) if cell.text.strip()])
        levels = tuple(
            Level(cell_of(value, kind), ((name, value),)) if cell.text.strip() else _UNTOUCHED
            for value, cell in zip(written, self.column.first, strict=True)
        )
        told = [(cell, value) for cell, value in zip(self.column.first, written, strict=True) if cell.text.strip()]
        if kind == "number":  # of very many not all are tried, but the least and the greatest
            told.sort(key=lambda one: float(one[1] or 0))  # type: ignore[arg-type]
        chosen = set(places_of(len(told), TRIED_MAX))
        tries = [
            Try(self._spot(cell), {name: value})
            for place, (cell, value) in enumerate(told)
            if place in chosen or names_file(value)
        ]
        axis = SweepAxis(name, kind, levels, (name,))
        return AxisDraft(axis, spot, {name: spot}, tries, left_out=len(told) - len(tries))

    def _spot(self, cell: CsvCell) -> Problem:
        return Problem("", self.column.name, self.column.spot.file, cell.line, cell.column)

    def _tell(self, cell: CsvCell, message: str) -> Level:
        self.faults.append(Problem(message, self.column.name, self.column.spot.file, cell.line, cell.column))
        return _UNTOUCHED

    def _value(self, cell: CsvCell) -> object:
        """The value in a cell, as `--set` reads it."""
        text = unicodedata.normalize("NFC", cell.text.strip())
        try:
            value = plain_scalar(text)
            return value if not isinstance(value, str) or not text else edit.parse(text)
        except ValueError as error:
            self._tell(cell, str(error))
        except FormatError as error:
            self._tell(cell, "; ".join(problem.message for problem in error.problems))
        return None

    def _level(self, cell: CsvCell) -> Level:
        """The level that a cell names of an axis of `vary`, an evidence file, or a day."""
        text = unicodedata.normalize("NFC", cell.text.strip())
        if not text:
            return _UNTOUCHED
        if self.axis is None:
            problems, spot = self.files.problems, self._spot(cell)
            seen = self.files.level(text, spot) if self.column.name == "evidence" else until_level(text, spot, problems)
            return seen or _UNTOUCHED
        if self.axis.low is not None and self.axis.high is not None:
            return self._in_range(cell, text, self.axis.low, self.axis.high)
        found = self._named.get(text) or self._named.get(str(cell_of(self._value(cell), self.axis.kind)))
        return found or self._tell(cell, f"unknown value {values.shown(text)}{nearest(text, tuple(self._named))}")

    @functools.cached_property
    def _named(self) -> dict[str, Level]:
        assert self.axis is not None
        return {"null" if level.cell is None else str(level.cell): level for level in self.axis.levels}

    def _in_range(self, cell: CsvCell, text: str, low: float, high: float) -> Level:
        assert self.axis is not None
        value = self._value(cell)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return self._tell(cell, f"a number is expected, not {values.shown(text)}")
        if not low <= value <= high:
            return self._tell(cell, f"{value:.12g} is outside the range of {self.axis.name}, {low:.12g} to {high:.12g}")
        return number_level(self.axis.paths, float(value))
