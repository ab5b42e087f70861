"""Comma-separated text as cells that know where they stand, so that every complaint can point at one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from sim.errors import Problem

_SEPARATOR_LINES = (("sep=", ""), ("sep=,",))


@dataclass(frozen=True)
class Cell:
    """One value of a table: its text without the quotes, and where it begins, counted from 1."""

    text: str
    line: int
    column: int


def table(text: str, file: str, problems: list[Problem]) -> Iterator[tuple[Cell, ...]]:
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


def rows(text: str, file: str, problems: list[Problem]) -> Iterator[tuple[Cell, ...]]:
    """The rows of a comma-separated text; those in which no cell holds anything are left out.

    A line ends with LF, CR LF or CR; a cell may stand between double quotes, doubled inside. Broken quoting is
    added to `problems`, and reading goes on where the quotes make sense again. Source: RFC 4180 (Shafranovich 2005).

    >>> [[cell.text for cell in row] for row in rows('a,"b, c"\\r\\n\\n,"so ""it"" is"', "x.csv", [])]
    [['a', 'b, c'], ['', 'so "it" is']]
    """
    reader, row = _Reader(text, file, problems), list[Cell]()
    while not reader.ended:
        row.append(reader.cell())
        if reader.line_over():
            if any(cell.text.strip() for cell in row):
                yield tuple(row)
            row = []


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

    def cell(self) -> Cell:
        """The cell that begins here; afterwards comes a comma, the end of a line or that of the text."""
        line, column = self.line, self.at - self.line_began + 1
        quoted = self.text.startswith('"', self.at)
        content = self._quoted(line, column) if quoted else ""
        rest = self._until(",\r\n")
        if quoted and rest.strip():
            self._complain(f"{rest.strip()[:20]!r} follows the closing quote", line, column)
        return Cell(content if quoted else rest, line, column)

    def line_over(self) -> bool:
        """Steps over what ends a cell; whether the line ends with it."""
        if self.at >= len(self.text):
            self.ended = True
            return True
        comma = self.text[self.at] == ","
        self._step()
        return not comma

    def _quoted(self, line: int, column: int) -> str:
        """What stands between the quotes; the place is behind the closing one."""
        self.at += 1
        parts = []
        while True:
            parts.append(self._until('"'))
            if self.at >= len(self.text):
                self._complain("the quote that opens here is never closed", line, column)
                return "".join(parts)
            self.at += 1
            if not self.text.startswith('"', self.at):
                return "".join(parts)
            parts.append('"')
            self.at += 1

    def _until(self, stops: str) -> str:
        """The text up to the first of some letters, which stays unread."""
        began = self.at
        while self.at < len(self.text) and self.text[self.at] not in stops:
            self._step()
        return self.text[began : self.at]

    def _step(self) -> None:
        """One letter on; CR LF is one step and one line."""
        letter = self.text[self.at]
        self.at += 2 if self.text.startswith("\r\n", self.at) else 1
        if letter in "\r\n":
            self.line += 1
            self.line_began = self.at

    def _complain(self, message: str, line: int, column: int) -> None:
        self.problems.append(Problem(message, "", self.file, line, column))
