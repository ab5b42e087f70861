"""An axis of a sweep along a picture: where its values stand, and what is written there."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

MOST_LABELS = 9


@dataclass(frozen=True)
class ChartAxis:
    """The values of one axis, first to last. labels: what each is called. numbers: where they stand, ascending; empty
    for values without an order, which stand at equal steps. log: whether equal factors are equal steps."""

    name: str
    labels: tuple[str, ...]
    numbers: tuple[float, ...] = ()
    log: bool = False

    def points(self) -> list[float]:
        """Where each value stands, 0 to 1: numbers from end to end, others in the middle of their slot.

        >>> ChartAxis("x", ("a", "b"), ()).points(), ChartAxis("x", ("0", "1", "4"), (0, 1, 4)).points()
        ([0.25, 0.75], [0.0, 0.25, 1.0])
        """
        count = len(self.labels)
        if len(self.numbers) < 2:
            return [(place + 0.5) / count for place in range(count)]
        along = self._along()
        return [(place - along[0]) / (along[-1] - along[0]) for place in along]

    def edges(self) -> list[float]:
        """Where each value's cell begins, 0 to 1, and where the last one ends: half way between neighbours.

        >>> ChartAxis("x", ("a", "b"), ()).edges(), ChartAxis("x", ("0", "1", "3"), (0, 1, 3)).edges()
        ([0.0, 0.5, 1.0], [0.0, 0.2222222222222222, 0.5555555555555556, 1.0])
        """
        count = len(self.labels)
        if len(self.numbers) < 2:
            return [place / count for place in range(count + 1)]
        along = self._along()
        inner = [(low + high) / 2 for low, high in pairwise(along)]
        raw = [2 * along[0] - inner[0], *inner, 2 * along[-1] - inner[-1]]
        return [(place - raw[0]) / (raw[-1] - raw[0]) for place in raw]

    def centres(self) -> list[float]:
        """Where the middle of each value's cell is, 0 to 1."""
        return [(low + high) / 2 for low, high in pairwise(self.edges())]

    def marked(self) -> Iterator[tuple[int, str]]:
        """The places of the values that are written out, and their labels: all, or some at equal steps."""
        count = len(self.labels)
        if count <= MOST_LABELS:
            yield from enumerate(self.labels)
            return
        shown = MOST_LABELS if not self.numbers else 5
        for step in range(shown):
            place = round(step * (count - 1) / (shown - 1))
            yield place, self.labels[place]

    def _along(self) -> Sequence[float]:
        return [math.log(number) for number in self.numbers] if self.log else self.numbers
