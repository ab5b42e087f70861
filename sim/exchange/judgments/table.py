"""The rows of a table of judgments as they stand in a CSV file: header, delimiter and encoding checked."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from sim import text_files
from sim.errors import FormatError, Problem, nearest
from sim.exchange.judgments.figures import unescape_formula
from sim.exchange.judgments.rows import COLUMNS
from sim.lexicon.csv_cells import CsvCell, table
from sim.scenario.check.findings import PROBLEMS_MAX

SIZE_MAX = 5_000_000
ROWS_MAX = 50_000

_NEEDED = ("question", "expert", "element", "value")
_MAY_BE_EMPTY = frozenset({"round", "phrase", "locator", "source", "date"})
_DELIMITERS = {";": "a semicolon", "\t": "a tab", "|": "a bar"}
_ELSEWHERE = {"paper_id": "question", "user_name": "expert"}


@dataclass(frozen=True)
class Line:
    """One row: its cells by column, missing columns empty; so is `NA`, as R writes it, where a cell may be empty."""

    cells: dict[str, CsvCell]

    @property
    def number(self) -> int:
        return self.cells["element"].line

    def problem(self, message: str, column: str, file: str) -> Problem:
        """A problem with what stands in a column, or with the row's element where it has no such column."""
        cell = self.cells.get(column, self.cells["element"])
        return Problem(message, column, file, cell.line, cell.column)

    def text(self, column: str) -> str:
        """What stands in a column, without blanks around it; an apostrophe before a formula is taken away."""
        cell = self.cells.get(column)
        content = unescape_formula(cell.text.strip()) if cell is not None else ""
        return "" if content == "NA" and column in _MAY_BE_EMPTY else content

    def whole(self, column: str) -> str:
        """The same with the blanks around it, which are part of a text."""
        cell = self.cells.get(column)
        return unescape_formula(cell.text) if cell is not None and self.text(column) else ""


def read_lines(raw: bytes, file: str, problems: list[Problem]) -> list[Line]:
    """The rows of a table; raises FormatError where the header cannot be used, and adds what else is wrong.

    >>> [line.text("value") for line in read_lines(b"question,expert,element,value\\nQ,ann,low,5%\\n", "x.csv", [])]
    ['5%']
    """
    text = text_files.decoded(raw, file, most=SIZE_MAX, kind="table of judgments", save="CSV UTF-8")
    rows = table(unicodedata.normalize("NFC", text), file, problems)  # letters composed as in a scenario file
    header = next(rows, ())
    wrong, columns = _header(header, file)
    if wrong:
        raise FormatError([*problems, *wrong][:PROBLEMS_MAX])
    lines_read: list[Line] = []
    for row in rows:
        if len(lines_read) >= ROWS_MAX:
            raise FormatError([Problem(f"more than {ROWS_MAX:,} rows", "", file, row[0].line, 1)])
        if len(row) == len(columns):
            lines_read.append(Line(dict(zip(columns, row, strict=True))))
        elif len(problems) < PROBLEMS_MAX:
            cells = f"{len(row)} cell{'s' if len(row) != 1 else ''}"
            message = f"{cells}, but the header has {len(columns)}: a text with a comma needs quotes"
            problems.append(Problem(message, "", file, row[0].line, row[0].column))
    if not lines_read and not problems:
        raise FormatError([Problem("no row below the header", "", file, header[0].line, 1)])
    return lines_read


def _header(header: Sequence[CsvCell], file: str) -> tuple[list[Problem], tuple[str, ...]]:
    """What is wrong with the first row, and the columns it names."""
    if not header:
        return [Problem(f"the file is empty: a table begins with the columns {', '.join(COLUMNS)}", file=file)], ()

    def problem(message: str, cell: CsvCell = header[0]) -> Problem:
        return Problem(message, "", file, cell.line, cell.column)

    names = tuple(" ".join(cell.text.lower().split()) for cell in header)
    if len(header) == 1 and (delimiter := next((mark for mark in _DELIMITERS if mark in header[0].text), None)):
        return [problem(f"the delimiter is {_DELIMITERS[delimiter]} ({delimiter!r}): save the file with commas")], names
    if len(header) > 2 * len(COLUMNS):
        return [problem(f"{len(header):,} columns; a table of judgments has {', '.join(COLUMNS)}")], names
    named = list(zip(header, names, strict=True))
    wrong = [problem(_unknown(cell, name), cell) for cell, name in named if name not in COLUMNS]
    twice = [pair for i, pair in enumerate(named) if pair[1] in COLUMNS and pair[1] in names[:i]]
    wrong += [problem(f"the column {name} is there twice", cell) for cell, name in twice]
    if missing := [name for name in _NEEDED if name not in names]:
        wrong.append(problem(f"no column {', '.join(missing)} ({', '.join(COLUMNS)})"))
    return wrong, names


def _unknown(cell: CsvCell, name: str) -> str:
    if not name:
        return "a column without a name"
    known = _ELSEWHERE.get(name)
    hint = f": what aggreCAT calls {name} is {known} here" if known else nearest(name, COLUMNS)
    return f"unknown column {cell.text[:60]!r}{hint}"
