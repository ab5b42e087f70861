"""What a page says, before it is HTML or Markdown: paragraphs, tables, lists, facts, pictures, one below another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

Look = Literal["", "strong", "quiet", "code", "flag"]


@dataclass(frozen=True)
class Run:
    """A text in a look of its own. to: the anchor that it leads to; empty for none."""

    text: str
    look: Look = ""
    to: str = ""


Line = str | Sequence[str | Run]
"""A text on one line: plain, or in pieces."""


@dataclass(frozen=True)
class Heading:
    """level: 1 to 4. anchor: what leads to it; empty for none. look: `title` where it is the name of the page."""

    level: int
    text: str
    anchor: str = ""
    look: str = ""


@dataclass(frozen=True)
class TextBlock:
    """look: `top`, `number`, `told`, `small`; empty for plain text."""

    line: Line
    look: str = ""


@dataclass(frozen=True)
class Drawing:
    """A picture. svg: its elements, which take their inks from the page. label: what it shows, in words.

    guide: how to read it. columns, rows: its numbers as a table; none where they stand beside it.
    """

    svg: str
    label: str
    guide: str = ""
    columns: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()


Cell = Line | Drawing | None
"""None: an empty cell."""


@dataclass(frozen=True)
class TableRow:
    """Cells from left to right, the first the row's name; the last of a shorter row reaches to the table's end."""

    cells: Sequence[Cell]
    chosen: bool = False


@dataclass(frozen=True)
class TableBlock:
    """caption: what the table holds, read aloud before it. look: its class on the page."""

    caption: str
    columns: Sequence[Cell]
    rows: Sequence[TableRow]
    look: str = ""


@dataclass(frozen=True)
class Bullets:
    """A list, numbered or not."""

    lines: Sequence[Line]
    ordered: bool = False


@dataclass(frozen=True)
class Facts:
    """Names with what is to be said of each."""

    pairs: Sequence[tuple[str, Line]]


@dataclass(frozen=True)
class Section:
    """Blocks that stay together on paper where they fit."""

    blocks: Sequence[Block] = field(default_factory=tuple)


@dataclass(frozen=True)
class Pair:
    """Two sections side by side where there is room."""

    left: Section
    right: Section


@dataclass(frozen=True)
class Sheet:
    """A page of the paper, and what its foot says; the foot is told where the page ends."""

    blocks: Sequence[Block]
    foot: Line = ""


Block = Heading | TextBlock | Drawing | TableBlock | Bullets | Facts | Section | Pair | Sheet


def plain_text(line: Line) -> str:
    """The line without its looks.

    >>> plain_text(["a ", Run("b", "strong")])
    'a b'
    """
    return line if isinstance(line, str) else "".join(run if isinstance(run, str) else run.text for run in line)
