"""Comma-separated text as cells that know where they stand, so that every complaint can point at one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import NamedTuple

from sim.errors import Problem
from sim.text_files import LINE_END

CELLS_MAX = 100_000
"""Cells that a line may have."""

_LINE = re.compile(r'[^"\r\n]*+(?=[\r\n]|\Z)')
_LINE_ENDS = re.compile(r"[\r\n]*+")
_REST = re.compile(r"[^,\r\n]*+")
_INNER = re.compile(r'"(?:[^"]|"")*+')
_SEPARATOR_LINES = (("sep=", ""), ("sep=,",))


class CsvCell(NamedTuple):
    """One value of a table: its text without the quotes, and where it begins, counted from 1."""

    text: str
    line: int
    column: int


def table(text: str, file: str, problems: list[Problem]) -> Iterator[tuple[CsvCell, ...]]:
    """The rows of a table, its header first, without what other programs put around them.

    That is a first line `sep=,`, a first column without a name (the row names of R and pandas), and empty cells
    behind the last name. The rest is as in `rows`.

    >>> [[cell.text for cell in row] for row in table('sep=,\\n"",a,b,\\n1,2,3,\\n', "x.csv", [])]
    [['a', 'b'], ['2', '3']]
    """
    found = rows(text, file, problems)
    header = next(found, ())
    if tuple(cell.text.strip().lower() for cell in header) in _SEPARATOR_LINES:
        header = next(found, ())
    named = [place for place, cell in enumerate(header) if cell.text.strip()]
    first, end = (1 if named[:1] == [1] else 0), max(named, default=-1) + 1
    for row in chain([header] if header else [], found):
        over = any(cell.text.strip() for cell in row[end:])
        yield row[first : None if over else end] or row


def rows(text: str, file: str, problems: list[Problem]) -> Iterator[tuple[CsvCell, ...]]:
    """The rows of a comma-separated text; those in which no cell holds anything are left out.

    A line ends with LF, CR LF or CR; a cell may stand between double quotes, doubled inside. Broken quoting is
    added to `problems`, and reading goes on where the quotes make sense again. Source: RFC 4180 (Shafranovich 2005).

    >>> [[cell.text for cell in row] for row in rows('a,"b, c"\\r\\n\\n,"so ""it"" is"', "x.csv", [])]
    [['a', 'b, c'], ['', 'so "it" is']]
    """
    reader = _Reader(text, file, problems)
    while not reader.ended:
        row = reader.plain_line() or tuple(reader.cells())
        if any(cell.text.strip() for cell in row):
            yield row


@dataclass
class _Reader:
    """A place in the text that moves on; lines and columns are counted as it does."""

    text: str
    file: str
    problems: list[Problem]
    at: int = 0
    line: int = 1
    line_began: int = 0
    ended: bool = False

    def plain_line(self) -> tuple[CsvCell, ...]:
        """The cells of a line without quotes; empty, with the place where it was, for one that has some."""
        line = _LINE.match(self.text, self.at)
        if line is None or line[0].count(",") >= CELLS_MAX:
            return ()
        texts = line[0].split(",")
        columns = accumulate((len(text) + 1 for text in texts), initial=1)
        row = tuple(CsvCell(text, self.line, column) for text, column in zip(texts, columns, strict=False))
        self.at = line.end()
        self._end_line()
        return row

    def cells(self) -> Iterator[CsvCell]:
        """The cells of a line; the place is behind its end."""
        for _ in range(CELLS_MAX):
            yield self._cell()
            if not self.text.startswith(",", self.at):
                return self._end_line()
            self.at += 1
        self._complain(f"more than {CELLS_MAX:,} cells in one line", self.line, 1)
        self.ended = True

    def _cell(self) -> CsvCell:
        """The cell that begins here; afterwards comes a comma, the end of a line or that of the text."""
        line, column = self.line, self.at - self.line_began + 1
        if not self.text.startswith('"', self.at):
            return CsvCell(self._take(_REST), line, column)
        content = self._quoted(line, column)
        if rest := self._take(_REST).strip():
            self._complain(f"{rest[:20]!r} follows the closing quote", line, column)
        return CsvCell(content, line, column)

    def _quoted(self, line: int, column: int) -> str:
        """What stands between the quotes; the place is behind the closing one."""
        inner = self._take(_INNER)[1:]
        for end in LINE_END.finditer(inner):
            self.line += 1
            self.line_began = self.at - len(inner) + end.end()
        if self.text.startswith('"', self.at):
            self.at += 1
        else:
            self._complain("the quote that opens here is never closed", line, column)
        return inner.replace('""', '"')

    def _take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.at)
        assert found is not None  # both patterns match a text without letters
        self.at = found.end()
        return found[0]

    def _end_line(self) -> None:
        """Over the end of a line, and of blank lines behind it; or the end of the text."""
        self.line += len(LINE_END.findall(self._take(_LINE_ENDS)))
        self.line_began = self.at
        self.ended = self.at >= len(self.text)

    def _complain(self, message: str, line: int, column: int) -> None:
        self.problems.append(Problem(message, "", self.file, line, column))
