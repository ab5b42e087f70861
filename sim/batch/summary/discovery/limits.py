"""What a box allows along one axis, and over all axes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Flags
from sim.batch.summary.moved_axis import MovedAxis


@dataclass(frozen=True)
class AxisLimits:
    """What is allowed of one axis, by the places of its levels.

    low, high: the first and the last place of numbers; over all levels where the axis has no order. unset: the place of
    the level without a number, which low and high leave alone; one behind the last where there is none. left_out:
    places that are not allowed.
    """

    low: int
    high: int
    unset: int
    left_out: frozenset[int] = frozenset()

    def inside(self, codes: NDArray[np.intp]) -> Flags:
        """Which places are allowed."""
        allowed = (codes >= self.low) & ((codes <= self.high) | (codes == self.unset))
        for place in self.left_out:
            allowed &= codes != place
        return np.asarray(allowed)


Limits = tuple[AxisLimits, ...]
"""Of a box, one an axis."""


def open_limits(axis: MovedAxis) -> AxisLimits:
    """All that an axis has."""
    levels = len(axis.levels)
    numbers = levels - axis.has_unset if axis.ordered else levels
    return AxisLimits(0, numbers - 1, numbers)


def open_box(axes: Sequence[MovedAxis]) -> Limits:
    """The box that holds every setting."""
    return tuple(open_limits(axis) for axis in axes)


def in_box(limits: Limits, axes: Sequence[MovedAxis], without: int | None = None) -> Flags:
    """Which settings lie in a box, (settings,). without: the place of an axis whose limits do not count."""
    inside = np.ones(len(axes[0].codes) if axes else 0, dtype=bool)
    for place, (allowed, axis) in enumerate(zip(limits, axes, strict=True)):
        if place != without:
            inside &= allowed.inside(axis.codes)
    return inside


def restricted(limits: Limits, axes: Sequence[MovedAxis]) -> list[int]:
    """The places of the axes that a box restricts."""
    return [place for place, axis in enumerate(axes) if limits[place] != open_limits(axis)]
