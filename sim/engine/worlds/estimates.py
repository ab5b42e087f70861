"""Answers of single worlds: the probability of an event given everything but the variable's own chance.

A world's 0 or 1 is replaced by its expectation over the variable's own uniforms, the parents' path
held fixed (conditional Monte Carlo, "Rao-Blackwellisation": Casella and Robert 1996). The mean
stays as it is and the noise shrinks, most of all for rare events.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from sim.arrays import Floats
from sim.engine.program.program import Program, ProgramQuestion, Runs, complement, inside
from sim.engine.worlds.rows import ONE, ZERO, Rows, States

SO_FAR = "share of steps so far"
"""The kind of a control: the mean over the steps so far of P(event), known where slices are."""

PAIRED = "reaches and share of steps so far"
"""The kind of the mean of the two, whose noise tells how they vary together."""


@dataclass(frozen=True, eq=False)
class Visit:
    """One variable at one step of a walk.

    rows: by the parents' states, own memory left open. tails: P(state or more), 0 first, own chance
    (and, unless the variable is counted, its whole past) integrated out. state: None where nobody reads it.
    """

    rows: Rows
    tails: Sequence[Floats]
    state: States | None


class Estimate(Protocol):
    """One question in every world: `advance` takes the steps in turn and gives (draws, 64 or 1)."""

    def advance(self, visit: Visit) -> Floats: ...


def estimate(program: Program, asked: ProgramQuestion, *, counted: bool, start: int | None) -> Estimate:
    """The estimate that fits the kind of a question about one event and its variable's chance.

    counted: as in `PolicyPlan`. start: the variable's state at step 0.
    """
    variable, event = program.variables[asked.variable], asked.runs
    if asked.kind == "is":
        return Holds(event)
    if asked.kind == SO_FAR:
        return SoFar(event)
    if asked.kind == PAIRED:
        return Paired(estimate(program, replace(asked, kind="reaches"), counted=counted, start=start), SoFar(event))
    if counted:
        return Counted(event)
    if not variable.once:
        return Reached(event, variable.states, variable.memory, start)
    return Highest(event[0][0]) if len(event) == 1 and event[0][1] == variable.states - 1 else Union(event)


def probability(event: Runs, tails: Sequence[Floats]) -> Floats:
    """P(event) from P(state or more), 0 first.

    >>> tails = [np.array([[1.0]]), np.array([[0.5]]), np.array([[0.25]])]
    >>> float(probability(((0, 0), (2, 2)), tails)[0, 0])
    0.75
    """
    total = ZERO
    for low, high in event:
        part = tails[low] - tails[high + 1] if high + 1 < len(tails) else tails[low]
        total = part if total is ZERO else total + part
    return total


class Holds:
    """`is`: the event's probability at the step itself."""

    def __init__(self, event: Runs) -> None:
        self._event = event
        self._tails: Sequence[Floats] = ()
        self._last = ZERO

    def advance(self, visit: Visit) -> Floats:
        """P(event at this step)."""
        if visit.tails is not self._tails:
            self._tails, self._last = visit.tails, probability(self._event, visit.tails)
        return self._last


class SoFar:
    """The mean of P(event) over the steps so far."""

    def __init__(self, event: Runs) -> None:
        self._holds = Holds(event)
        self._total, self._steps = ZERO, 0

    def advance(self, visit: Visit) -> Floats:
        """The mean up to this step, world by world."""
        self._total, self._steps = self._total + self._holds.advance(visit), self._steps + 1
        mean: Floats = self._total / self._steps
        return mean


class Paired:
    """The mean of two estimates of one event."""

    def __init__(self, one: Estimate, other: Estimate) -> None:
        self._one, self._other = one, other

    def advance(self, visit: Visit) -> Floats:
        """The mean of both, world by world."""
        mean: Floats = (self._one.advance(visit) + self._other.advance(visit)) / 2
        return mean


class Highest:
    """`reaches ... or more` of a variable drawn once: the highest P(state or more) among the rows visited.

    The event holds at a step where the one uniform lies below that row's threshold, and so at some
    step where it lies below the highest.
    """

    def __init__(self, state: int) -> None:
        self._state = state
        self._rows: Rows | None = None
        self._last = ZERO

    def advance(self, visit: Visit) -> Floats:
        """P(event by this step)."""
        if visit.rows is not self._rows:
            self._rows = visit.rows
            self._last = np.maximum(self._last, visit.rows.tail(self._state))
        return self._last


