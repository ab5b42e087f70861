"""A recipe as a comment of HTML or Markdown, and read from one: letters and figures only, so that nothing acts."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
import textwrap
import zlib
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from sim.errors import FormatError, Problem
from sim.results.report.recipe import Recipe

_HEAD = "scenario-sim report 1"
_BLOCK = re.compile(rf"<!-- {_HEAD}[^\n]*\nsha256 ([0-9a-f]{{64}})\n([A-Za-z0-9+/=\n]+)-->\n?")
_MOST = 20_000_000
"""Bytes of a recipe: a scenario file, its lexicons and its evidence hold fewer by far."""


def pack(recipe: Recipe) -> str:
    """The comment, which ends with a line break."""
    raw = json.dumps(asdict(recipe), ensure_ascii=False, default=date.isoformat).encode("utf-8")
    lines = "\n".join(textwrap.wrap(base64.b64encode(zlib.compress(raw, 9)).decode("ascii"), 118))
    digest = hashlib.sha256(raw).hexdigest()
    return f"<!-- {_HEAD}: what it was made from; `sim report --verify` reads it\nsha256 {digest}\n{lines}\n-->\n"


def unpack(text: str, name: str) -> tuple[Recipe, str]:
    """The recipe in a report, and the report without it. name: of the file, for messages.

    Raises FormatError where there is none, or more than one, and for one that was changed.
    """
    blocks = list(_BLOCK.finditer(text))
    if len(blocks) != 1:
        what = "holds nothing to make it again from" if not blocks else "holds several reports"
        raise FormatError([Problem(f"{what}: name a file that `sim report` wrote", file=name)])
    (block,) = blocks
    try:
        unpacking = zlib.decompressobj()
        raw = unpacking.decompress(base64.b64decode(block[2].replace("\n", ""), validate=True), _MOST)
        if not unpacking.eof or hashlib.sha256(raw).hexdigest() != block[1]:
            raise ValueError("not what was packed")
        recipe = _recipe(json.loads(raw.decode("utf-8")))
    except (binascii.Error, zlib.error, ValueError, TypeError, KeyError) as error:
        line = text[: block.start()].count("\n") + 1
        message = "what it was made from was changed, or got lost on the way: it cannot be made again"
        raise FormatError([Problem(message, file=name, line=line)]) from error
    return recipe, text[: block.start()] + text[block.end() :]


def _recipe(data: dict[str, Any]) -> Recipe:
    """Raises ValueError, TypeError and KeyError for data of another shape."""
    data = {"said": None} | data  # not in reports of before there was one
    if data.keys() != {field.name for field in fields(Recipe)}:
        raise ValueError("other keys than a recipe's")
    named = {key: None if data[key] is None else _texts(data[key], 2) for key in ("scenario", "evidence", "said")}
    lists = {key: _texts(data[key]) for key in ("given", "settings", "policies", "questions")}
    numbers = {key: data[key] for key in ("draws", "worlds", "seed")}
    if not all(type(number) is int for number in numbers.values()) or type(data["every"]) is not bool:
        raise ValueError("no whole number")
    maps = {key: dict(zip(_texts(list(data[key])), _texts(list(data[key].values())), strict=True))
            for key in ("beside", "versions")}  # fmt: skip
    until = None if data["until"] is None else date.fromisoformat(data["until"])
    return Recipe(**named, **lists, **numbers, **maps, until=until, every=data["every"])  # type: ignore[arg-type]


def _texts(values: Any, count: int | None = None) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise ValueError("no list of texts")
    if count is not None and len(values) != count:
        raise ValueError(f"not {count} texts")
    return tuple(values)
