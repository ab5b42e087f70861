"""Plain data as YAML that a scenario file can hold; texts between quotes where they need them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

WIDTH = 118

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}

_WORD = r"[^\W\d_][\w@%+./()'-]*"
_BARE = re.compile(rf"{_WORD}( [\w%+./(-][\w@%+./()'-]*)*")
_PROSE = re.compile(rf"{_WORD},?( [\w%+./(-][\w@%+./()'-]*,?)*")
_FIGURES = re.compile(
    r"[0-9]+(\.[0-9]+)?( ?%| in [0-9]+|:[0-9]+(\.[0-9]+)?)|[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]+ steps?|[0-9.]+-[0-9.]+%"
)
RESERVED = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
"""Words, in small letters, that YAML may take for something other than a text."""


def write_flow(data: object) -> str:
    """A value on one line.

    >>> write_flow({"expert": "ann", "says": {"probability": "5%", "odds_within": 4.0}, "claim": "Yes: soon"})
    '{expert: ann, says: {probability: 5%, odds_within: 4}, claim: "Yes: soon"}'
    """
    if isinstance(data, Mapping):
        return "{" + ", ".join(f"{write_word(str(key))}: {write_flow(value)}" for key, value in data.items()) + "}"
    if isinstance(data, list | tuple):
        return "[" + ", ".join(write_flow(item) for item in data) + "]"
    return write_word(data) if isinstance(data, str) else _scalar(data)


def write_entry(key: str, data: object, indent: int) -> Iterator[str]:
    """A key with its value as lines: one where it fits, else a line for each key of the value."""
    margin = " " * indent
    short = f"{margin}{write_word(key)}: {write_flow(data)}"
    if len(short) <= WIDTH or not isinstance(data, Mapping):
        yield short if not isinstance(data, str) else f"{margin}{write_word(key)}: {write_word(data, prose=True)}"
        return
    yield f"{margin}{write_word(key)}:"
    for inner, value in data.items():
        yield from write_entry(str(inner), value, indent + 2)


def write_word(text: str, *, prose: bool = False) -> str:
    """A text, between quotes where it needs them; prose: it has its line to itself, so commas need no quotes.

    >>> [write_word(text) for text in ("limited_strike or more", "no", "a, b", "=1")], write_word("a, b", prose=True)
    (['limited_strike or more', '"no"', '"a, b"', '"=1"'], 'a, b')
    """
    bare = (_PROSE if prose else _BARE).fullmatch(text) or _FIGURES.fullmatch(text)
    return text if bare and text.isprintable() and text.casefold() not in RESERVED else quote_text(text)


def quote_text(text: str) -> str:
    """A text between quotes, letters that cannot be printed as escapes."""
    return '"' + "".join(_ESCAPES.get(letter) or _escaped(letter) for letter in text) + '"'


def _escaped(letter: str) -> str:
    if letter.isprintable():
        return letter
    return f"\\u{ord(letter):04X}" if ord(letter) <= 0xFFFF else f"\\U{ord(letter):08X}"


def write_figure(value: float) -> str:
    """A number as short as it can be without changing.

    >>> write_figure(20.0), write_figure(0.05), write_figure(-1.5e-07), write_figure(-0.0)
    ('20', '0.05', '-1.5e-07', '-0.0')
    """
    return str(int(value)) if value % 1 == 0 and abs(value) < 1e15 and str(value) != "-0.0" else repr(value)


def _scalar(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, float):
        return write_figure(value)
    return str(value).lower() if isinstance(value, bool) else str(value)
