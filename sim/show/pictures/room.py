"""How wide a picture must be for its labels to stand whole: what is measured is their letters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sim.show.charts.export import WIDTH
from sim.show.charts.layers.frame import TITLES, Spec

_LETTER, _GAP = 6.6, 20  # pixels of a letter of a label, and beside it
_AXIS = 400  # pixels at least for what is right of the titles
MOST = 3000
"""Pixels of the widest picture."""


def measure(labels: Iterable[str]) -> int:
    """Pixels that the longest of the labels takes, with what stands beside it.

    >>> measure(["no", "perhaps"]), measure([])
    (66, 20)
    """
    return _GAP + round(_LETTER * max(map(len, labels), default=0))


def fit_width(titles: int, columns: int = 0, column: int = 0) -> int:
    """The width of a picture: at least that of others, at most `MOST`.

    titles: pixels for the titles at the left. columns: how many stand beside them. column: pixels of each.

    >>> fit_width(200), fit_width(400, columns=10, column=120)
    (900, 1600)
    """
    return min(max(WIDTH, titles + max(_AXIS, columns * column)), MOST)


def give_room(spec: Spec, titles: int) -> Spec:
    """The specification with so many pixels for its titles; they are never cut on a picture of `fit_width(titles)`."""
    found: Spec = _replaced(spec, str(titles))
    return found


def _replaced(value: Any, titles: str) -> Any:
    if isinstance(value, dict):
        return {key: titles if key == "calculate" and one == TITLES else _replaced(one, titles) for key, one in
                value.items()}  # fmt: skip
    return [_replaced(one, titles) for one in value] if isinstance(value, list) else value
