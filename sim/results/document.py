"""Results as text: the frame that every JSON output shares, records as objects, rows as CSV, aligned columns."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Collection, Iterable, Mapping, Sequence
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
    return json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


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
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
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
