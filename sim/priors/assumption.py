"""Something an answer rests on that no expert said."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Assumption:
    """Something the answer rests on that no expert said; `weight` orders the list, largest first."""

    kind: str
    path: str
    text: str
