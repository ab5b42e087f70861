"""The frame that every JSON output shares: what it is, which version of it, and a list."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any


def document(kind: str, version: int, key: str, items: Iterable[Mapping[str, Any]]) -> str:
    """Strict JSON text of one object: `format`, `format_version` and the items in a list under `key`.

    Raises ValueError for a number that JSON does not know.

    >>> document("example", 1, "rows", [{"a": 1}]).split()
    ['{', '"format":', '"example",', '"format_version":', '1,', '"rows":', '[', '{', '"a":', '1', '}', ']', '}']
    """
    data = {"format": kind, "format_version": version, key: list(items)}
    return json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
