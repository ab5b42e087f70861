"""What was seen, laid over what hangs on what: which states it leaves, and what a step's cell must tell of it.

A variable that goes forward in time is told by the cell itself. A variable drawn once is told by the cells that were
met and by the piece of its uniform: it stands in a group with all that share a uniform with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Flags, Floats
from sim.engine.evidence.observed import ObservedVariable, watch
from sim.engine.exact.reach import Cell, cell
from sim.engine.exact.solvable import Layout
from sim.engine.exact.stage import Stage
from sim.engine.program.plan import PolicyPlan
from sim.engine.program.program import Program, Runs, runs
from sim.scenario.resolve.observations import Observation


class NothingLeftError(Exception):
    """What was seen leaves no state: it cannot have been."""


@dataclass(frozen=True, eq=False)
class ObservedGroup:
    """Observed variables drawn once that share a uniform. shown: their followers and what the cell must show."""

    watches: Mapping[int, ObservedVariable]
    shown: Cell

    @property
    def last(self) -> int:
        """The last step looked at."""
        return max(watched.last for watched in self.watches.values())


@dataclass(frozen=True, eq=False)
class LaidEvidence:
    """All that was seen under a policy, on a stage that visits only what it leaves.

    carried: what chains hold in any case: what remembers, and what lasts. direct: observed variables that the cell
    shows, as far as the stage does not hold what was seen of them already. groups: the others.
    observed: places of all of them. last: the last step looked at.
    """

    stage: Stage
    layout: Layout
    carried: frozenset[int]
    direct: Mapping[int, ObservedVariable]
    groups: tuple[ObservedGroup, ...]
    observed: frozenset[int]
    last: int


def seen(
    program: Program, plan: PolicyPlan, observations: Iterable[Observation], case: Mapping[int, int] | None = None
) -> LaidEvidence | None:
    """What was seen under a policy; None where a variable that it is of cannot be solved for.

    case: states of variables that last, by place: as if they had been seen as well.

    Raises NothingLeftError where what was seen leaves no state to some variable.
    """
    by_place: dict[int, list[Observation]] = {}
    for one in observations:
        by_place.setdefault(program.index(one.variable), []).append(one)
    watches = {place: watch(program.variables[place], by_place[place]) for place in sorted(by_place)}
    free = Layout(Stage(program, plan))
    allowed = {place: _allowed(free, place, watched) for place, watched in watches.items() if place in free.steady}
    for place, state in (case or {}).items():
        known = np.arange(program.variables[place].states) == state
        allowed[place] = [known & before for before in allowed.get(place, [known] * (program.steps + 1))]
    stage = Stage(program, plan, allowed)
    if any(not states for of in stage.visitable for states in of[1:]):
        raise NothingLeftError
    layout = Layout(stage)
    carried = layout.core | (layout.lasting & layout.steady)
    return _grouped(layout, carried, watches, case or ())


def _allowed(layout: Layout, place: int, watched: ObservedVariable) -> list[Flags]:
    """By step 0..N, (states,): where what was seen at the step leaves a state."""
    steps, states = layout.stage.program.steps, watched.moves.shape[1]
    if place in layout.lasting:
        return [constant(watched) > 0] * (steps + 1)
    if layout.stage.program.variables[place].once:
        return [np.ones(states, dtype=bool)] * (steps + 1)
    factors = [watched.factors.get(step, np.ones((1, 1))) for step in range(steps + 1)]
    return [np.broadcast_to((factor > 0).any(axis=0), states) for factor in factors]


def constant(watched: ObservedVariable) -> Floats:
    """(states,): the likelihood of all that was seen of a variable, had it been in one state at all steps."""
    states = np.arange(watched.moves.shape[1])
    total: Floats = np.ones(len(states))
    for factor in watched.factors.values():
        total = total * factor[watched.moves[0], states]
    return total


def _grouped(
    layout: Layout, carried: frozenset[int], watches: Mapping[int, ObservedVariable], case: Iterable[int]
) -> LaidEvidence | None:
    direct, shown = {}, dict[frozenset[int], Cell]()
    for place, watched in watches.items():
        if place in layout.constant or (place in layout.steady and _is_carried(layout, carried, place)):
            told = watched if place not in layout.lasting else _at_once(watched)
            if not _held(layout, place, told):
                direct[place] = told
        elif (one := cell(layout, [place], carried)) is not None:
            shown[frozenset([place])] = one
        else:
            return None
    groups = _joined(layout, carried, shown)
    if groups is None:
        return None
    made = tuple(ObservedGroup({place: watches[place] for place in sorted(of)}, one) for of, one in groups.items())
    lasts = [1 if place in layout.lasting else watched.last for place, watched in watches.items()]
    last = max([*lasts, 1 if case else 0])  # a case is weighed at the first step, even where nothing was seen
    return LaidEvidence(layout.stage, layout, carried, direct, made, frozenset([*watches, *case]), last)


def _is_carried(layout: Layout, carried: frozenset[int], place: int) -> bool:
    return place in carried or not layout.stage.program.variables[place].once


def _at_once(watched: ObservedVariable) -> ObservedVariable:
    """All that was seen of a variable that lasts, at the first step."""
    return ObservedVariable({1: constant(watched)[None]}, np.zeros((1, watched.moves.shape[1]), dtype=np.intp), 1)


def _held(layout: Layout, place: int, watched: ObservedVariable) -> bool:
    """Whether the stage holds all that was seen: what cannot have been is not visited, and all else is as likely."""
    if watched.pasts > 1:
        return False
    visitable = layout.stage.visitable[place]
    return all((factor[0, list(visitable[step])] == 1).all() for step, factor in watched.factors.items())


def _joined(
    layout: Layout, carried: frozenset[int], shown: Mapping[frozenset[int], Cell]
) -> dict[frozenset[int], Cell] | None:
    """Groups that share a follower made one."""
    left = dict(shown)
    while pair := _sharing(left):
        places = pair[0] | pair[1]
        one = cell(layout, sorted(places), carried)
        if one is None:
            return None
        left = {of: other for of, other in left.items() if of not in pair} | {places: one}
    return left


def _sharing(shown: Mapping[frozenset[int], Cell]) -> tuple[frozenset[int], frozenset[int]] | None:
    every = list(shown.items())
    for number, (of, one) in enumerate(every):
        for other, two in every[number + 1 :]:
            if not set(one.followers).isdisjoint(two.followers):
                return of, other
    return None


@dataclass(frozen=True, eq=False)
class Letters:
    """How pieces tell what was seen of some followers: bits that say in which class of states each of them is.

    events: of each bit. bits: by place, where its bits begin and how many they are. states: by place, (classes,) a
    state of each class.
    """

    events: tuple[tuple[int, Runs], ...]
    bits: Mapping[int, tuple[int, int]]
    states: Mapping[int, NDArray[np.intp]]

    def state(self, place: int, letters: NDArray[np.integer]) -> NDArray[np.intp]:
        """A state that is as likely as the one that a letter tells."""
        first, count = self.bits[place]
        number = letters.astype(np.intp) >> first & ((1 << count) - 1)
        return np.asarray(self.states[place][np.minimum(number, len(self.states[place]) - 1)])


def letters_of(watches: Mapping[int, ObservedVariable], first: int = 0) -> Letters:
    """The letters of what was seen; first: the first bit that is free."""
    events, bits, states = [], {}, {}
    for place, watched in sorted(watches.items()):
        classes: dict[bytes, list[int]] = {}
        for state in range(watched.moves.shape[1]):
            told = (watched.moves[:, state], *(factor[:, state] for factor in watched.factors.values()))
            classes.setdefault(b"|".join(column.tobytes() for column in told), []).append(state)
        number = {state: n for n, group in enumerate(classes.values()) for state in group}
        count = max(1, (len(classes) - 1).bit_length())
        for bit in range(count):
            events.append((place, runs(frozenset(s for s, n in number.items() if n >> bit & 1))))
        bits[place], states[place] = (first, count), np.array([group[0] for group in classes.values()], dtype=np.intp)
        first += count
    return Letters(tuple(events), bits, states)


def union(groups: Sequence[ObservedGroup]) -> dict[int, ObservedVariable]:
    """All that was seen of some groups."""
    return {place: watched for group in groups for place, watched in group.watches.items()}
