"""An article as paragraphs: wrapped lines joined, headings marked; and the dates of a text."""

from __future__ import annotations

import contextlib
import datetime
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

WRAPPED = range(50, 101)
"""The width of a wrapped file, its longest line. In a file of another width each line is a paragraph."""

_SHORT = 0.8
_HEADING_WORDS = 25
_CLOSERS = "\"'”’»)]"
_MONTH = "(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_DATE = re.compile(rf"\b(?:\d{{4}}-\d\d-\d\d|(?:\d{{1,2}} {_MONTH}|{_MONTH} \d{{1,2}}),? \d{{4}})\b", re.IGNORECASE)
_FORMATS = ("%Y-%m-%d", "%d %B %Y", "%B %d %Y")


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of an article.

    `text` has single blanks; `line` is where it begins in the file, from 1; `number` counts body paragraphs
    from 1 and is None for a heading, a caption or the like.
    """

    text: str
    line: int
    number: int | None

    @property
    def place(self) -> str:
        """How a locator names it."""
        return f"line {self.line}" if self.number is None else f"paragraph {self.number}"


def split_article(text: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a text.

    Blank lines separate paragraphs. Where the longest line has 50 to 100 characters a line is joined to the next,
    unless the next word would have had ample room on it; in any other file each line is a paragraph.

    >>> split_article("A dull year\\n\\nNothing happened.")[1]
    Paragraph(text='Nothing happened.', line=3, number=1)
    """
    paragraphs: list[Paragraph] = []
    number = 0
    for line, block in _blocks(text):
        heading = _is_heading(block, first=not paragraphs)
        number += not heading
        paragraphs.append(Paragraph(block, line, None if heading else number))
    return tuple(paragraphs)


def find_dates(text: str) -> tuple[tuple[datetime.date, str], ...]:
    """Every full date of a text with the words it is written in, in the text's order and each date once.

    >>> find_dates("Signed on 2 March 2026, in force from May 1, 2026.")[0]
    (datetime.date(2026, 3, 2), '2 March 2026')
    """
    dates: dict[datetime.date, str] = {}
    for match in _DATE.finditer(text):
        for form in _FORMATS:
            with contextlib.suppress(ValueError):
                dates.setdefault(datetime.datetime.strptime(match[0].replace(",", ""), form).date(), match[0])
    return tuple(dates.items())


def clean_line(line: str) -> str:
    """A line in composed letters, with single blanks and without letters that a scenario file may not hold."""
    composed = unicodedata.normalize("NFC", line)
    return " ".join("".join(letter if letter.isprintable() else " " for letter in composed).split())


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Each paragraph with its first line."""
    lines = [clean_line(line) for line in text.splitlines()]
    width = max(map(len, lines), default=0)
    start, block = 0, ""
    for number, line in enumerate([*lines, ""], start=1):
        # The line before had ample room for the first word of this one.
        parted = not line or width not in WRAPPED or len(f"{lines[number - 2]} {line.split()[0]}") <= _SHORT * width
        if block and parted:
            yield start, block
            block = ""
        if line:
            start = start if block else number
            block = f"{block} {line}".strip()


def _is_heading(block: str, first: bool) -> bool:
    """A headline, a subheading, a caption, a rubric: short, and not ended as sentences are."""
    words = len(block.split())
    end = block.rstrip(_CLOSERS)[-1:]
    quoted = block[:1] in "\"“«‘'"
    if words > _HEADING_WORDS or (quoted and block[-1] in "\"”»’'"):
        return False
    if end == "?":
        return not quoted and not re.search(r"[.!?] ", block)
    return end not in ".!:;…" or (first and end == "!")
