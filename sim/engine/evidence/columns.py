"""Some draws of a window at a time, and what all questions read of what was seen there: worked out once for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Floats
from sim.engine.evidence.paths import SeenPaths
from sim.engine.evidence.watcher import Turning, WeighedTurn, turning
from sim.engine.exact.response_types import States
from sim.engine.program.budget import windows

COLUMNS = 16_384  # of pieces that are cut at a time
MOST_NUMBERS = 4_000_000  # that are held of the moves of one step
Places = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Window:
    """Some draws. weights: of every step, (moves, draws)."""

    paths: SeenPaths
    draws: slice
    weights: Sequence[Floats]

    @property
    def count(self) -> int:
        """How many draws."""
        return int(self.draws.stop - self.draws.start)

    @cached_property
    def worth(self) -> Sequence[Floats]:
        """By step, as `SeenPaths.backward` has it without a question: where no piece tells of what was seen."""
        return self.paths.backward(self.weights, self.count, None)

    def parts(self, total: Floats, pieces: float) -> Iterator[Part]:
        """Draws that are worked on together, so many that their pieces are few enough.

        total: (draws,), of all draws the probability of what was seen. pieces: of a draw, at most.
        """
        size = max(1, min(self.count, int(min(COLUMNS, MOST_NUMBERS // self.paths.largest) / pieces)))
        for low in range(0, self.count, size):
            chosen = np.arange(low, min(low + size, self.count))
            yield Part(self, chosen, total[self.draws][chosen])


def windows_of(paths: SeenPaths, draws: int) -> Iterator[Window]:
    """All draws, so many at a time that the moves of a step are few enough. Raises TooManyPieces."""
    for window in windows(paths.largest, draws):
        yield Window(paths, window, paths.weights(window))


@dataclass(frozen=True, eq=False)
class Columns:
    """What was seen, column by column: pieces that tell the same of it are one.

    draw: (columns,) counted in the window. letters: (situations, columns) what they tell of what was seen. turns: of
    that; none where pieces tell nothing. situations: by step, (states,) which one a state meets.
    """

    window: Window
    draw: Places
    letters: States
    turns: tuple[WeighedTurn, ...]
    situations: Sequence[Places]

    @cached_property
    def weights(self) -> list[Floats]:
        """Of every step, (moves, columns)."""
        return taken(self.window.weights, self.draw)

    @cached_property
    def worth(self) -> Sequence[Floats]:
        """By step, (states, statuses, columns), how likely all is that was seen later."""
        if not self.turns:
            return taken(self.window.worth, self.draw)
        return self.window.paths.backward(self.weights, len(self.draw), self._turning)

    @cached_property
    def early(self) -> Sequence[Floats]:
        """By step before the last seen, (states, columns), the probability of a state with all that was seen."""
        steps = range(1, self.window.paths.seen.last)
        return [np.asarray((left * self.worth[step]).sum(axis=1)) for step, left in zip(steps, self._run, strict=False)]

    @cached_property
    def late(self) -> Sequence[Floats]:
        """The same by step from the last seen on."""
        first = max(self.window.paths.seen.last - 1, 0)
        return [np.asarray(left.sum(axis=1)) for left in islice(self._run, first, None)]

    @property
    def _run(self) -> Iterator[Floats]:
        gate = self._turning if self.turns else None
        return self.window.paths.forward(self.weights, len(self.draw), self.turns, gate)

    def _turning(self, step: int) -> Turning | None:
        """What a step weighs."""
        turn = self.turns[step - 1]
        if turn.idle:
            return None
        met, kind = np.unique(self.situations[step - 1], return_inverse=True)
        return turning(turn, kind, self.letters[met])


@dataclass(eq=False)
class Part:
    """Draws of a window that are worked on together. chosen: counted in the window. total: (chosen,), the probability
    of what was seen. columns: of the last question."""

    window: Window
    chosen: Places
    total: Floats
    columns: Columns | None = field(default=None)

    def share(self, new: Columns) -> Columns:
        """Columns that are the last question's again where both tell the same, else these."""
        old = self.columns
        if old is None or not _alike(old, new):
            self.columns = new
            return new
        return old


def _alike(one: Columns, other: Columns) -> bool:
    """Whether two questions over the same paths read the same of what was seen.

    Letters alone do not tell: another question may number the situations otherwise.
    """
    if not (np.array_equal(one.draw, other.draw) and np.array_equal(one.letters, other.letters)):
        return False
    return not one.turns or all(map(np.array_equal, one.situations, other.situations))


def taken(every: Sequence[Floats], draw: Places) -> list[Floats]:
    """Of every step, at some draws; what is one object stays one."""
    whole = len(draw) == every[0].shape[-1] and bool((np.diff(draw) == 1).all())
    found = {id(one): one if whole or one.shape[-1] == 1 else one.take(draw, axis=-1) for one in every}
    return [found[id(one)] for one in every]
