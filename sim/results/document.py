"""Results as text: the frame that every JSON output shares, records as objects, rows as CSV, aligned columns."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any

JSON_VERSION = 1
"""Of the format of every JSON output."""


def document(kind: str, **content: Any) -> str:
    """Strict JSON text of one object: `format`, `format_version`, and what it holds.

    kind: the last word of the format's name. content: as `plain` takes it. Raises ValueError for an infinite number.

    >>> " ".join(document("example", rows=[{"a": math.nan}]).split())
    '{ "format": "scenario-sim example", "format_version": 1, "rows": [ { "a": null } ] }'
    """
    data = {"format": f"scenario-sim {kind}", "format_version": JSON_VERSION, **plain(content)}
    return _json(data) + "\n"


@dataclass(frozen=True)
class TextPieces:
    """A text of many results that can be written one result at a time, so that none has to be held.

    write: the text of one. begin, between, end: what stands around them.
    """

    write: Callable[[Any], str]
    begin: str = ""
    between: str = ""
    end: str = ""

    def join(self, results: Iterable[Any]) -> str:
        """The whole text.

        >>> TextPieces(str, "[", ", ", "]").join([1, 2])
        '[1, 2]'
        """
        return self.begin + self.between.join(map(self.write, results)) + self.end


def document_pieces(kind: str, key: str, write: Callable[[Any], Mapping[str, Any]]) -> TextPieces:
    """The text of `document(kind, **{key: [write(result), ...]})`, for at least one result, in pieces."""
    begin, _, end = document(kind, **{key: [None]}).partition("null")
    return TextPieces(lambda result: _json(plain(write(result))).replace("\n", "\n  "), begin, ",\n  ", end)


def _json(data: Any) -> str:
    return json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False)


def record(made: object, names: str, **own: Any) -> dict[str, Any]:
    """Some attributes of a result, in the order of `names`, as an object of JSON.

    names: separated by blanks; `key=attribute` where the object has another word or the attribute lies deeper
    (`a=b.c`), `name?` for what is left out where it is empty. own: values that take the place of an attribute, by key.

    >>> record(date(2026, 1, 2), "day in=month year?", year=())
    {'day': 2, 'in': 1}
    """
    found = {}
    for name in names.split():
        key, _, attribute = name.rstrip("?").partition("=")
        value = plain(own[key] if key in own else attrgetter(attribute or key)(made))
        if value or not name.endswith("?"):
            found[key] = value
    return found


def plain(value: Any) -> Any:
    """A value as JSON has it: what is undefined is null, a date its text, a tuple a list."""
    if isinstance(value, float):
        return None if math.isnan(value) else value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value


def csv_text(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """The rows under a header; nothing for None, numbers with all their digits, lists joined with "; "."""
    return csv_lines(columns, [dict(zip(columns, columns, strict=True))]) + csv_lines(columns, rows)


def csv_lines(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """The same without the header."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for row in rows:
        values = ["; ".join(value) if isinstance(value, list) else value for value in map(row.__getitem__, columns)]
        writer.writerow([json.dumps(value) if isinstance(value, bool | float) else value for value in values])
    return out.getvalue()


def align_columns(rows: Sequence[Sequence[str]], right: Collection[int] = ()) -> list[str]:
    """A line a row, its cells filled to the width of their column; right: the columns that stand to the right.

    >>> align_columns([("x", "share"), ("long", "5 %")], right=[1])
    ['x     share', 'long    5 %']
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    forms = [f"{{:{'>' if place in right else '<'}{width}}}" for place, width in enumerate(widths)]
    return ["  ".join(forms).format(*row) for row in rows]
