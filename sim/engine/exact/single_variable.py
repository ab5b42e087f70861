"""One variable's distribution at every step, by elimination: where a pass over its whole network is too much.

A pass forward (`sim.engine.exact.chain`) gives all marginals at once, but takes variables parents first. One variable
alone needs its ancestors only, summed out in any order: of dense networks often a hundredth of the cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from sim.arrays import Floats
from sim.engine.exact.elimination import Factor, Order, best_order, eliminate
from sim.engine.exact.stage import Axis, OnStage, Stage, StageTable
from sim.engine.program.graph import reachable


class Single(OnStage):
    """How one variable is solved for in the static network that it stands in.

    members: the target and what it hangs on, without the axes that are given. given: axes whose joint distribution
    is handed in at every step. solves: the target alone. cells, largest: as of a `Chain`.
    """

    def __init__(self, stage: Stage, target: int, given: tuple[Axis, ...]) -> None:
        self.stage, self.given, self.solves = stage, given, (target,)
        self._steps = [self._tables(target, step) for step in range(1, stage.program.steps + 1)]
        self.members = tuple(sorted({table.variable for tables in self._steps for table in tables} | {target}))
        self._orders = [self._order(step) for step in range(1, stage.program.steps + 1)]
        self.cells = sum(order.cells for order in self._orders)
        self.largest = max(order.largest for order in self._orders)

    def readings(self, window: slice, given: Sequence[Floats]) -> Iterator[Mapping[Axis, Floats]]:
        """Step by step, in some of the draws: the target's distribution, (states visited, draws), by its axis.

        given: a step's joint distribution of the axes that are given.
        """
        target, count = (self.solves[0], 0), window.stop - window.start
        for step, (tables, order) in enumerate(zip(self._steps, self._orders, strict=True), start=1):
            factors = [Factor(self._scope(table), self.stage.values(table, window)) for table in tables]
            factors.append(Factor(_numbers(self.stage.wide(self.given, step)), given[step - 1]))
            if not tables:  # one state alone can be visited
                yield {}
                continue
            table, scale = eliminate(factors, order.variables, _numbers([target]))
            yield {target: np.broadcast_to(table * np.exp(scale), (len(table), count))}

    def _tables(self, target: int, step: int) -> list[StageTable]:
        """The tables of the target and of what it hangs on at a step; none where it has one state."""

        def parents(axis: Axis) -> list[Axis]:
            return [parent for parent in self.stage.table(axis[0], step).axes if parent not in self.given]

        open_ = [(target, 0)] if self.stage.size((target, 0), step) > 1 else []
        return [self.stage.table(place, step) for place in sorted({axis[0] for axis in reachable(open_, parents)})]

    def _order(self, step: int) -> Order:
        scopes = [*(self._scope(table) for table in self._steps[step - 1]), _numbers(self.stage.wide(self.given, step))]
        sizes = [1] * (2 * len(self.stage.program.variables))
        for number in set().union(*scopes):
            sizes[number] = self.stage.size((number // 2, number % 2), step)
        return best_order(tuple(scopes), tuple(sizes), _numbers([(self.solves[0], 0)]))

    def _scope(self, table: StageTable) -> tuple[int, ...]:
        return _numbers([*table.axes, (table.variable, 0)])


def _numbers(axes: Sequence[Axis]) -> tuple[int, ...]:
    """Axes as numbers: twice the variable's place, and how many steps back it is read."""
    return tuple(2 * place + lag for place, lag in axes)
