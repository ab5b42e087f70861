"""Questions of several events, counted world by world: `within ... of`, `given`, `all`, `any`, `not`.

The answer at step k is what the question would be answered with every deadline after k moved to k. Worlds
in which the clock has not started, or a `given` event has not held, are not asked: they count in
neither part of the ratio.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Flags, Floats
from sim.engine.program.plan import PolicyPlan, ancestors
from sim.engine.program.program import Program, ProgramQuestion, Runs, inside, runs
from sim.engine.worlds.estimates import Estimate, Visit, estimate
from sim.engine.worlds.rows import ZERO, Rows, States
from sim.scenario.resolve.questions import Clause, Compound, Event

StateOf = Callable[[str], States]
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
        self.now = inside(state(self._event.variable), self._runs)
        if step <= self._event.step:
            self.value = self.now if self._event.kind == "is" else self.value | self.now


class Clock:
    """`within ... of` in every world: started where the other event has held, running for so many steps after."""

    def __init__(self, of: Event, within: int) -> None:
        self._of, self._within, self._last = Occurs(of), within, of.step
        self._left: NDArray[np.int64] = np.full((1, 1), -1)
        self.started: Flags = NEVER
        self.running: Flags = NEVER

    def advance(self, step: int, state: StateOf) -> None:
        """Take the next step; at the deadline the clock stops."""
        if step > self._last:
            self.running = NEVER
            return
        self._of.advance(step, state)
        starts = self._of.now & ~self.started
        self.started = self.started | starts
        self._left = np.where(starts, self._within, self._left - 1)
        self.running = self.started & (self._left >= 0)


class Tree:
    """A clause in every world; `event`: its one event, None where it has parts."""

    def __init__(self, clause: Clause) -> None:
        self._op = clause.op
        self.event = None if clause.event is None else Occurs(clause.event)
        self._parts = [Tree(part) for part in clause.parts]

    def advance(self, step: int, state: StateOf) -> None:
        """Take the next step."""
        if self.event is not None:
            self.event.advance(step, state)
        for part in self._parts:
            part.advance(step, state)

    @property
    def value(self) -> Flags:
        """Whether the clause holds, as far as it has got."""
        if self.event is not None:
            return self.event.value
        values = [part.value for part in self._parts]
        if self._op == "not":
            return ~values[0]
        return functools.reduce(np.logical_and if self._op == "all" else np.logical_or, values)


class Count:
    """A question's answer counted world by world; `advance` takes the steps in turn."""

    def __init__(self, asked: Compound) -> None:
        self._tree, self._reached = Tree(asked.clause), NEVER

    def advance(self, step: int, state: StateOf, visit: Visit | None, running: Flags | None) -> Floats:
        """1 where the answer is yes, else 0; `running` says where the clock runs, None without one."""
        self._tree.advance(step, state)
        if self._tree.event is None or running is None:
            return self._tree.value.astype(np.float64)
        self._reached = self._reached | (self._tree.event.now & running)
        return self._reached.astype(np.float64)


class Expected:
    """A question's answer as in `sim.engine.worlds.estimates`, the variable's own chance integrated out.

    It may be where that chance says nothing of which worlds are asked, nor when.
    """

    def __init__(self, estimate: Estimate, last: int) -> None:
        self._estimate, self._last = estimate, last
        self._value = ZERO

    def advance(self, step: int, state: StateOf, visit: Visit | None, running: Flags | None) -> Floats:
        """P(yes) given everything but the variable's own chance."""
        if step > self._last or visit is None:
            return self._value
        if running is not None:
            visit = Visit(Running(visit.rows, running), visit.tails, visit.state)
        self._value = self._estimate.advance(visit)
        return self._value


class Running(Rows):
    """Rows of a variable drawn once, whose thresholds are 0 where the clock does not run: no event holds there."""

    def __init__(self, rows: Rows, running: Flags) -> None:
        self.combination, self.states = rows.combination, rows.states
        self._rows, self._running = rows, running

    def tail(self, state: int) -> Floats:
        """P(state or more), or 0."""
        tail: Floats = self._rows.tail(state) * self._running
        return tail


class Asking:
    """One compound question in every world of a block; an `estimate` where its own chance is integrated out."""

    def __init__(self, asked: Compound, estimate: Estimate | None) -> None:
        self._given = [Occurs(given) for given in asked.given]
        self._clock = None if asked.of is None else Clock(asked.of, asked.within)
        event = asked.clause.event
        self._answer = Count(asked) if estimate is None or event is None else Expected(estimate, event.step)

    def advance(self, step: int, state: StateOf, visit: Visit | None) -> tuple[Floats, Floats | None]:
        """How far the answer is yes, and 1 where the question is asked; None where it is asked everywhere.

        visit: of the first event's variable.
        """
        for given in self._given:
            given.advance(step, state)
        flags, running = [given.value for given in self._given], None
        if self._clock is not None:
            self._clock.advance(step, state)
            flags, running = [*flags, self._clock.started], self._clock.running
        yes = self._answer.advance(step, state, visit, running)
        if not flags:
            return yes, None
        asked = functools.reduce(np.logical_and, flags)
        return yes * asked, asked.astype(np.float64)


def asking(program: Program, plan: PolicyPlan, place: int) -> Asking:
    """A fresh count of one compound question; where it may, its variable's own chance is integrated out."""
    question = program.questions[place]
    assert question.compound is not None
    return Asking(question.compound, _estimate(program, plan, question, question.compound))


def _estimate(program: Program, plan: PolicyPlan, question: ProgramQuestion, asked: Compound) -> Estimate | None:
    """The estimate of a question about one variable that drives none of its conditions; None for others."""
    event, variable, free = asked.clause.event, question.variable, plan.free
    if event is None or not free[variable] or plan.counted[variable]:
        return None
    if asked.of is not None and not program.variables[variable].once:
        return None
    for condition in [*asked.given, *([asked.of] if asked.of else [])]:
        other = program.index(condition.variable)
        if other == variable or (free[other] and variable in ancestors(program, free, other)):
            return None
    question = replace(question, kind=event.kind, compound=None)
    return estimate(program, question, counted=False, start=plan.start[variable])
