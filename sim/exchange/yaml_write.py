"""Plain data as YAML that a scenario file can hold, bare where nobody can take it for anything else."""

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


def flow(data: object) -> str:
    """A value on one line.

    >>> flow({"expert": "ann", "says": {"probability": "5%", "odds_within": 4.0}, "claim": "Yes: soon"})
    '{expert: ann, says: {probability: 5%, odds_within: 4}, claim: "Yes: soon"}'
    """
    if isinstance(data, Mapping):
        return "{" + ", ".join(f"{word(str(key))}: {flow(value)}" for key, value in data.items()) + "}"
    if isinstance(data, list | tuple):
        return "[" + ", ".join(flow(item) for item in data) + "]"
    return word(data) if isinstance(data, str) else _scalar(data)


def entry(key: str, data: object, indent: int) -> Iterator[str]:
    """A key with its value as lines: one where it fits, else a line for each key of the value."""
    margin = " " * indent
    short = f"{margin}{word(key)}: {flow(data)}"
    if len(short) <= WIDTH or not isinstance(data, Mapping):
        yield short if not isinstance(data, str) else f"{margin}{word(key)}: {word(data, prose=True)}"
        return
    yield f"{margin}{word(key)}:"
    for inner, value in data.items():
        yield from entry(str(inner), value, indent + 2)


def word(text: str, *, prose: bool = False) -> str:
    """A text, between quotes where it needs them; prose: it stands alone on its line, where a comma ends nothing.

    >>> word("limited_strike or more"), word("no"), word("a, b"), word("a, b", prose=True), word("=1")
    ('limited_strike or more', '"no"', '"a, b"', 'a, b', '"=1"')
    """
    bare = (_PROSE if prose else _BARE).fullmatch(text) or _FIGURES.fullmatch(text)
    return text if bare and text.isprintable() and text.casefold() not in RESERVED else quoted(text)


def quoted(text: str) -> str:
    """A text between quotes, letters that cannot be printed as escapes."""
    return '"' + "".join(_ESCAPES.get(letter) or _escaped(letter) for letter in text) + '"'


def _escaped(letter: str) -> str:
    if letter.isprintable():
        return letter
    return f"\\u{ord(letter):04X}" if ord(letter) <= 0xFFFF else f"\\U{ord(letter):08X}"


def figure(value: float) -> str:
    """A number as short as it can be without changing.

    >>> figure(20.0), figure(0.05), figure(-1.5e-07)
    ('20', '0.05', '-1.5e-07')
    """
    return str(int(value)) if value % 1 == 0 and abs(value) < 1e15 else repr(value)


def _scalar(value: object) -> str:
    if isinstance(value, float):
        return figure(value)
    return str(value).lower() if isinstance(value, bool) else str(value)
