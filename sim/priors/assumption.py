"""Something an answer rests on that no expert said."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Assumption:
    """Something the answer rests on that no expert said.

    kind: what orders the list. path: what it is about. rows: the combinations of the parents' states that it is about,
    None for all. voice: the one that a row rests on, empty where there is none.
    """

    kind: str
    path: str
    text: str
    rows: frozenset[int] | None = None
    voice: str = ""
