"""Plain scalars as the core schema of YAML 1.2 reads them, minus what would surprise an analyst."""

from __future__ import annotations

import math
import re

_WORDS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True), **dict.fromkeys(("false", "False", "FALSE"), False),
}  # fmt: skip
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_REAL = re.compile(r"[-+]?(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_DIGITS_MAX = 30


def plain_scalar(text: str) -> object:
    """None, a boolean, a number or the text itself.

    `010`, `1_000`, `1:30`, `0x1F`, `yes` and `no` stay texts. Raises ValueError for `.nan`, `.inf` and for
    numbers that are too long or too large.

    >>> [plain_scalar(text) for text in ("no", "010", "1:30", "1e4", "-3", "true", "~")]
    ['no', '010', '1:30', 10000.0, -3, True, None]
    """
    if text in _WORDS:
        return _WORDS[text]
    if _NOT_FINITE.fullmatch(text):
        raise ValueError(f"{text} is not allowed: a finite number is expected")
    if not _REAL.fullmatch(text):
        return text
    if len(text) > _DIGITS_MAX:
        raise ValueError(f"a number of {len(text)} characters: at most {_DIGITS_MAX} are read")
    value = int(text) if _WHOLE.fullmatch(text) else float(text)
    if math.isinf(value):
        raise ValueError(f"{text} is too large for a number")
    return value
