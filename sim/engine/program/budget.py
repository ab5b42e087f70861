"""What solving may cost: a ceiling of memory, an allowance of work, and windows of draws that fit a cache."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

CEILING = 1 << 30  # bytes that solving may hold at once
MOST_CELLS = 1_000_000  # cells touched a draw for one chain or question: at 1,000 draws some three seconds
ONE_FOR_ALL = 100  # times as many where one draw stands for all: half a second
WINDOW = 1 << 20  # bytes of a frontier that stays in a core's own cache
_COPIES = 6  # a frontier, the next one, the table between them, and what numpy makes on the way
LEAST_DRAWS, MOST_DRAWS = 8, 1024  # at a time


class Costs(Protocol):
    """What a pass over all steps costs a draw: cells touched, and cells of the largest frontier."""

    @property
    def cells(self) -> int: ...
    @property
    def largest(self) -> int: ...


def affordable(work: Costs, draws: int) -> bool:
    """Whether so many draws stay below the ceiling and the allowance; 1 where one stands for all."""
    return work.largest * min(LEAST_DRAWS, draws) * 8 * _COPIES <= CEILING and work.cells <= allowance(draws)


def allowance(draws: int) -> int:
    """Cells that may be touched a draw: the same for any number of draws, and more where one stands for all.

    >>> allowance(2) == allowance(20_000) < allowance(1)
    True
    """
    return MOST_CELLS * (ONE_FOR_ALL if draws == 1 else 1)


def at_a_time(largest: int) -> int:
    """How many draws to take at a time, so that a frontier of so many cells stays in the cache.

    >>> at_a_time(100), at_a_time(10**6)
    (1024, 8)
    """
    return max(LEAST_DRAWS, min(MOST_DRAWS, WINDOW // (8 * max(1, largest))))


def windows(largest: int, draws: int) -> Iterator[slice]:
    """All draws, so many at a time."""
    size = at_a_time(largest)
    for first in range(0, draws, size):
        yield slice(first, min(first + size, draws))
