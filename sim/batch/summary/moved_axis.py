"""One axis as the settings have it: its levels, and which of them each setting stands at."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Floats
from sim.batch.sweep.model import Cell, Kind

UNSET = "as the file has it"
"""What a level without a cell is called."""


@dataclass(frozen=True, eq=False)
class MovedAxis:
    """An axis of a sweep over its settings.

    levels: the different cells; numbers ascend, other cells keep the order in which they are given, None is last.
    codes: (settings,), the place of each setting's level. scale: of numbers.
    """

    name: str
    kind: Kind
    levels: tuple[Cell, ...]
    codes: NDArray[np.intp]
    scale: Literal["linear", "log"] = "linear"

    @property
    def ordered(self) -> bool:
        """Whether the levels are numbers; None may be among them."""
        return self.kind == "number" and any(level is not None for level in self.levels)

    @property
    def has_unset(self) -> bool:
        """Whether some setting leaves the file's own value."""
        return bool(self.levels) and self.levels[-1] is None

    @property
    def numbers(self) -> Floats:
        """The levels as numbers, NaN for None; of an ordered axis only."""
        return np.array([math.nan if level is None else level for level in self.levels], dtype=float)

    def take(self, settings: NDArray[Any]) -> MovedAxis:
        """The axis over some settings, given by place or by flag; levels that none of them has are left out."""
        used, codes = np.unique(self.codes[settings], return_inverse=True)
        levels = tuple(self.levels[place] for place in used)
        return MovedAxis(self.name, self.kind, levels, codes.astype(np.intp), self.scale)


def gather_axis(
    name: str, kind: Kind, cells: Sequence[Any], order: Sequence[Cell] = (), scale: Literal["linear", "log"] = "linear"
) -> MovedAxis:
    """The axis of one cell a setting; NaN counts as None. order: of levels that are no numbers.

    >>> axis = gather_axis("x", "text", ["b", None, "a", "b"], order=["a", "b"])
    >>> axis.levels, axis.codes.tolist()
    (('a', 'b', None), [1, 2, 0, 1])
    """
    if kind == "number":
        return _gather_numbers(name, cells, scale)
    known = [None if cell is None or cell != cell else cell for cell in cells]
    met: dict[Cell, None] = dict.fromkeys(known)
    named = sorted((cell for cell in met if cell is not None), key=_places([*order, *met]))
    levels: tuple[Cell, ...] = (*named, None) if None in met else tuple(named)
    place = {level: number for number, level in enumerate(levels)}
    return MovedAxis(name, kind, levels, np.array([place[cell] for cell in known], dtype=np.intp), scale)


def _places(cells: Sequence[Cell]) -> Any:
    """The key that sorts cells in an order: that of their first mention."""
    return {cell: place for place, cell in reversed(list(enumerate(cells)))}.__getitem__


def _gather_numbers(name: str, cells: Sequence[Any], scale: Literal["linear", "log"]) -> MovedAxis:
    values = np.array([math.nan if cell is None else cell for cell in cells], dtype=float)
    unique, codes = np.unique(values, return_inverse=True)  # NaN is one value, and the last
    levels = tuple(None if math.isnan(value) else float(value) for value in unique)
    return MovedAxis(name, "number", levels, codes.astype(np.intp), scale)


def tell_cell(cell: Cell) -> str:
    """A cell in words.

    >>> [tell_cell(cell) for cell in (0.25, 1.0, "unlikely", True, None)]
    ['0.25', '1', 'unlikely', 'yes', 'as the file has it']
    """
    if cell is None:
        return UNSET
    if isinstance(cell, bool | np.bool_):
        return "yes" if cell else "no"
    return cell if isinstance(cell, str) else f"{cell:.4g}"
