"""In which order settings are worked on, and how many make a chunk: from the sweep alone, never from who works."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.batch.sweep.designs import GridPoints
from sim.batch.sweep.model import Level, Sweep, SweepAxis
from sim.errors import SimError
from sim.results.reach import find_reached
from sim.scenario.edit import edit

ROWS_A_CHUNK = 7_000
"""Answers a chunk where the sweep does not say: about ten seconds of work on the cases that were measured."""
MOST_SETTINGS_A_CHUNK, MOST_CHUNKS, FEWEST_CHUNKS = 1_000, 10_000, 16


def chunks(sweep: Sweep) -> list[list[int]]:
    """The numbers of the settings in each chunk, in the order of work.

    Neighbours share work: scenarios one after another; within one, what moves most of the model changes least often.
    """
    order = np.concatenate([_order(sweep) + place * len(sweep.points) for place in range(len(sweep.sources))])
    size = chunk_size(sweep)
    return [(order[start : start + size] + 1).tolist() for start in range(0, len(order), size)]


def chunk_size(sweep: Sweep) -> int:
    """How many settings make a chunk."""
    if sweep.chunk is not None:
        return sweep.chunk
    first = sweep.sources[0].scenario
    answers = len(sweep.policies or first.policies) * len(sweep.questions or first.questions)
    wanted = min(max(1, ROWS_A_CHUNK // answers), MOST_SETTINGS_A_CHUNK, max(1, len(sweep) // FEWEST_CHUNKS))
    return max(wanted, -(-len(sweep) // MOST_CHUNKS))


def _order(sweep: Sweep) -> NDArray[np.int64]:
    """The points of the design, as places from 0, in the order of work."""
    numbers = _numbered(sweep)
    repeated = [place for place, number in enumerate(numbers) if len(np.unique(number)) < len(sweep.points)]
    reach = {place: _reach(sweep, sweep.axes[place], numbers[place]) for place in repeated}
    outer_first = sorted(repeated, key=lambda place: (-reach[place], place))
    if not outer_first:
        return np.arange(len(sweep.points), dtype=np.int64)
    return np.lexsort([numbers[place] for place in reversed(outer_first)]).astype(np.int64)


def _numbered(sweep: Sweep) -> list[NDArray[np.int64]]:
    """For each axis, which of its levels each point has; levels that a store tells alike have one number."""
    seen: list[dict[tuple[object, ...], int]] = [{} for _ in sweep.axes]

    def number(axis: int, level: Level) -> int:
        return seen[axis].setdefault((level.cell, level.says), len(seen[axis]))

    shared = [{id(level): number(place, level) for level in axis.levels} for place, axis in enumerate(sweep.axes)]
    if isinstance(sweep.points, GridPoints):  # a million points in a moment
        places = np.unravel_index(np.arange(len(sweep.points)), [len(axis.levels) for axis in sweep.axes])
        return [np.array(list(of_level.values()))[place] for of_level, place in zip(shared, places, strict=True)]
    numbers = [np.empty(len(sweep.points), dtype=np.int64) for _ in sweep.axes]
    for place, point in enumerate(sweep.points):
        for axis, level in enumerate(point):
            there = shared[axis].get(id(level))
            numbers[axis][place] = number(axis, level) if there is None else there
    return numbers


def _reach(sweep: Sweep, axis: SweepAxis, numbers: NDArray[np.int64]) -> int:
    """How many answers of the first scenario may move with an axis; evidence moves every one."""
    file = sweep.sources[0].scenario
    place = sweep.axes.index(axis)
    most = 0
    for point in (np.argmin(numbers), np.argmax(numbers)):
        level = sweep.points[int(point)][place]
        if level.evidence is not None or level.until is not None:
            return len(file.policies) * len(file.questions) + 1
        try:
            moved = edit(file, dict(level.changes)) if level.changes else file
            most = max(most, len(find_reached(file, moved, file.policies)))
        except (SimError, KeyError):  # refused when its turn comes; it moves nothing
            continue
    return most
