"""In which order settings are worked on, and how many make a chunk: from the sweep alone, never from who works."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.batch.sweep.model import Axis, Sweep
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
    numbers = [_numbered(sweep, place) for place in range(len(sweep.axes))]
    repeated = [place for place, number in enumerate(numbers) if number.max(initial=0) + 1 < len(sweep.points)]
    reach = {place: _reach(sweep, sweep.axes[place], numbers[place]) for place in repeated}
    outer_first = sorted(repeated, key=lambda place: (-reach[place], place))
    if not outer_first:
        return np.arange(len(sweep.points), dtype=np.int64)
    return np.lexsort([numbers[place] for place in reversed(outer_first)]).astype(np.int64)


def _numbered(sweep: Sweep, axis: int) -> NDArray[np.int64]:
    """Which level of an axis each point has, levels counted as they come."""
    seen: dict[tuple[object, ...], int] = {}
    keys = ((point[axis].cell, point[axis].says) for point in sweep.points)
    return np.array([seen.setdefault(key, len(seen)) for key in keys], dtype=np.int64)


def _reach(sweep: Sweep, axis: Axis, numbers: Sequence[int] | NDArray[np.int64]) -> int:
    """How many answers of the first scenario may move with an axis; evidence moves every one."""
    file = sweep.sources[0].scenario
    place = sweep.axes.index(axis)
    levels = {int(number): point[place] for number, point in zip(numbers, sweep.points, strict=True)}
    most = 0
    for level in (levels[0], levels[len(levels) - 1]):
        if level.evidence is not None or level.until is not None:
            return len(file.policies) * len(file.questions) + 1
        try:
            moved = edit(file, dict(level.changes)) if level.changes else file
            most = max(most, len(find_reached(file, moved, file.policies)))
        except (SimError, KeyError):  # refused when its turn comes; it moves nothing
            continue
    return most
