"""Blocks as Markdown: pictures as what they show in words, every text escaped."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sim.show.lines import clean_text
from sim.show.report.blocks import (
    Block,
    Bullets,
    Cell,
    Drawing,
    Facts,
    Heading,
    Line,
    Pair,
    Run,
    Section,
    Sheet,
    TableBlock,
    TextBlock,
)
from sim.show.report.markdown_text import escape

_LOOKS = {"": "", "strong": "**", "quiet": "", "flag": "**"}


def write_markdown(blocks: Sequence[Block], tail: str = "") -> str:
    """The text; the same for the same blocks. tail: what stands below it, as it is."""
    parts = [text for block in blocks for text in _block(block)]
    return "\n\n".join(parts) + "\n" + (f"\n{tail}" if tail else "")


def _block(block: Block) -> Iterator[str]:
    """What a block says, as pieces between which a line stays empty."""
    yield from _WRITERS[type(block)](block)


def _inline(line: Line) -> str:
    return "".join(_run(run) for run in ([line] if isinstance(line, str) else line))


def _run(run: str | Run) -> str:
    if isinstance(run, str):
        return _escaped(run)
    if run.look == "code":
        return f"`{clean_text(run.text).replace('`', chr(39))}`"
    mark = _LOOKS[run.look]
    return f"{mark}{_escaped(run.text.strip())}{mark}" if mark else _escaped(run.text)


def _escaped(text: str) -> str:
    """The text escaped, with the blanks at its ends, of which a line in pieces needs one."""
    clean = clean_text(text)
    before, after = " " * clean.startswith(" "), " " * (clean.endswith(" ") and bool(clean.strip()))
    return before + escape(clean) + after


def _heading(block: Heading) -> Iterator[str]:
    yield f"{'#' * block.level} {_escaped(block.text)}"


def _paragraph(block: TextBlock) -> Iterator[str]:
    text = _inline(block.line)
    yield f"**{text}**" if block.look == "number" else text


def _drawing(block: Drawing) -> Iterator[str]:
    yield _escaped(f"{block.label[:1].upper()}{block.label[1:]}.")
    if block.guide:
        yield _escaped(block.guide)
    if block.rows:
        numbers = ", ".join(row[-1].removesuffix(" %") for row in block.rows)
        yield _escaped(f"{block.columns[-1]}, %: {numbers}.")


def _table(block: TableBlock) -> Iterator[str]:
    """Without columns that hold pictures alone: their numbers stand beside them."""
    width = len(block.columns)
    rows = [[*row.cells, *[""] * (width - len(row.cells))] for row in block.rows]
    kept = [
        place for place, head in enumerate(block.columns)
        if not isinstance(head, Drawing) and not any(isinstance(row[place], Drawing) for row in rows)
    ]  # fmt: skip
    lines = [_cells([block.columns[place] for place in kept]), "|" + " --- |" * len(kept)]
    for row, cells in zip(block.rows, rows, strict=True):
        shown = [_cell(cells[place]) for place in kept]
        shown[0] = f"**{shown[0]}**" if row.chosen else shown[0]
        lines.append(f"| {' | '.join(shown)} |")
    yield "\n".join(lines)


def _cells(cells: Sequence[Cell]) -> str:
    return f"| {' | '.join(map(_cell, cells))} |"


def _cell(cell: Cell) -> str:
    return "" if cell is None or isinstance(cell, Drawing) else _inline(cell)


def _bullets(block: Bullets) -> Iterator[str]:
    marks = (f"{place}." if block.ordered else "-" for place in range(1, len(block.lines) + 1))
    yield "\n".join(f"{mark} {_inline(line)}" for mark, line in zip(marks, block.lines, strict=True))


def _facts(block: Facts) -> Iterator[str]:
    yield "\n".join(f"- {name}: {_inline(line)}" for name, line in block.pairs)


def _section(block: Section) -> Iterator[str]:
    for one in block.blocks:
        yield from _block(one)


def _pair(block: Pair) -> Iterator[str]:
    yield from _section(block.left)
    yield from _section(block.right)


def _sheet(block: Sheet) -> Iterator[str]:
    for one in block.blocks:
        yield from _block(one)
    if block.foot:
        yield _inline(block.foot)
    yield "---"


_WRITERS: dict[type, Callable[[Any], Iterator[str]]] = {
    Heading: _heading, TextBlock: _paragraph, Drawing: _drawing, TableBlock: _table, Bullets: _bullets, Facts: _facts,
    Section: _section, Pair: _pair, Sheet: _sheet,
}  # fmt: skip
