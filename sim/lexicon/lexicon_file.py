"""A user's own lexicon: a csv file read and checked, every problem told at once with its place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from sim.errors import FormatError, Problem, nearest
from sim.lexicon.csv_cells import CsvCell, table
from sim.lexicon.entries import CONCEPTS, LEVELS, Entry, share
from sim.lexicon.phrases import plain
from sim.text_files import decoded

SIZE_MAX = 200_000
"""Bytes that a lexicon may hold."""
ROWS_MAX = 1000
PHRASE_MAX = 100

QUANTILES = tuple(column for column, _ in LEVELS)
COLUMNS = ("phrase", "concept", "n", "low", "high", *QUANTILES)
_NUMBER = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")
_WHOLE = re.compile(r"[1-9][0-9]{0,8}")
_NARROWEST = 0.0001
_DELIMITERS = {";": "semicolons", "\t": "tabs", "|": "bars"}


@dataclass(frozen=True)
class OwnLexicon:
    """What a file holds: its entries by phrase, and what is wrong with it or worth knowing."""

    file: str
    entries: Mapping[str, Entry]
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()


def parse(raw: bytes, file: str, lexicon: str) -> OwnLexicon:
    """The lexicon in the bytes of a file, to be known as `lexicon`; entries with a problem are left out.

    Columns as in the shipped lexicons, all numbers in per cent: `phrase` and `concept`, and for each phrase either
    `low` and `high` or at least two of `p5`, `p25`, `median`, `p75`, `p95`; `n` if wanted. Separated by commas,
    UTF-8, with or without a byte order mark. Never raises: what is wrong stands in `problems`.

    >>> parse(b"phrase,concept,low,high\\nno way,almost_none,0,2\\n", "words.csv", "mine").entries["no way"].high
    0.02
    >>> print(parse(b"phrase,concept,low,high\\nno way,almost_none,0,200\\n", "words.csv", "mine").problems[0])
    words.csv:2:22  high: 200 is not in 0..100, per cent
    """
    reading = _Reading(file, lexicon)
    try:  # letters are composed as in a scenario file
        reading.table(unicodedata.normalize("NFC", decoded(raw, file, most=SIZE_MAX, kind="lexicon")))
    except FormatError as error:
        reading.problems += error.problems
    return OwnLexicon(file, reading.entries, tuple(dict.fromkeys(reading.problems)), reading.notes())


@dataclass
class _Reading:
    """One file's entries and problems, gathered row by row."""

    file: str
    lexicon: str
    entries: dict[str, Entry] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    first: dict[str, int] = field(default_factory=dict)
    largest: float = 0.0

    def table(self, text: str) -> None:
        """Header and rows; without a sound header nothing else is looked at."""
        lines = table(text, self.file, self.problems)
        header = next(lines, ())
        if not header:
            self._add(None, "", f"empty; a lexicon begins with the columns {', '.join(COLUMNS)}")
            return
        before = len(self.problems)
        columns = self._columns(header)
        if len(self.problems) > before:
            return
        count = 0
        for count, row in enumerate(lines, start=1):
            if count > ROWS_MAX:
                self._add(row[0], "", f"more than {ROWS_MAX:,} phrases, the most a lexicon may hold")
                return
            if len(row) != len(columns):
                cells = "1 cell" if len(row) == 1 else f"{len(row)} cells"
                self._add(row[0], "", f"{cells}, but the header has {len(columns)}")
            else:
                self._row(dict(zip(columns, row, strict=True)))
        if not count:
            self._add(header[0], "", "no phrase below the header")

    def notes(self) -> tuple[str, ...]:
        """What is allowed but probably not meant."""
        if not self.entries or self.largest > 1:
            return ()
        text = "no number is above 1; they are read as per cent, so 0.2 is 0.2 % (write 20 for 20 %)"
        return (f"lexicon {self.lexicon} ({self.file}): {text}",)

    def _columns(self, header: Sequence[CsvCell]) -> tuple[str, ...]:
        """The columns' names, each problem told."""
        names = tuple(cell.text.strip().lower() for cell in header)
        if len(header) == 1 and (mark := next((mark for mark in _DELIMITERS if mark in header[0].text), None)):
            self._add(header[0], "", f"columns are separated by {_DELIMITERS[mark]} here: separate them by commas")
            return names
        if len(header) > 2 * len(COLUMNS):
            self._add(header[0], "", f"{len(header):,} columns; a lexicon has {', '.join(COLUMNS)}")
            return names
        for place, (cell, name) in enumerate(zip(header, names, strict=True)):
            if name not in COLUMNS:
                self._add(cell, "", f"unknown column {name[:40]!r}{nearest(name, COLUMNS)}")
            elif name in names[:place]:
                self._add(cell, "", f"column {name!r} is there twice")
        for name in ("phrase", "concept"):
            if name not in names:
                self._add(header[0], "", f"column {name!r} is missing")
        if not {"low", "high"} <= {*names} and len({*names} & {*QUANTILES}) < 2:
            self._add(header[0], "", f"needs the columns low and high, or at least two of {', '.join(QUANTILES)}")
        return names

    def _row(self, row: Mapping[str, CsvCell]) -> None:
        """One phrase, kept if everything about it is right."""
        before = len(self.problems)
        phrase, cells = plain(row["phrase"].text), {column: cell.text.strip() for column, cell in row.items()}
        self._check_phrase(row["phrase"], phrase)
        if (concept := cells["concept"]) not in CONCEPTS:
            self._add(row["concept"], "concept", f"unknown concept {concept[:40]!r}{nearest(concept, CONCEPTS)}")
        if (count := cells.get("n")) and not _WHOLE.fullmatch(count):
            self._add(row["n"], "n", f"a number of answers is expected (1, 2, ...), not {count[:40]!r}")
        sound = len(self.problems)
        numbers = dict(self._numbers(row, cells))
        if len(self.problems) == sound:
            self._check_order(row, cells, numbers)
        if len(self.problems) == before:
            quantiles = tuple((level, numbers[column]) for column, level in LEVELS if column in numbers)
            bounds = (numbers.get("low"), numbers.get("high"))
            self.entries[phrase] = Entry(self.lexicon, phrase, concept, *bounds, quantiles)

    def _check_phrase(self, cell: CsvCell, phrase: str) -> None:
        """The first of two equal phrases counts."""
        if not phrase:
            self._add(cell, "phrase", "a phrase is expected, not an empty cell")
        elif len(phrase) > PHRASE_MAX or not phrase.isprintable():
            self._add(cell, "phrase", f"{phrase[:40]!r} is no phrase: one line of at most {PHRASE_MAX} letters")
        elif phrase in self.first:
            self._add(cell, "phrase", f"{phrase!r} is there twice: first in line {self.first[phrase]}")
        self.first.setdefault(phrase, cell.line)

    def _numbers(self, row: Mapping[str, CsvCell], cells: Mapping[str, str]) -> Iterator[tuple[str, float]]:
        for column in ("low", "high", *QUANTILES):
            if not (text := cells.get(column)):
                continue
            if not _NUMBER.fullmatch(text):
                hint = ": the numbers are per cent already" if text.endswith("%") else ""
                self._add(row[column], column, f"a number is expected, not {text[:40]!r}{hint}")
            elif not 0 <= float(text) <= 100:
                self._add(row[column], column, f"{text[:40]} is not in 0..100, per cent")
            else:
                self.largest = max(self.largest, float(text))
                yield column, share(float(text))

    def _check_order(
        self, row: Mapping[str, CsvCell], cells: Mapping[str, str], numbers: Mapping[str, float]
    ) -> None:
        """A row says one thing, its numbers rise, and low and high hold something between them."""
        given = [column for column in QUANTILES if column in numbers]
        bounds = [column for column in ("low", "high") if column in numbers]
        if given and bounds:
            self._add(row[bounds[0]], bounds[0], "low and high, or quantiles: a phrase has one of the two")
        elif len(bounds) == 1:
            other = "high" if bounds == ["low"] else "low"
            self._add(row[bounds[0]], bounds[0], f"{bounds[0]} needs {other} beside it")
        elif bounds and numbers["high"] - numbers["low"] < _NARROWEST:
            message = f"{cells['high'][:40]} must lie above low ({cells['low'][:40]}), by 0.01 or more"
            self._add(row["high"], "high", message)
        elif bounds and numbers["low"] == 0 and numbers["high"] == 1:
            self._add(row["low"], "low", "0 to 100 says nothing")
        elif not bounds and len(given) < 2:
            some = f"only {given[0]} is given" if given else "no number is given"
            columns = f"low and high, or at least two of {', '.join(QUANTILES)}"
            self._add(row["phrase"], "phrase", f"{some}: a spread needs {columns}")
        for lower, upper in pairwise(given):
            if numbers[upper] < numbers[lower]:
                message = f"{cells[upper][:40]} lies below {lower} ({cells[lower][:40]}): quantiles do not fall"
                self._add(row[upper], upper, message)

    def _add(self, cell: CsvCell | None, column: str, message: str) -> None:
        line, place = (cell.line, cell.column) if cell is not None else (None, None)
        self.problems.append(Problem(message, column, self.file, line, place))
