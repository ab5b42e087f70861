"""Tables with numbers in coloured cells, read row by row; one that is wider than a phone is moved to the side."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import streamlit as st

from sim.show.charts.ink import Palette, blend, text_on

_STYLE = """
.compared {overflow-x: auto; margin: 0 0 .6rem; color: INK}
.compared table {border-collapse: collapse; min-width: 100%; font-size: .85rem; line-height: 1.3}
.compared caption {position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%)}
.compared :is(th, td) {padding: .3rem .55rem; border: 0; border-bottom: 1px solid GRID; text-align: right;
    vertical-align: top; font-weight: 400}
.compared td {white-space: nowrap}
.compared td.wrapped {white-space: normal; min-width: 7rem}
.compared thead th {vertical-align: bottom; color: QUIET; min-width: 4.5rem; max-width: 8rem}
.compared :is(tbody th, thead th:first-child) {text-align: left; min-width: 8.5rem; position: sticky; left: 0;
    background: PAPER}
.compared small {display: block; font-size: .75rem}
.compared th small {color: QUIET}
.compared .strong {font-weight: 600}
"""


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
    name = html.escape(caption)
    top = "".join(f'<th scope="col">{html.escape(head)}</th>' for head in heads)
    body = "".join(_row(row, wrapped) for row in rows)
    st.html(
        f'<style>{style}</style><div class="compared" role="region" tabindex="0" aria-label="{name}"><table>'
        f"<caption>{name}</caption><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def fill_move(move: float, most: float, palette: Palette) -> str:
    """The colour of a move: bluer the further up, browner the further down, `most` at the end; none for no move."""
    if move == 0 or most <= 0:
        return ""
    share = min(abs(move) / most, 1.0)
    return blend(palette.paper, palette.wide if move > 0 else palette.mild, 0.08 + 0.72 * share)


def _row(row: ComparedRow, wrapped: bool) -> str:
    note = f"<small>{html.escape(row.note)}</small>" if row.note else ""
    known = (cell if isinstance(cell, ComparedCell) else ComparedCell(cell) for cell in row.cells)
    cells = "".join(_cell(cell, wrapped) for cell in known)
    return f'<tr><th scope="row">{html.escape(row.head)}{note}</th>{cells}</tr>'


def _cell(cell: ComparedCell, wrapped: bool) -> str:
    names = " ".join(name for name, there in (("wrapped", wrapped), ("strong", cell.strong)) if there)
    look = f' style="background: {cell.fill}; color: {text_on(cell.fill)}"' if cell.fill else ""
    small = f"<small>{html.escape(cell.small)}</small>" if cell.small else ""
    return f'<td class="{names}"{look}>{html.escape(cell.text)}{small}</td>'