class Union:
    """`reaches` of any event of a variable drawn once: the length of the union of its intervals.

    State j of a row lies on the uniform between P(j + 1 or more) and P(j or more).
    """

    def __init__(self, event: Runs) -> None:
        self._event = event
        self._rows: Rows | None = None
        self._lows: list[Floats] = []
        self._highs: list[Floats] = []
        self._last = ZERO

    def advance(self, visit: Visit) -> Floats:
        """P(event by this step)."""
        if visit.rows is not self._rows:
            self._rows = visit.rows
            for low, high in self._event:
                insert(self._lows, visit.rows.tail(high + 1))
                insert(self._highs, visit.rows.tail(low))
            self._last = np.maximum(self._last, covered(self._lows, self._highs))
        return self._last


def insert(ordered: list[Floats], value: Floats) -> None:
    """Put a number into a list that ascends, world by world.

    >>> held = [np.array(0.1), np.array(0.5)]
    >>> insert(held, np.array(0.3))
    >>> [float(number) for number in held]
    [0.1, 0.3, 0.5]
    """
    for place, held in enumerate(ordered):
        ordered[place], value = np.minimum(held, value), np.maximum(held, value)
    ordered.append(value)


def covered(lows: Sequence[Floats], highs: Sequence[Floats]) -> Floats:
    """Length of the union of intervals, world by world, from their lower and upper ends, both ascending.

    How many intervals hold a point is the number of lower ends below it less that of upper ends; so
    which upper end belongs to which lower end does not matter, and point i of the one list and i + 1 of
    the other bound a gap where they come in that order.

    >>> float(covered([np.array(0.1), np.array(0.5)], [np.array(0.3), np.array(0.6)]).round(9))
    0.3
    """
    length = highs[-1] - lows[0]
    for high, low in zip(highs, lows[1:], strict=False):
        length = length - np.maximum(low - high, 0.0)
    return length


def forward(masses: Sequence[Floats | None], rows: Rows, memory: int | None, states: int) -> list[Floats]:
    """One step of a variable's own chance: the mass on every previous state -> the mass on `state or more`.

    rows: by the parents' states. memory: the stride of the own previous state, None without one; then
    `masses` has a single entry. The masses need not sum to 1. None stands for no mass.
    """
    sources = [
        (mass, rows if memory is None else rows.remembering(state, memory))
        for state, mass in enumerate(masses)
        if mass is not None
    ]
    tails = []
    for state in range(states):
        parts = [mass if row.tail(state) is ONE else mass * row.tail(state) for mass, row in sources]
        tails.append(sum(parts[1:], start=parts[0]) if parts else ZERO)
    return tails


class Path:
    """A variable's own path integrated out: P(state or more) given the parents' path.

    rest: the states from which the path goes on; in all others it ends. memory, start: None without one.
    """

    def __init__(self, states: int, memory: int | None, start: int | None, rest: Runs) -> None:
        self._states, self._memory, self._rest = states, memory, rest
        self._open = [any(low <= state <= high for low, high in rest) for state in range(states)]
        self._masses: list[Floats | None] = [ONE]
        if memory is not None:
            self._masses = [ONE if state == start else None for state in range(states)]

    def advance(self, rows: Rows) -> list[Floats]:
        """P(state or more) at this step without having ended before, 0 first."""
        tails = forward(self._masses, rows, self._memory, self._states)
        if self._memory is None:
            self._masses = [probability(self._rest, tails)]
        else:
            self._masses = [probability(((s, s),), tails) if goes_on else None for s, goes_on in enumerate(self._open)]
        return tails


class Reached:
    """`reaches` of a variable drawn anew each step: its own path ends where the event holds."""

    def __init__(self, event: Runs, states: int, memory: int | None, start: int | None) -> None:
        self._event, self._path = event, Path(states, memory, start, complement(event, states))
        self._reached = ZERO

    def advance(self, visit: Visit) -> Floats:
        """P(event by this step)."""
        tails = self._path.advance(visit.rows)
        self._reached = np.minimum(self._reached + probability(self._event, tails), 1.0)
        return self._reached


class Counted:
    """`reaches` where own chance feeds back into the parents' path: plain counting of worlds."""

    def __init__(self, event: Runs) -> None:
        self._event = event
        self._reached: Floats = ZERO

    def advance(self, visit: Visit) -> Floats:
        """1 in the worlds that have reached the event by this step, else 0."""
        assert visit.state is not None
        self._reached = np.maximum(self._reached, inside(visit.state, self._event).astype(np.float64))
        return self._reached
