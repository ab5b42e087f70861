"""An axis on its way: what it will be, what is to be tried, and where each of it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sim.batch.sweep.model import Cell, Kind, Level, SweepAxis
from sim.errors import Problem
from sim.scenario.writing.yaml_write import write_flow


def names_file(value: object) -> bool:
    """Whether a value may name a csv file of the scenario's folder."""
    return not isinstance(value, int | float) and ".csv" in write_flow(value).lower()


@dataclass(frozen=True)
class Try:
    """What is to be tried on every scenario before the start, and where it stands. spots: of single paths of it."""

    spot: Problem
    changes: Mapping[str, Any]
    spots: Mapping[str, Problem] = field(default_factory=dict)

    @property
    def brings_file(self) -> bool:
        """Whether a file of the scenario's folder may be read for it: then it is tried whatever there is to try."""
        return any(names_file(value) for value in self.changes.values())


@dataclass(frozen=True)
class AxisDraft:
    """An axis, the spot of its name, the spots of its paths, and what is to be tried of it.

    left_out: values that are too many to be tried.
    """

    axis: SweepAxis
    spot: Problem
    paths: Mapping[str, Problem]
    tries: Sequence[Try] = ()
    left_out: int = 0


def places_of(size: int, most: int) -> list[int]:
    """At most `most` places out of `size`, spread evenly, the first and the last among them; most: 2 or more.

    >>> places_of(9, 3), places_of(2, 3)
    ([0, 4, 8], [0, 1])
    """
    if size <= most:
        return list(range(size))
    return [round(place * (size - 1) / (most - 1)) for place in range(most)]


def kind_of(values: Iterable[object]) -> Kind:
    """The type of an axis's cells: numbers or flags where all values are, else texts; null counts for nothing.

    >>> kind_of([0, 0.5, None]), kind_of([True, False]), kind_of([0.5, "inf"]), kind_of([1, True])
    ('number', 'flag', 'text', 'text')
    """
    types = {"flag" if isinstance(value, bool) else "number" if isinstance(value, int | float) else "text"
             for value in values if value is not None}  # fmt: skip
    return "flag" if types == {"flag"} else "number" if types == {"number"} else "text"


def cell_of(value: object, kind: Kind) -> Cell:
    """A value as a table tells it, in an axis of that kind.

    >>> cell_of(1, "number"), cell_of(1, "text"), cell_of([0.1, "x"], "text"), cell_of(None, "text")
    (1.0, '1', '[0.1, x]', None)
    """
    if value is None or (isinstance(value, bool) and kind == "flag"):
        return value
    if kind == "number" and isinstance(value, int | float):
        return float(value)
    return value if isinstance(value, str) else write_flow(value)


def value_levels(values: Sequence[object], paths: Sequence[str]) -> tuple[Kind, tuple[Level, ...]]:
    """The kind of an axis that puts paths at these values, and its levels."""
    kind = kind_of(values)
    return kind, tuple(Level(cell_of(value, kind), tuple((path, value) for path in paths)) for value in values)
