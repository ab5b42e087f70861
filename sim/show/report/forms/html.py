"""Blocks as one page of HTML: every text escaped, nothing asked of the network, no script."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from html import escape as escape_html
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
    TableRow,
    TextBlock,
)
from sim.show.report.forms.html_text import escape
from sim.show.report.forms.style import STYLE

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_WIDE = ("ladder", "watch", "days", "views")
"""Tables of which a telephone shows a part, and lets it be moved."""
_TAGS = {"": "span", "strong": "strong", "quiet": "span", "code": "code", "flag": "span"}


def write_html(title: str, blocks: Sequence[Block], tail: str = "") -> str:
    """The page; the same text for the same blocks. tail: what stands below the page's last element, as it is."""
    head = (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="color-scheme" content="light dark">\n<title>{escape(title)}</title>\n'
        f"<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
    )
    lines = (line for block in blocks for line in _block(block))
    return head + "\n".join(lines) + f"\n</main>\n</body>\n</html>\n{tail}"


def _block(block: Block) -> Iterator[str]:
    """The lines of a block."""
    yield from _WRITERS[type(block)](block)


def _inline(line: Line) -> str:
    return "".join(_run(run) for run in ([line] if isinstance(line, str) else line))


def _run(run: str | Run) -> str:
    if isinstance(run, str):
        return escape(run)
    text = escape(run.text)
    if run.to:
        text = f'<a href="#{escape_html(run.to)}">{text}</a>'
    look = f' class="{run.look}"' if run.look in ("quiet", "flag") else ""
    return text if not run.look else f"<{_TAGS[run.look]}{look}>{text}</{_TAGS[run.look]}>"


def _heading(block: Heading) -> Iterator[str]:
    anchor = f' id="{escape_html(block.anchor)}"' if block.anchor else ""
    yield f"<h{block.level}{anchor}{_class(block.look)}>{escape(block.text)}</h{block.level}>"


def _paragraph(block: TextBlock) -> Iterator[str]:
    yield f"<p{_class(block.look)}>{_inline(block.line)}</p>"


def _drawing(block: Drawing) -> Iterator[str]:
    yield f"<figure>{_svg(block)}"
    if block.guide:
        yield f'<figcaption class="small">{escape(block.guide)}</figcaption>'
    if block.rows:
        yield "<details><summary>The numbers of this picture</summary>"
        yield from _table(TableBlock(block.label, block.columns, [TableRow(row) for row in block.rows], "numbers"))
        yield "</details>"
    yield "</figure>"


def _svg(block: Drawing) -> str:
    head, _, rest = block.svg.partition(">")
    return f'{head} role="img" aria-label="{_attribute(block.label)}">{rest}'


def _table(block: TableBlock) -> Iterator[str]:
    wide = block.look in _WIDE
    if wide:
        yield f'<div class="scroll" tabindex="0" role="group" aria-label="{_attribute(block.caption)}">'
    yield f"<table{_class(block.look)}><caption>{escape(block.caption)}</caption>"
    yield f"<thead><tr>{''.join(_head(cell) for cell in block.columns)}</tr></thead><tbody>"
    yield from (_table_row(row, len(block.columns)) for row in block.rows)
    yield "</tbody></table>"
    if wide:
        yield "</div>"


def _head(cell: Cell) -> str:
    """A column's name; without one it is no heading to those who hear the page."""
    return f'<th scope="col">{_cell(cell)}</th>' if cell else "<td></td>"


def _table_row(row: TableRow, width: int) -> str:
    first, *others = row.cells
    wide = width - len(row.cells) + 1
    spans = [""] * (len(others) - 1) + ([f' colspan="{wide}"'] if wide > 1 else [""])
    cells = "".join(f"<td{span}>{_cell(cell)}</td>" for span, cell in zip(spans, others, strict=False))
    chosen = ' class="chosen"' if row.chosen else ""
    return f'<tr{chosen}><th scope="row">{_cell(first)}</th>{cells}</tr>'


def _cell(cell: Cell) -> str:
    if cell is None:
        return ""
    return _svg(cell) if isinstance(cell, Drawing) else _inline(cell)


def _bullets(block: Bullets) -> Iterator[str]:
    tag = "ol" if block.ordered else "ul"
    yield f"<{tag}>"
    yield from (f"<li>{_inline(line)}</li>" for line in block.lines)
    yield f"</{tag}>"


def _facts(block: Facts) -> Iterator[str]:
    yield "<dl>"
    yield from (f"<dt>{escape(name)}</dt><dd>{_inline(line)}</dd>" for name, line in block.pairs)
    yield "</dl>"


def _section(block: Section) -> Iterator[str]:
    yield "<section>"
    yield from (line for one in block.blocks for line in _block(one))
    yield "</section>"


def _pair(block: Pair) -> Iterator[str]:
    yield '<div class="pair">'
    yield from (line for one in (block.left, block.right) for line in _section(one))
    yield "</div>"


def _sheet(block: Sheet) -> Iterator[str]:
    yield '<article class="sheet">'
    yield from (line for one in block.blocks for line in _block(one))
    if block.foot:
        yield f'<p class="foot">{_inline(block.foot)}</p>'
    yield "</article>"


def _attribute(text: str) -> str:
    return escape_html(clean_text(text))


def _class(look: str) -> str:
    return f' class="{look}"' if look else ""


_WRITERS: dict[type, Callable[[Any], Iterator[str]]] = {
    Heading: _heading, TextBlock: _paragraph, Drawing: _drawing, TableBlock: _table, Bullets: _bullets, Facts: _facts,
    Section: _section, Pair: _pair, Sheet: _sheet,
}  # fmt: skip
