"""A scenario's structure as the engine needs it: variables in topological order, parents as numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Flags, Floats
from sim.engine.program.graph import reachable
from sim.scenario.resolve.questions import Compound

Runs = tuple[tuple[int, int], ...]
"""An event as runs of neighbouring states, lowest first, both ends included."""


@dataclass(frozen=True)
class Parent:
    """A parent by its place in `Program.variables`; `stride` is its step in the C order of combinations."""

    variable: int
    lag: int
    stride: int


@dataclass(frozen=True, eq=False)
class ProgramVariable:
    """One variable, laid out for the sampler.

    parents: without the variable's own previous state, whose stride is `memory` (None: no memory).
    row_of: (phases, combinations) intp; the distinct row of a combination of the parents' states.
    phase_of_step: (steps + 1,); entry 0 is not used.
    thresholds: (states - 1, draws, rows) float64; entry s-1 is P(state >= s). State-major, and a
        draw's rows side by side: the 64 worlds of a draw gather from a few neighbouring numbers.
    """

    name: str
    states: int
    parents: tuple[Parent, ...]
    memory: int | None
    once: bool
    start: int | None
    row_of: NDArray[np.intp]
    phase_of_step: NDArray[np.int64]
    thresholds: Floats
    never_falls: bool = False


@dataclass(frozen=True)
class ProgramQuestion:
    """A question as an event of one variable; `kind` is `reaches` or `is`.

    Where `compound` is there, `kind` is `compound`; `variable` and `runs` are those of its first event.
    """

    name: str
    variable: int
    runs: Runs
    kind: str
    compound: Compound | None = None


@dataclass(frozen=True, eq=False)
class Program:
    """Everything that is asked of the engine, policies apart.

    variables: parents of the same step come before their children.
    """

    steps: int
    draws: int
    variables: tuple[ProgramVariable, ...]
    questions: tuple[ProgramQuestion, ...]

    def about(self, question: ProgramQuestion) -> tuple[int, ...]:
        """The places of all variables that a question names."""
        if question.compound is None:
            return (question.variable,)
        return tuple(dict.fromkeys(self.index(event.variable) for event in question.compound.events()))

    def parents(self, place: int) -> list[int]:
        """The places of all that a variable reads at any lag, its own previous state apart."""
        return [parent.variable for parent in self.variables[place].parents]

    @property
    def conditional(self) -> tuple[int, ...]:
        """The places of the questions that are not asked of every world."""
        return tuple(i for i, q in enumerate(self.questions) if q.compound is not None and q.compound.conditional)

    def index(self, name: str) -> int:
        """The place of a variable in `variables`; KeyError where there is none of that name."""
        for place, variable in enumerate(self.variables):
            if variable.name == name:
                return place
        raise KeyError(name)


def part(program: Program, places: Iterable[int]) -> Program:
    """The variables at some places and all that they hang on, in the same order; with the questions about these."""
    at = {old: new for new, old in enumerate(sorted(reachable(places, program.parents)))}
    variables = tuple(
        replace(v, parents=tuple(replace(p, variable=at[p.variable]) for p in v.parents))
        for v in (program.variables[old] for old in at)
    )
    questions = tuple(
        replace(question, variable=at[question.variable])
        for question in program.questions
        if at.keys() >= set(program.about(question))
    )
    return replace(program, variables=variables, questions=questions)


def needed(program: Program, seen: Iterable[str] = ()) -> Program:
    """The part of a program that its questions hang on, and what was seen.

    All else can move no answer. Left in, it would move their last digits: a pass that sums over more variables rounds
    otherwise.
    """
    places = {place for question in program.questions for place in program.about(question)}
    return part(program, places.union(program.index(name) for name in seen))


def moved(before: Program, now: Program) -> frozenset[int] | None:
    """The places of variables whose numbers differ; None where anything else does.

    >>> moved(Program(1, 1, (), ()), Program(2, 1, (), ())) is None
    True
    """
    alike = [(one.steps, one.draws, one.questions, len(one.variables)) for one in (before, now)]
    pairs = list(zip(before.variables, now.variables, strict=False))
    if alike[0] != alike[1] or not all(_same_structure(one, other) for one, other in pairs):
        return None
    # Compared as words: 0 and -0 are two numbers here.
    words = [(one.thresholds.view(np.uint64), other.thresholds.view(np.uint64)) for one, other in pairs]
    return frozenset(place for place, (one, other) in enumerate(words) if not np.array_equal(one, other))


def _same_structure(one: ProgramVariable, other: ProgramVariable) -> bool:
    plain = [
        (v.name, v.states, v.parents, v.memory, v.once, v.start, v.never_falls, v.thresholds.shape)
        for v in (one, other)
    ]
    arrays = ((one.row_of, other.row_of), (one.phase_of_step, other.phase_of_step))
    return plain[0] == plain[1] and all(np.array_equal(a, b) for a, b in arrays)


def runs(states: frozenset[int]) -> Runs:
    """A set of states as runs of neighbouring states.

    >>> runs(frozenset({0, 1, 3}))
    ((0, 1), (3, 3))
    """
    found: list[tuple[int, int]] = []
    for state in sorted(states):
        if found and found[-1][1] == state - 1:
            found[-1] = (found[-1][0], state)
        else:
            found.append((state, state))
    return tuple(found)


def inside(states: NDArray[np.integer[Any]], event: Runs) -> Flags:
    """Where a state lies in an event: of the shape of `states`."""
    hit = np.zeros(states.shape, dtype=bool)
    for low, high in event:
        hit |= (states >= low) & (states <= high)
    return hit


def complement(event: Runs, states: int) -> Runs:
    """The states, 0 to `states` - 1, that an event leaves out.

    >>> complement(((1, 1),), 3)
    ((0, 0), (2, 2))
    """
    inside = {state for low, high in event for state in range(low, high + 1)}
    return runs(frozenset(range(states)) - inside)
