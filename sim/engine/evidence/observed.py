"""What was observed of one variable, as factors on its path: the likelihood of every state at every step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from sim.arrays import Floats
from sim.engine.program.program import ProgramVariable
from sim.scenario.resolve.observations import Observation

MOST_EVENTS = 6
"""Different events of one variable whose past may be observed: each doubles what the backward pass keeps."""


def by_content(one: Observation) -> tuple[object, ...]:
    """Sorts observations by what they say: so their likelihoods are multiplied in one order, whatever the file's."""
    return one.variable, one.step, one.at or (), sorted(one.ever), one.if_ever, one.if_never


@dataclass(frozen=True, eq=False)
class ObservedVariable:
    """All observations of one variable.

    factors: step -> (pasts, states); the likelihood of what is seen at the step, by the state at it and
        by the past: a number whose bit i says whether event i has held at any step so far, this one
        included. 1 at the steps that are not in it. member: (states,); the bits that a state sets.
    last: the last step looked at.
    """

    factors: dict[int, Floats]
    member: tuple[int, ...]
    pasts: int
    last: int

    def message(self, step: int) -> Floats:
        """(pasts, states): the likelihood of what is seen at one step."""
        return self.factors.get(step, np.ones((self.pasts, len(self.member))))


def watch(variable: ProgramVariable, seen: Iterable[Observation]) -> ObservedVariable:
    """The observations of one variable taken together.

    Raises ValueError where the pasts of more than six different events are observed.
    """
    seen = tuple(sorted(seen, key=by_content))
    events: list[frozenset[int]] = []
    for one in seen:
        if one.at is None and not _plain(variable, one) and one.ever not in events:
            events.append(one.ever)
    if len(events) > MOST_EVENTS:
        raise ValueError(f"{variable.name}: the pasts of {len(events)} events are observed; at most {MOST_EVENTS}")
    pasts = 1 << len(events)
    factors: dict[int, Floats] = {}
    for one in seen:
        for step, factor in _factors(variable, one, events):
            factors[step] = factors.get(step, np.ones((pasts, variable.states))) * factor
    member = tuple(sum((state in event) << bit for bit, event in enumerate(events)) for state in range(variable.states))
    return ObservedVariable(factors, member, pasts, max(one.step for one in seen))


def _plain(variable: ProgramVariable, one: Observation) -> bool:
    """Whether an observation of the past can be told from single states: `not reached` for certain, and
    `STATE or more` of a variable that never falls."""
    return one.if_ever == 0 or (variable.never_falls and one.ever == frozenset(range(min(one.ever), variable.states)))


def _factors(
    variable: ProgramVariable, one: Observation, events: Sequence[frozenset[int]]
) -> Iterable[tuple[int, Floats]]:
    """The steps that one observation bears on, with its factor there."""
    if one.at is not None:
        yield one.step, np.array([one.at])
    elif one.ever in events:
        bit = events.index(one.ever)
        had = np.arange(1 << len(events)) >> bit & 1
        yield one.step, np.where(had, one.if_ever, one.if_never)[:, None]
    else:
        inside = np.array([[state in one.ever for state in range(variable.states)]])
        factor = np.where(inside, one.if_ever, one.if_never)
        for step in (one.step,) if one.if_ever else range(1, one.step + 1):
            yield step, factor
