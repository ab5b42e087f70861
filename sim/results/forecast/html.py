"""A table as HTML, for notebooks; a scenario's text can put no tag into it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape


def html_table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The table with its title; a line break in a cell is one on the page.

    >>> html_table("A & B", ["id"], [["<Q1>"]])
    '<table><caption>A &amp; B</caption><tr><th>id</th></tr><tr><td>&lt;Q1&gt;</td></tr></table>'
    """
    lines = [_row("th", heads), *(_row("td", row) for row in rows)]
    return f"<table><caption>{escape(title)}</caption>{''.join(lines)}</table>"


def _row(tag: str, cells: Sequence[str]) -> str:
    lines = (escape(cell).replace("\n", "<br>") for cell in cells)
    return f"<tr>{''.join(f'<{tag}>{line}</{tag}>' for line in lines)}</tr>"
