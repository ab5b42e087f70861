"""A question and what was seen of the variables that it shares a uniform with, as one automaton with weights.

A letter leads from a status to one other. So a step is a short list of links, not a matrix; and states that meet the
same situation read the same letters, so that a link's weights are looked up once a situation. Statuses from which all
that may come is alike are one (Hopcroft 1971, "An n log n algorithm for minimizing states in a finite automaton": here
step by step from the last), and so are letters that no step tells apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Floats
from sim.engine.evidence.groups import Letters
from sim.engine.evidence.observed import ObservedVariable
from sim.engine.program.automaton import NO, YES, Turn

Places = NDArray[np.intp]
Past = tuple[int, ...]
"""What has been seen of each variable."""
Status = tuple[Past, bool, int]
"""What has been seen of each variable; whether the answer is open; the question's status, or the answer."""


@dataclass(frozen=True, eq=False)
class WeighedTurn:
    """One step, as in `Turn`. weights: (statuses before, letters). near: of each status after, all that may have been
    seen there."""

    moves: NDArray[np.intp]
    weights: Floats
    answers: tuple[int, ...]
    going: tuple[int, ...]
    near: tuple[tuple[Past, ...], ...]

    def equals(self, other: WeighedTurn) -> bool:
        """Whether another step is the same."""
        if (self.answers, self.going, self.near) != (other.answers, other.going, other.near):
            return False
        return np.array_equal(self.moves, other.moves) and np.array_equal(self.weights, other.weights)

    @property
    def before(self) -> int:
        """How many statuses the step starts from."""
        return len(self.moves)

    @property
    def after(self) -> int:
        """How many statuses it may end in."""
        return len(self.answers)

    @cached_property
    def idle(self) -> bool:
        """Whether nothing is told apart, nor weighed."""
        return self.moves.shape[0] == self.after == 1 and bool((self.moves == 0).all() and (self.weights == 1.0).all())

    @cached_property
    def leads(self) -> Floats:
        """(rows, letters), what a letter leads to and weighs."""
        return np.concatenate([np.where(self.weights > 0, self.moves, -1), self.weights])

    @cached_property
    def links(self) -> tuple[list[tuple[int, int]], Floats]:
        """(before, after) of each link that some letter leads along; (links, letters) what a letter weighs that leads
        from the one status to the other, else 0."""
        leads = self.moves[:, None] == np.arange(self.after)[None, :, None]
        weights = np.where(leads, self.weights[:, None], 0.0)
        ends = np.argwhere(weights.any(axis=-1))
        return [(int(before), int(after)) for before, after in ends], weights[tuple(ends.T)]


def watcher(
    turns: Sequence[Turn], near: Mapping[int, ObservedVariable], letters: Letters, bits: tuple[int, int], last: int,
    *, plain: Sequence[WeighedTurn] = (), without_yes: bool = False,
) -> tuple[WeighedTurn, ...]:  # fmt: skip
    """The turns of a question and of what was seen together, up to the last step seen at least.

    turns: of the question; none where nothing is asked. bits: of a letter, those of the question, and all. last: up to
    it no answer is settled. plain: those of what was seen alone; statuses that these tell apart stay apart.
    without_yes: worlds that may have answered yes are let
    go, and nothing that is seen weighs them.
    """
    made = _laid(turns, near, letters, bits, last, without_yes)
    told = [statuses(turn) for turn in plain]
    keys = [
        [told[step].get(past, 0) if step < len(told) else 0 for (past,) in turn.near] for step, turn in enumerate(made)
    ]
    return _merged(made, keys)


def statuses(turn: WeighedTurn) -> dict[Past, int]:
    """Of all that may have been seen after a step the status."""
    return {past: status for status, pasts in enumerate(turn.near) for past in pasts}


def _laid(
    turns: Sequence[Turn], near: Mapping[int, ObservedVariable], letters: Letters, bits: tuple[int, int], last: int,
    without_yes: bool,
) -> list[WeighedTurn]:  # fmt: skip
    own, every = bits
    watched = [*near.values()]
    read = [letters.state(place, np.arange(1 << every)).tolist() for place in near]
    states = [*zip(*read, strict=True)] if read else [()] * (1 << every)
    no_past = tuple(0 for _ in near)
    statuses: list[Status] = [(no_past, bool(turns), 0)]
    made = []
    step = 0
    while statuses:
        step += 1
        turn = turns[step - 1] if step <= len(turns) else None
        number: dict[Status, int] = {}
        answers: list[int] = []
        moves = np.full((len(statuses), 1 << every), -1, dtype=np.intp)
        weights, told = np.zeros(moves.shape), dict[Past, list[tuple[Past, float]]]()
        for before, status in enumerate(statuses):
            if status[0] not in told:
                told[status[0]] = [_seen(watched, state, status[0], step) for state in states]
            for letter, (seen, weight) in enumerate(told[status[0]]):
                asked = _asked(turn, status, letter & ((1 << own) - 1))
                if not weight or asked is None:
                    continue
                gone = without_yes and asked[2] == YES
                after, weight = ((no_past, False, YES), 1.0) if gone else ((seen, *asked[:2]), weight)
                if after not in number:
                    number[after] = len(answers)
                    answers.append(asked[2])
                moves[before, letter], weights[before, letter] = number[after], weight
        if not number:  # nothing can be: a status that nothing leads to
            number[no_past, False, NO], answers = 0, [NO]
        statuses = [one for one in number if (step < last and not (without_yes and one[2] == YES)) or one[1]]
        going = tuple(number[status] for status in statuses)
        made.append(WeighedTurn(moves, weights, tuple(answers), going, tuple((status[0],) for status in number)))
    return made


