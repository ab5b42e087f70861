"""Patient rule induction: a box shrunk by peeling thin slices off, then grown by pasting (Friedman and Fisher 1999).

Each step takes the slice that raises the share of wanted settings most for each setting that it gives up: the lenient
criterion, under which axes of categories and of numbers compete fairly (Kwakkel and Jaxa-Rozen 2016).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Flags
from sim.batch.summary.discovery.limits import AxisLimits, Limits, in_box, open_box, open_limits, restricted
from sim.batch.summary.moved_axis import MovedAxis

ALPHA = 0.05
"""The share of a box's settings that is peeled off or pasted on at a time."""


@dataclass(frozen=True)
class TrajectoryBox:
    """One box of the peeling trajectory: what it allows, and how many settings and wanted settings lie in it."""

    limits: Limits
    settings: int
    wanted: int

    @property
    def density(self) -> float:
        """The share of wanted settings in the box."""
        return self.wanted / self.settings if self.settings else 0.0


def peel_and_paste(
    axes: Sequence[MovedAxis], wanted: Flags, among: Flags, least: float, alpha: float = ALPHA
) -> list[TrajectoryBox]:
    """The trajectory from the box of all settings to the last one, by peeling and then by pasting.

    wanted: (settings,), those that meet the condition. among: those that are still there; others count nowhere.
    least: settings that a box must keep. alpha: the share that goes at a time.
    """
    trajectory = [_boxed(open_box(axes), np.flatnonzero(among), wanted)]
    inside = np.flatnonzero(among)
    while (peeled := _peel(axes, wanted, trajectory[-1], inside, least, alpha)) is not None:
        limits, inside = peeled
        trajectory.append(_boxed(limits, inside, wanted))
    while (pasted := _paste(axes, wanted, trajectory[-1], among, alpha)) is not None:
        trajectory.append(pasted)
    return trajectory


def _boxed(limits: Limits, inside: NDArray[np.intp], wanted: Flags) -> TrajectoryBox:
    return TrajectoryBox(limits, len(inside), int(wanted[inside].sum()))


def _gain(before: TrajectoryBox, settings: int, wanted: int) -> float:
    """How much denser a box gets for each setting that it gives up or takes in; 0 where nothing changes."""
    changed = abs(before.settings - settings)
    if not changed:
        return 0.0
    return ((wanted / settings if settings else 0.0) - before.density) / changed


def _peel(
    axes: Sequence[MovedAxis], wanted: Flags, box: TrajectoryBox, inside: NDArray[np.intp], least: float, alpha: float
) -> tuple[Limits, NDArray[np.intp]] | None:
    """The best smaller box and the settings in it; None where none is denser and large enough."""
    best: tuple[float, int] = (0.0, 0)
    found: tuple[int, AxisLimits] | None = None
    meets = wanted[inside]
    for place, axis in enumerate(axes):
        codes = axis.codes[inside]
        for limits in _smaller(axis, box.limits[place], codes, alpha):
            kept = limits.inside(codes)
            gain = _gain(box, int(kept.sum()), int(meets[kept].sum()))
            free = -len(restricted(_with(box.limits, place, limits), axes))
            if gain > 0 and (found is None or (gain, free) > best):
                best, found = (gain, free), (place, limits)
    if found is None:
        return None
    place, limits = found
    left = inside[limits.inside(axes[place].codes[inside])]
    return (_with(box.limits, place, limits), left) if len(left) >= least else None


def _with(limits: Limits, place: int, new: AxisLimits) -> Limits:
    return (*limits[:place], new, *limits[place + 1 :])


def _smaller(axis: MovedAxis, limits: AxisLimits, codes: NDArray[np.intp], alpha: float) -> Iterator[AxisLimits]:
    """The limits without a slice: at either end of the numbers, without what has no number, or without one level."""
    if not axis.ordered:
        there = [place for place in range(limits.unset) if place not in limits.left_out]
        for place in there if len(there) > 1 else []:
            yield replace(limits, left_out=limits.left_out | {place})
        return
    numbers = codes[codes != limits.unset]
    if len(numbers):
        last = (len(numbers) - 1) * (1.0 - alpha)
        cut = int(np.partition(numbers, int(np.ceil(last)))[int(np.ceil(last))])
        if (below := numbers[numbers < cut]).size:
            yield replace(limits, high=_middle(axis, int(below.max()), cut) - 1)
        first = int((len(numbers) - 1) * alpha)
        cut = int(np.partition(numbers, first)[first])
        if (above := numbers[numbers > cut]).size:
            yield replace(limits, low=_middle(axis, cut, int(above.min())))
    if axis.has_unset and limits.unset not in limits.left_out:
        yield replace(limits, left_out=frozenset({limits.unset}))


def _middle(axis: MovedAxis, below: int, above: int) -> int:
    """The first level that is nearer to the one above than to the one below."""
    numbers = axis.numbers[below : above + 1]
    return below + int(np.searchsorted(numbers, (numbers[0] + numbers[-1]) / 2))


def _paste(
    axes: Sequence[MovedAxis], wanted: Flags, box: TrajectoryBox, among: Flags, alpha: float
) -> TrajectoryBox | None:
    """The best larger box; None where none is denser."""
    best: tuple[float, int] = (0.0, 0)
    found: TrajectoryBox | None = None
    for place in restricted(box.limits, axes):
        axis = axes[place]
        around = np.flatnonzero(among & in_box(box.limits, axes, without=place))
        codes = axis.codes[around]
        for limits in _larger(axis, box.limits[place], codes, alpha):
            grown = _boxed(_with(box.limits, place, limits), around[limits.inside(codes)], wanted)
            gain = _gain(box, grown.settings, grown.wanted)
            free = -len(restricted(grown.limits, axes))
            if grown.settings > box.settings and gain > 0 and (found is None or (gain, free) > best):
                best, found = (gain, free), grown
    return found


def _larger(axis: MovedAxis, limits: AxisLimits, codes: NDArray[np.intp], alpha: float) -> Iterator[AxisLimits]:
    """The limits with a slice more. codes: of the settings that all other axes allow."""
    for place in sorted(limits.left_out):
        yield replace(limits, left_out=limits.left_out - {place})
    if not axis.ordered:
        return
    ends = open_limits(axis)
    if limits.low > ends.low:
        below = np.sort(codes[codes < limits.low])
        cut = int(below[int(np.ceil((len(below) - 1) * (1.0 - alpha)))]) if len(below) else ends.low
        yield replace(limits, low=cut)
    if limits.high < ends.high:
        above = np.sort(codes[(codes > limits.high) & (codes != limits.unset)])
        cut = int(above[int((len(above) - 1) * alpha)]) if len(above) else ends.high
        yield replace(limits, high=cut)
