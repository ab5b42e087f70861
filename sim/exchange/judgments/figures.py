"""The values of a table's cells: probabilities, numbers, switches and texts, read and written without loss."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from sim.scenario.file.yaml_scalars import plain_scalar
from sim.scenario.model import values
from sim.scenario.writing.yaml_write import write_figure

_PLAIN_NUMBER = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?")
_RISKY = ("=", "+", "-", "@", "\t", "\r", "'")


class Kind(NamedTuple):
    """How one kind of value is read from a cell, and written to one.

    read: (text, per_cent) -> the value as a scenario file would have it; raises ValueError with a sentence.
    """

    read: Callable[[str, bool], object]
    write: Callable[[object], str]


def _read_chance(text: str, per_cent: bool) -> object:
    """A chance as it was written; a plain number becomes one."""
    plain = bool(_PLAIN_NUMBER.fullmatch(text.strip()))
    cell, bare = text.strip() + ("%" if plain and per_cent else ""), plain and not per_cent
    try:
        chance = values.probability(cell)
    except ValueError as error:
        hint = "; where the whole file is in per cent: --per-cent" if bare else ""
        raise ValueError(f"{error}{hint}") from None
    return chance if bare else " ".join(cell.split())


def _read_number(text: str, _: bool = False) -> object:
    number = plain_scalar(text.strip())
    if isinstance(number, bool) or not isinstance(number, int | float):
        raise ValueError(f"a number is expected, not {values.shown(text)}")
    return number


def _read_whole(text: str, _: bool = False) -> object:
    number = _read_number(text)
    if isinstance(number, float) and not number.is_integer():
        raise ValueError(f"a whole number is expected, not {values.shown(text)}")
    return int(number) if isinstance(number, float) else number


def _read_flag(text: str, _: bool = False) -> object:
    word = text.strip().lower()
    if word not in ("true", "false"):
        raise ValueError(f"true or false is expected, not {values.shown(text)}")
    return word == "true"


def _write_number(value: object) -> str:
    return write_figure(float(value) if isinstance(value, int | float) else float(str(value)))


CHANCE = Kind(_read_chance, lambda value: write_figure(values.probability(value)))
NUMBER = Kind(_read_number, _write_number)
WHOLE = Kind(_read_whole, _write_number)
FLAG = Kind(_read_flag, lambda value: str(value).lower())
TEXT = Kind(lambda text, _: text, str)
LIMIT = Kind(
    lambda text, per_cent: _read_chance(text, per_cent) if values.looks_like_number(text.strip()) else text.strip(),
    lambda value: str(value) if isinstance(value, str) and not values.looks_like_number(value) else CHANCE.write(value),
)
LIST = Kind(
    lambda text, _: [item.strip() for item in text.split(",") if item.strip()],
    lambda value: ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value),
)


def escape_formula(text: str) -> str:
    """The text with an apostrophe before `=`, `+`, `-`, `@` and the like, so that no spreadsheet runs it.

    Numbers stay as they are. `unescape_formula` removes the apostrophe.

    >>> escape_formula("=1+1"), escape_formula("-0.5"), escape_formula("likely")
    ("'=1+1", '-0.5', 'likely')
    """
    return f"'{text}" if text.startswith(_RISKY) and not _PLAIN_NUMBER.fullmatch(text) else text


def unescape_formula(cell: str) -> str:
    """The text behind the apostrophe of `escape_formula`; other texts as they are.

    >>> unescape_formula("'=1+1"), unescape_formula("'tis likely")
    ('=1+1', "'tis likely")
    """
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_RISKY) else cell
