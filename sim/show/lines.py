"""Lines of text: made printable, wrapped for a terminal, and with figures that no line break tears."""

from __future__ import annotations

import re
import textwrap

_UNBROKEN = "\u00a0%"
_INSIDE = re.compile(r" (?=%)|(?<=[<>±]) (?=\d)")
_QUOTED = re.compile(r"""(?<![^\s(\[“/])(['"])(?=[^\s'"])((?:[^'"]|(?<=\w)['"](?=\w))*)\1(?!\w)""")
_SPAN = re.compile(r"(?<=\d) to (?=(?:[<>]\u00a0)?[\d.,]+\u00a0%)")


def clean_text(text: str) -> str:
    """The text with a blank for every letter that cannot be printed, so that no scenario drives the terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def hold_figures(text: str, *, spans: bool = False) -> str:
    """The text without a place for a line break inside a figure. spans: nor between the two ends of an interval.

    >>> hold_figures("5 % (< 0.1 to 4.6 %)"), hold_figures("9 % (< 0.1 to 9 %)", spans=True)
    ('5\\xa0% (<\\xa00.1 to 4.6\\xa0%)', '9\\xa0% (<\\xa00.1\\xa0to\\xa09\\xa0%)')
    """
    held = _INSIDE.sub("\u00a0", text)
    return _SPAN.sub("\u00a0to\u00a0", held) if spans else held


def curl_quotes(text: str) -> str:
    """The text with “ ” for straight quotation marks; an apostrophe stays as it is.

    >>> print(curl_quotes("the voices' word, at most 'can't say' (\\"US: out\\"); 'is 'no' here'"))
    the voices' word, at most “can't say” (“US: out”); “is “no” here”
    """
    if "'" not in text and '"' not in text:
        return text
    return _QUOTED.sub(r"“\2”", _QUOTED.sub(r"“\2”", text))  # once more for what stood around another


def wrap_text(text: str, width: int, indent: str = "", *, keep_per_cent: bool = False) -> list[str]:
    """The cleaned text in lines of at most `width` letters, where its words allow; at least one line.

    indent: what every line but the first begins with. keep_per_cent: no line begins with a sign of per cent.
    """
    clean = clean_text(text)
    clean = clean.replace(" %", _UNBROKEN) if keep_per_cent else clean
    lines = textwrap.wrap(clean, width, subsequent_indent=indent, break_on_hyphens=False) or [""]
    return [line.replace(_UNBROKEN, " %") for line in lines]
