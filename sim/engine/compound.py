"""Questions of several events, counted world by world: `within ... of`, `given`, `all`, `any`, `not`.

The answer at step k is what the question would be answered with every deadline after k moved to k. Worlds
in which the clock has not started, or a `given` event has not held, are not asked: they count in
neither part of the ratio.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sim.engine.program import Runs, runs
from sim.engine.rows import Float, States
from sim.scenario.targets import Clause, Compound, Event

StateOf = Callable[[str], States]
Flags = NDArray[np.bool_]
NEVER: Flags = np.zeros((1, 1), dtype=bool)


class Occurs:
    """One event in every world: whether it has been reached, or holds, at the current step or its deadline."""

    def __init__(self, event: Event) -> None:
        self._event = event
        self._runs: Runs = runs(event.states)
        self.now: Flags = NEVER
        self.value: Flags = NEVER

    def advance(self, step: int, state: StateOf) -> None:
        """Take the next step; after the deadline the value stays as it is."""
        self.now = _inside(state(self._event.variable), self._runs)
        if step <= self._event.step:
            self.value = self.now if self._event.kind == "is" else self.value | self.now


def _inside(state: States, event: Runs) -> Flags:
    hit = np.zeros(state.shape, dtype=bool)
    for low, high in event:
        hit |= (state >= low) & (state <= high)
    return hit


class Window:
    """`within ... of` in every world: the clock, and whether the event has held while it ran."""

    def __init__(self, event: Event, of: Event, within: int) -> None:
        self._event, self._of, self._within = Occurs(event), Occurs(of), within
        self._last = event.step
        self._left: NDArray[np.int64] = np.full((1, 1), -1)  # steps left on the clock; below 0 it does not run
        self.started: Flags = NEVER
        self.value: Flags = NEVER

    def advance(self, step: int, state: StateOf) -> None:
        """Take the next step."""
        self._event.advance(step, state)
        self._of.advance(step, state)
        if step > self._last:
            return
        starts = self._of.now & ~self.started
        self.started = self.started | starts
        self._left = np.where(starts, self._within, self._left - 1)
        self.value = self.value | (self._event.now & self.started & (self._left >= 0))


class Tree:
    """A clause in every world."""

    def __init__(self, clause: Clause) -> None:
        self._op = clause.op
        self._event = None if clause.event is None else Occurs(clause.event)
        self._parts = [Tree(part) for part in clause.parts]

    def advance(self, step: int, state: StateOf) -> None:
        """Take the next step."""
        if self._event is not None:
            self._event.advance(step, state)
        for part in self._parts:
            part.advance(step, state)

    @property
    def value(self) -> Flags:
        """Whether the clause holds, as far as it has got."""
        if self._event is not None:
            return self._event.value
        values = [part.value for part in self._parts]
        if self._op == "not":
            return ~values[0]
        together = values[0]
        for value in values[1:]:
            together = together & value if self._op == "all" else together | value
        return together


class Count:
    """One compound question in every world of a block; `advance` takes the steps in turn."""

    def __init__(self, asked: Compound) -> None:
        event = asked.clause.event
        self._window = None
        if asked.of is not None and event is not None:
            self._window = Window(event, asked.of, asked.within)
        self._tree = Tree(asked.clause)
        self._given = [Occurs(given) for given in asked.given]

    def advance(self, step: int, state: StateOf) -> tuple[Float, Float | None]:
        """1 where the answer is yes, and 1 where the question is asked; None where it is asked everywhere."""
        part = self._window or self._tree
        for one in [part, *self._given]:
            one.advance(step, state)
        conditions = [given.value for given in self._given]
        if self._window is not None:
            conditions.append(self._window.started)
        if not conditions:
            return part.value.astype(np.float64), None
        asked = conditions[0]
        for condition in conditions[1:]:
            asked = asked & condition
        return (part.value & asked).astype(np.float64), asked.astype(np.float64)
