"""Counts of whole worlds: which rungs are reached by when, which stories they make, what flows from date to date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Floats
from sim.engine.worlds.rows import States
from sim.priors.latin_hypercube import LOST, replicates


@dataclass(frozen=True)
class WatchedVariable:
    """states: how many. ordered: of one that is, the highest state so far is told; else the state at the date."""

    states: int
    ordered: bool

    @property
    def rungs(self) -> tuple[int, ...]:
        """The states whose first time is told."""
        return tuple(range(int(self.ordered), self.states))


@dataclass(frozen=True, eq=False)
class PathCounts:
    """Weighted counts of worlds. Groups are independent parts of the draws, from whose scatter errors are taken.

    rungs: of each variable, (groups, rungs, steps), worlds that have reached a rung by a step. columns: the steps
    between which flows are counted. stacks: of each variable, (columns, states). flows: of each variable, (columns - 1,
    states, states). stories: story -> (groups,), the story a number in mixed base. weight: (groups,). squares: of all
    weights.
    """

    variables: Sequence[WatchedVariable]
    groups: NDArray[np.intp]
    lost: int
    columns: tuple[int, ...]
    rungs: list[Floats]
    stacks: list[Floats]
    flows: list[Floats]
    weight: Floats
    stories: dict[int, Floats] = field(default_factory=dict)
    squares: list[float] = field(default_factory=lambda: [0.0])

    def add(self, part: PathCounts) -> None:
        """Add the counts of other draws."""
        pairs = [*zip(self.rungs, part.rungs, strict=True), *zip(self.stacks, part.stacks, strict=True)]
        for mine, theirs in (*pairs, *zip(self.flows, part.flows, strict=True), (self.weight, part.weight)):
            mine += theirs
        for story, sums in part.stories.items():
            if story in self.stories:
                self.stories[story] += sums
            else:
                self.stories[story] = sums
        self.squares[0] += part.squares[0]

    @property
    def total(self) -> float:
        """The weight of all worlds."""
        return float(self.weight.sum())

    def share(self, sums: Floats) -> tuple[float, float]:
        """The share of a count, (groups,), and its standard error: never below that of independent worlds."""
        share = float(sums.sum() / self.total)
        residual = (sums - share * self.weight) / self.total
        number = len(self.weight)
        squared = float((residual**2).sum()) * number / max(number - self.lost, 1)
        worlds = self.total**2 / self.squares[0]
        floor = share * (1.0 - share) / worlds if 0.0 < share < 1.0 else worlds**-2
        return share, float(np.sqrt(max(squared, floor)))


def blank_counts(variables: Sequence[WatchedVariable], draws: int, columns: tuple[int, ...], last: int) -> PathCounts:
    """Counts of nothing, for so many draws in all. last: the last step."""
    parts = replicates(draws)
    groups, lost = np.arange(draws), 1  # below a hundred draws there is one hypercube: each draw is by itself
    if len(parts) > 1:
        groups, lost = np.repeat(np.arange(len(parts)), [part.stop - part.start for part in parts]), LOST
    number = int(groups[-1]) + 1
    return PathCounts(
        variables, groups, lost, columns,
        [np.zeros((number, len(one.rungs), last)) for one in variables],
        [np.zeros((len(columns), one.states)) for one in variables],
        [np.zeros((len(columns) - 1, one.states, one.states)) for one in variables],
        np.zeros(number),
    )  # fmt: skip


class PathTally:
    """Counts the worlds of a chunk of draws, block by block. counts: blank; what is counted is added to it."""

    def __init__(self, counts: PathCounts, first: int, draws: int) -> None:
        self.counts, self._draws = counts, draws
        self._groups = counts.groups[first : first + draws]
        self._number = len(counts.weight)

    def begin(self, weights: Floats) -> None:
        """A block begins."""
        self._weights = weights
        self.counts.weight[:] += self._by_group(weights.sum(axis=1))
        self.counts.squares[0] += float(np.square(weights).sum())
        self._far: list[States] = [np.zeros(weights.shape, dtype=np.uint8) for _ in self.counts.variables]
        self._ever = [np.zeros((one.states, *weights.shape), dtype=bool) for one in self.counts.variables]
        self._before: list[States] = []

    def look(self, step: int, states: Sequence[States]) -> None:
        """Count what is reached by a step, and at a column the states and the flows."""
        for place, (one, state) in enumerate(zip(self.counts.variables, states, strict=True)):
            self._far[place] = np.maximum(self._far[place], state) if one.ordered else state
            for row, rung in enumerate(one.rungs):
                self._ever[place][rung] |= state >= rung if one.ordered else state == rung
                reached = (self._ever[place][rung] * self._weights).sum(axis=1)
                self.counts.rungs[place][:, row, step - 1] += self._by_group(reached)
        if step in self.counts.columns:
            self._count_column(self.counts.columns.index(step))

    def close(self) -> None:
        """Count the stories of the block."""
        code = np.zeros(self._weights.shape, dtype=np.int64)
        for one, far in zip(self.counts.variables, self._far, strict=True):
            code = code * one.states + far
        keys = code * self._number + self._groups[:, None]
        found, places = np.unique(keys.ravel(), return_inverse=True)
        for key, weight in zip(found.tolist(), np.bincount(places, self._weights.ravel()).tolist(), strict=True):
            story, group = divmod(key, self._number)
            if story not in self.counts.stories:
                self.counts.stories[story] = np.zeros(self._number)
            self.counts.stories[story][group] += weight

    def _count_column(self, column: int) -> None:
        weights = self._weights.ravel()
        for place, (one, now) in enumerate(zip(self.counts.variables, self._far, strict=True)):
            self.counts.stacks[place][column] += np.bincount(now.ravel(), weights, one.states)
            if self._before:
                code = self._before[place].ravel().astype(np.intp) * one.states + now.ravel()
                flows = np.bincount(code, weights, one.states**2).reshape(one.states, one.states)
                self.counts.flows[place][column - 1] += flows
        self._before = list(self._far)

    def _by_group(self, sums: Floats) -> Floats:
        return np.asarray(np.bincount(self._groups, sums, self._number), dtype=np.float64)
