"""What the texts of results share for a terminal: blocks one below the other, heads, and notes at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from sim.results.head import ResultHead
from sim.show.lines import wrap_text

Bold = Callable[[str], str]
"""Puts a terminal's codes around a heading; `str` puts none."""
Made = TypeVar("Made")
_NARROWEST = 60


def join_blocks(made: Iterable[Made], block: Callable[[Made, int, Bold], Iterable[str]], width: int, bold: Bold) -> str:
    """The lines of each result, an empty one between two results.

    block: makes the lines of one, of the result, the width of a line (60 or more) and `bold`.

    >>> join_blocks(["a", "b"], lambda text, width, bold: [bold(text), str(width)], 40, str.upper)
    'A\\n60\\n\\nB\\n60\\n'
    """
    return "\n\n".join("\n".join(block(one, max(width, _NARROWEST), bold)) for one in made) + "\n"


def tell_run(made: ResultHead, policy: str = "") -> str:
    """Of which scenario a result is, and how it was run, in a sentence. policy: under which; empty for several."""
    return f"{made.scenario}, as of {made.as_of}; {policy and f'policy {policy}; '}{made.settings}."


def wrap_head(title: str, made: ResultHead, policy: str, width: int, bold: Bold) -> Iterator[str]:
    """The title, and below it how the result was run."""
    yield from wrap_bold(title, width, bold)
    yield from wrap_text(tell_run(made, policy), width)


def wrap_bold(text: str, width: int, bold: Bold, indent: str = "") -> Iterator[str]:
    """A heading in lines; indent: what every line but the first begins with."""
    return map(bold, wrap_text(text, width, indent))


def wrap_notes(warnings: Sequence[str], width: int) -> Iterator[str]:
    """An empty line, and below it a note a warning; nothing where there is none."""
    if warnings:
        yield ""
    for warning in warnings:
        yield from wrap_text(f"Note: {warning}.", width, "  ")
