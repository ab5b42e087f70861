"""Names of files that are taken away: plain letters only, on every system."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

_MOST = 40
"""Letters of a part."""


def name_view(scenario: str, policy: str, question: str, day: date) -> str:
    """The first part of the names of a view's files.

    >>> name_view("venezuela-2025", "let_it_run", "Q6", date(2026, 11, 26))
    'venezuela-2025-let_it_run-Q6-2026-11-26'
    """
    return "-".join([*map(plain_letters, (scenario, policy, question)), day.isoformat()])


def plain_letters(text: str) -> str:
    """The text with hyphens for all but Latin letters without marks, figures and `_`; `x` where nothing is left.

    >>> plain_letters("Über: 100 worlds/year?"), plain_letters("мир"), plain_letters("../etc")
    ('Uber-100-worlds-year', 'x', 'etc')
    """
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9_]+", "-", bare).strip("-")[:_MOST].strip("-") or "x"