def _merged(turns: Sequence[WeighedTurn], keys: Sequence[Sequence[int]]) -> tuple[WeighedTurn, ...]:
    """Turns whose statuses are one where all that may come after them is alike.

    keys: by step, of each status after a number; statuses of different numbers stay apart.
    """
    made, rows = list[WeighedTurn](), [0]
    for turn, label in zip(turns, _labels(turns, keys), strict=True):
        first = [label.index(number) for number in range(max(label) + 1)]
        weights = turn.weights[rows]
        moves = np.where(weights > 0, np.array(label)[turn.moves[rows]], -1)
        going = tuple(number for number, status in enumerate(first) if status in turn.going)
        near = tuple(
            tuple(past for of, (past,) in zip(label, turn.near, strict=True) if of == number)
            for number in range(len(first))
        )
        new = WeighedTurn(moves, weights, tuple(turn.answers[status] for status in first), going, near)
        made.append(made[-1] if made and new.equals(made[-1]) else new)
        rows = [turn.going.index(first[number]) for number in going]
    return tuple(made)


def _labels(turns: Sequence[WeighedTurn], keys: Sequence[Sequence[int]]) -> list[list[int]]:
    """By step, of each status after the number of those that are one with it; worked out from the last step."""
    made, ahead = list[list[int]](), list[object]()
    for turn, key in zip(reversed(turns), reversed(keys), strict=True):
        then = dict(zip(turn.going, ahead, strict=True))
        number: dict[object, int] = {}
        told = [(answer, key[status], then.get(status)) for status, answer in enumerate(turn.answers)]
        made.append([number.setdefault(one, len(number)) for one in told])
        moves = np.where(turn.weights > 0, np.array(made[-1])[turn.moves], -1)
        ahead = [(row.tobytes(), weights.tobytes()) for row, weights in zip(moves, turn.weights, strict=True)]
    return made[::-1]


def _asked(turn: Turn | None, status: Status, letter: int) -> tuple[bool, int, int] | None:
    """Whether the answer is open, where the question stands or the answer, and the answer so far; None: cannot come."""
    _, open_, place = status
    if turn is None or not open_:
        return False, place, place
    after = int(turn.moves[place, letter])
    if after < 0:
        return None
    answer = turn.answers[after]
    if after in turn.going:
        return True, turn.going.index(after), answer
    return False, answer, answer


def _seen(
    near: Sequence[ObservedVariable], states: Sequence[int], before: Past, step: int
) -> tuple[Past, float]:  # fmt: skip
    """What has been seen after one more step, and its likelihood. states: of each variable."""
    after, weight = [], 1.0
    for watched, state, past in zip(near, states, before, strict=True):
        if step > watched.last:
            after.append(0)
            continue
        now = int(watched.after(past, state))
        if step in watched.factors:
            weight *= float(watched.factors[step][now, state])
        after.append(now if step < watched.last else 0)
    return tuple(after), weight


@dataclass(frozen=True, eq=False)
class Turning:
    """A turn on the states of a chain, column by column. before, after: how many statuses. kinds: of each kind of
    state, its states and its links (status before, status after, (columns,) what that weighs)."""

    before: int
    after: int
    kinds: Sequence[tuple[Places, Sequence[tuple[int, int, Floats]]]]

    def forward(self, left: Floats) -> Floats:
        """(states, statuses before, columns) to (states, statuses after, columns)."""
        return self._moved(left, self.after, forward=True)

    def back(self, worth: Floats) -> Floats:
        """(states, statuses after, columns) to (states, statuses before, columns)."""
        return self._moved(worth, self.before, forward=False)

    def _moved(self, values: Floats, statuses: int, *, forward: bool) -> Floats:
        made = np.empty((len(values), statuses, values.shape[-1]))
        for places, links in self.kinds:
            here = values if len(places) == len(values) else values[places]
            found, filled = np.zeros((len(here), statuses, values.shape[-1])), set[int]()
            for before, after, weight in links:
                source, target = (before, after) if forward else (after, before)
                if target in filled:
                    found[:, target] += here[:, source] * weight
                else:
                    np.multiply(here[:, source], weight, out=found[:, target])
                    filled.add(target)
            if here is values:
                return found
            made[places] = found
        return made


def turning(turn: WeighedTurn, kind: Places, letters: NDArray[np.integer]) -> Turning:
    """A turn's step. kind: (states,) of each state. letters: (kinds, columns), what its states read."""
    ends, weights = turn.links
    kinds = []
    for number, read in enumerate(letters):
        kept = np.flatnonzero(weights[:, np.unique(read)].any(axis=1))
        rows = weights[kept].take(read, axis=1)
        kinds.append((np.flatnonzero(kind == number), [(*ends[one], row) for one, row in zip(kept, rows, strict=True)]))
    return Turning(turn.before, turn.after, kinds)
