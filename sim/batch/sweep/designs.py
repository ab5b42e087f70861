"""Designs: the points of a sweep by number, worked out when they are asked for, so that a million of them weigh little.

A drawn column hangs on the design's seed and its axis's name alone, and, for `sobol`, on its place: another axis at
the end leaves all others as they were. Sources: McKay, Beckman and Conover 1979 (Latin hypercubes); Sobol' 1967 with
the direction numbers of Joe and Kuo 2008 as SciPy has them, and a random digital shift (L'Ecuyer and Lemieux 2002).
"""

from __future__ import annotations

import functools
import math
from abc import abstractmethod
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, overload

import numpy as np

from sim.arrays import Floats
from sim.batch.sweep.model import Level, SweepAxis
from sim.randomness import words

Point = tuple[Level, ...]
_BITS = 30  # of a coordinate of a Sobol' sequence


class _Points(Sequence[Point]):
    """Points by place, from 0; a slice gives a tuple of them."""

    @abstractmethod
    def point(self, place: int) -> Point:
        """The point at a place that is there."""

    @overload
    def __getitem__(self, place: int) -> Point: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Point]: ...
    def __getitem__(self, place: int | slice) -> Point | Sequence[Point]:
        if isinstance(place, slice):
            return tuple(self.point(one) for one in range(*place.indices(len(self))))
        if not -len(self) <= place < len(self):
            raise IndexError(place)
        return self.point(place % len(self))


@dataclass(frozen=True)
class GridPoints(_Points):
    """Every combination of the levels, the last axis moving fastest.

    >>> a, b = SweepAxis("a", "text", (Level("x"), Level("y"))), SweepAxis("b", "number", (Level(1.0), Level(2.0)))
    >>> grid = GridPoints((a, b))
    >>> [tuple(level.cell for level in point) for point in grid]
    [('x', 1.0), ('x', 2.0), ('y', 1.0), ('y', 2.0)]
    """

    axes: tuple[SweepAxis, ...]

    def __len__(self) -> int:
        return math.prod(len(axis.levels) for axis in self.axes)

    def point(self, place: int) -> Point:
        levels = []
        for axis in reversed(self.axes):
            place, level = divmod(place, len(axis.levels))
            levels.append(axis.levels[level])
        return tuple(reversed(levels))


@dataclass(frozen=True)
class DrawnPoints(_Points):
    """Points of a Latin hypercube or of a Sobol' sequence: ranges are drawn inside, lists by equal strata.

    design: `latin` or `sobol`. axes: at least one. size: points. seed: of the design, not of the runs.
    """

    design: Literal["latin", "sobol"]
    axes: tuple[SweepAxis, ...]
    size: int
    seed: int

    def __len__(self) -> int:
        return self.size

    def __getstate__(self) -> dict[str, Any]:
        return {key: value for key, value in self.__dict__.items() if key != "unit"}

    @functools.cached_property
    def unit(self) -> Floats:
        """Coordinates in (0, 1), one row a point and one column an axis."""
        columns = _latin if self.design == "latin" else _sobol
        return columns(self.size, tuple(axis.name for axis in self.axes), self.seed)

    def point(self, place: int) -> Point:
        row = self.unit[place].tolist()
        return tuple(level_at(axis, share) for axis, share in zip(self.axes, row, strict=True))


@dataclass(frozen=True)
class TablePoints(_Points):
    """The rows of a table. rows: for each axis, which of its levels each row has."""

    axes: tuple[SweepAxis, ...]
    rows: tuple[array[int], ...]

    def __len__(self) -> int:
        return len(self.rows[0])

    def point(self, place: int) -> Point:
        return tuple(axis.levels[column[place]] for axis, column in zip(self.axes, self.rows, strict=True))


def level_at(axis: SweepAxis, share: float) -> Level:
    """The level of an axis at a share of its way, in (0, 1): a number of its range, or one of its levels.

    >>> level_at(SweepAxis("a", "number", paths=("dependence",), low=1, high=100, scale="log"), 0.5)
    Level(cell=10.0, changes=(('dependence', 10.0),), evidence=None, until=None, says='')
    """
    if axis.low is None or axis.high is None:
        return axis.levels[min(int(share * len(axis.levels)), len(axis.levels) - 1)]
    return number_level(axis.paths, between(axis.low, axis.high, axis.scale, share))


def between(low: float, high: float, scale: str, share: float) -> float:
    """The number at a share of the way from low to high, in 0..1, in logs for the scale `log`."""
    if scale == "log":
        number = float(f"{math.exp((1 - share) * math.log(low) + share * math.log(high)):.12g}")  # alike everywhere
    else:
        number = (1 - share) * low + share * high
    return min(max(number, low), high)


def number_level(paths: Sequence[str], number: float) -> Level:
    """The level at which all these paths are put at one number."""
    return Level(number, tuple((path, number) for path in paths))


def _latin(size: int, names: Sequence[str], seed: int) -> Floats:
    """One point in each of `size` equal strata of every column."""
    unit = np.empty((size, len(names)))
    for column, name in enumerate(names):
        raw = words(seed, "design", name, count=2 * size)
        order = np.argsort(raw[:size], kind="stable")
        unit[order, column] = (np.arange(size) + _share(raw[size:])) / size
    return unit


def _sobol(size: int, names: Sequence[str], seed: int) -> Floats:
    """The first points of a Sobol' sequence, each column shifted by random bits of its own."""
    from scipy.stats import qmc  # slow to import

    exponent = max(size - 1, 0).bit_length()
    sequence = qmc.Sobol(len(names), scramble=False, bits=_BITS).random_base2(exponent)[:size]
    bits = (sequence * 2.0**_BITS).astype(np.uint64)
    shifts = [words(seed, "design", name, count=1)[0] >> np.uint64(64 - _BITS) for name in names]
    shifted: Floats = ((bits ^ np.array(shifts, dtype=np.uint64)).astype(np.float64) + 0.5) * 2.0**-_BITS
    return shifted


def _share(raw: np.typing.NDArray[np.uint64]) -> Floats:
    share: Floats = ((raw >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53
    return share
