"""Lines of a terminal: texts made printable and wrapped."""

from __future__ import annotations

import textwrap

_UNBROKEN = "\u00a0%"


def clean_text(text: str) -> str:
    """The text with a blank for every letter that cannot be printed, so that no scenario drives the terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def wrap_text(text: str, width: int, indent: str = "", *, keep_per_cent: bool = False) -> list[str]:
    """The cleaned text in lines of at most `width` letters, where its words allow; at least one line.

    indent: what every line but the first begins with. keep_per_cent: no line begins with a sign of per cent.
    """
    clean = clean_text(text)
    clean = clean.replace(" %", _UNBROKEN) if keep_per_cent else clean
    lines = textwrap.wrap(clean, width, subsequent_indent=indent, break_on_hyphens=False) or [""]
    return [line.replace(_UNBROKEN, " %") for line in lines]
