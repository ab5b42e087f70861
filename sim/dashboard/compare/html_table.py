"""Tables with numbers in coloured cells, read row by row; on a phone a row of a small one is a block."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import streamlit as st

from sim.dashboard.address import escape_html as escape
from sim.show.charts.ink import Palette, blend, text_on

_STYLE = """
.compared {overflow-x: auto; margin: 0 0 .6rem; color: INK; background:
    linear-gradient(to left, PAPER 40%, transparent) right / 2.5rem 100% no-repeat local,
    linear-gradient(to left, QUIET, transparent) right / .5rem 100% no-repeat scroll}
.compared table {border-collapse: collapse; min-width: 100%; font-size: .85rem; line-height: 1.3}
.compared caption {position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%)}
.compared :is(th, td) {padding: .3rem .4rem; border: 0; border-bottom: 1px solid GRID; text-align: right;
    vertical-align: top; font-weight: 400}
.compared td {white-space: nowrap}
.compared td.wrapped {white-space: normal; min-width: 7rem}
.compared thead th {vertical-align: bottom; color: QUIET; min-width: 4.5rem; max-width: 8rem}
.compared :is(tbody th, thead th:first-child) {text-align: left; min-width: 8.5rem; position: sticky; left: 0;
    background: PAPER}
.compared small {display: block; font-size: .75rem}
.compared th small {color: QUIET}
.compared .strong {font-weight: 600}
@media (max-width: 640px) {
    .compared.moved::before {content: "Move the table to the side: there is more at the right →"; position: sticky;
        left: 0; display: block; width: max-content; font-size: .75rem; color: QUIET}
    .compared.stacked {background: none}
    .stacked thead {position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%)}
    .stacked table, .stacked tbody {display: block}
    .stacked tbody tr {display: grid; grid-template-columns: repeat(auto-fill, minmax(6.6rem, 1fr)); gap: 0 .3rem;
        border-bottom: 1px solid GRID; padding: .3rem 0}
    .stacked :is(tbody th, td, td.wrapped) {border: 0; padding: .1rem .3rem; text-align: left; white-space: normal;
        position: static; min-width: 0}
    .stacked tbody th {grid-column: 1 / -1; font-weight: 600}
    .stacked th small {display: inline; margin-left: .5rem; font-weight: 400}
    .stacked td::before {content: attr(data-head) / ""; display: block; font-size: .75rem; line-height: 1.2;
        color: QUIET}
    .stacked td[style]::before {color: inherit}
    .stacked td:empty {display: none}
}
"""
_MOST_STACKED = 60
"""Cells of a table that is stacked on a phone; a larger one would be too long, and is moved to the side."""


@dataclass(frozen=True)
class ComparedCell:
    """One cell. text, small: on its two lines. fill: its colour, "#rrggbb"; empty for none. strong: in bold."""

    text: str
    small: str = ""
    fill: str = ""
    strong: bool = False


@dataclass(frozen=True)
class ComparedRow:
    """One row: what it is about, a second line below that, and its cells."""

    head: str
    cells: Sequence[ComparedCell | str]
    note: str = ""


def draw_table(
    caption: str, heads: Sequence[str], rows: Iterable[ComparedRow], palette: Palette, *, wrapped: bool = False
) -> None:
    """Draw a table; whatever the texts hold is shown as it is.

    caption: what it is, where it is not seen. heads: of the first column and of each cell's. wrapped: whether long
    cells are broken.
    """
    style = _STYLE
    for name in ("INK", "GRID", "QUIET", "PAPER"):
        style = style.replace(name, getattr(palette, name.lower()))
    name = escape(caption)
    top = "".join(f'<th scope="col" role="columnheader">{escape(head)}</th>' for head in heads)
    body, cells = [_row(row, heads[1:], wrapped) for row in rows], len(heads) - 1
    look = "stacked" if cells * len(body) <= _MOST_STACKED else "moved"
    st.html(
        f'<style>{style}</style><div class="compared {look}" role="region" tabindex="0" aria-label="{name}">'
        f'<table role="table"><caption>{name}</caption><thead><tr role="row">{top}</tr></thead>'
        f'<tbody role="rowgroup">{"".join(body)}</tbody></table></div>'
    )


def fill_move(move: float, most: float, palette: Palette) -> str:
    """The colour of a move: bluer the further up, browner the further down, `most` at the end; none for no move."""
    if move == 0 or most <= 0:
        return ""
    share = min(abs(move) / most, 1.0)
    return blend(palette.paper, palette.wide if move > 0 else palette.mild, 0.08 + 0.72 * share)


def _row(row: ComparedRow, heads: Sequence[str], wrapped: bool) -> str:
    note = f"<small>{escape(row.note)}</small>" if row.note else ""
    known = (cell if isinstance(cell, ComparedCell) else ComparedCell(cell) for cell in row.cells)
    cells = "".join(_cell(cell, head, wrapped) for cell, head in zip(known, heads, strict=True))
    return f'<tr role="row"><th scope="row" role="rowheader">{escape(row.head)}{note}</th>{cells}</tr>'


def _cell(cell: ComparedCell, head: str, wrapped: bool) -> str:
    names = " ".join(name for name, there in (("wrapped", wrapped), ("strong", cell.strong)) if there)
    look = f' style="background: {cell.fill}; color: {text_on(cell.fill)}"' if cell.fill else ""
    small = f"<small>{escape(cell.small)}</small>" if cell.small else ""
    told = f'class="{names}" role="cell" data-head="{escape(head)}"'
    return f"<td {told}{look}>{escape(cell.text)}{small}</td>"
