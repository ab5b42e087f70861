"""What was observed of one variable, as factors on its path: the likelihood of every state at every step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Floats
from sim.engine.program.program import ProgramVariable
from sim.scenario.resolve.observations import Observation

MOST_PASTS = 128
"""Different pasts of one variable that may be told apart: each adds to what the backward pass keeps."""


def by_content(one: Observation) -> tuple[object, ...]:
    """Sorts observations by what they say: so their likelihoods are multiplied in one order, whatever the file's."""
    return one.variable, one.step, one.at or (), sorted(one.ever), one.if_ever, one.if_never


@dataclass(frozen=True, eq=False)
class ObservedVariable:
    """All observations of one variable.

    A past is what is remembered at a step: which of the observed events have held at some step so far, this
    one included. Pasts are numbered from 0, none of them; only those that some path can have are there, so
    that events inside one another ("strike or more", "raid or more") make one past each.

    factors: step -> (pasts, states); the likelihood of what is seen at the step, by the past and by the state
        at it. 1 at the steps that are not in it. moves: (pasts, states); the past after a state, by the past
        before it. last: the last step looked at.
    """

    factors: dict[int, Floats]
    moves: NDArray[np.intp]
    last: int

    @property
    def pasts(self) -> int:
        """How many pasts are told apart."""
        return len(self.moves)

    @property
    def member(self) -> tuple[int, ...]:
        """(states,): the past that a state alone makes."""
        return tuple(int(past) for past in self.moves[0])

    def after(self, past: int | NDArray[np.intp], state: int | NDArray[Any]) -> NDArray[np.intp]:
        """The past from a state on, by the past before it; of both the broadcast shape."""
        return self.moves[past, state]  # type: ignore[no-any-return]

    def message(self, step: int) -> Floats:
        """(pasts, states): the likelihood of what is seen at one step."""
        return self.factors.get(step, np.ones(self.moves.shape))


def watch(variable: ProgramVariable, seen: Iterable[Observation]) -> ObservedVariable:
    """The observations of one variable taken together.

    Raises ValueError where more than 128 different pasts are observed.
    """
    seen = tuple(sorted(seen, key=by_content))
    events: list[frozenset[int]] = []
    for one in seen:
        if one.at is None and not _plain(variable, one) and one.ever not in events:
            events.append(one.ever)
    bits, moves = _pasts(variable, events)
    factors: dict[int, Floats] = {}
    for one in seen:
        for step, factor in _factors(variable, one, events, bits):
            factors[step] = factors.get(step, np.ones(moves.shape)) * factor
    return ObservedVariable(factors, moves, max(one.step for one in seen))


def _pasts(variable: ProgramVariable, events: Sequence[frozenset[int]]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Of every past that can be, which events have held (a bit each), and the past after each state."""
    sets = [sum((state in event) << bit for bit, event in enumerate(events)) for state in range(variable.states)]
    reached, open_ = {0}, [0]
    while open_:
        before = open_.pop()
        new = {before | bits for bits in sets} - reached
        reached |= new
        open_ += new
        if len(reached) > MOST_PASTS:
            told = f"{len(events)} events, whose pasts are observed, can have held in more than {MOST_PASTS} ways"
            raise ValueError(f"{variable.name}: {told}")
    found = sorted(reached)
    moves = [[found.index(before | bits) for bits in sets] for before in found]
    return np.array(found, dtype=np.intp), np.array(moves, dtype=np.intp)


def _plain(variable: ProgramVariable, one: Observation) -> bool:
    """Whether an observation of the past can be told from single states: `not reached` for certain, and
    `STATE or more` of a variable that never falls."""
    return one.if_ever == 0 or (variable.never_falls and one.ever == frozenset(range(min(one.ever), variable.states)))


def _factors(
    variable: ProgramVariable, one: Observation, events: Sequence[frozenset[int]], pasts: NDArray[np.intp]
) -> Iterable[tuple[int, Floats]]:
    """The steps that one observation bears on, with its factor there. pasts: the events that have held, a bit each."""
    if one.at is not None:
        yield one.step, np.array([one.at])
    elif one.ever in events:
        bit = events.index(one.ever)
        had = pasts >> bit & 1
        yield one.step, np.where(had, one.if_ever, one.if_never)[:, None]
    else:
        inside = np.array([[state in one.ever for state in range(variable.states)]])
        factor = np.where(inside, one.if_ever, one.if_never)
        for step in (one.step,) if one.if_ever else range(1, one.step + 1):
            yield step, factor
