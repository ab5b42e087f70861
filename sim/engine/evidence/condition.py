"""Chance after evidence: a variable's own randomness, conditioned on what was seen of it.

A variable drawn once has one uniform for all steps, and what was seen of it cuts that uniform: its
distribution function `Law` is laid over the rows' thresholds, so that drawing, and every estimate that
reads thresholds, goes on as before (clamping the state and leaving the uniform free would forget what
the cut says about other steps). A variable drawn anew each step is re-weighted row by row, by the
likelihood of all that is seen from that step on (a backward pass, as in Rabiner 1989, "A tutorial on
hidden Markov models").
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Floats
from sim.engine.evidence.observed import ObservedVariable
from sim.engine.worlds.rows import ONE, ZERO, Rows, States

Message = list[list[Floats]]
"""By past, then by state: the likelihood of all that is seen from this step on."""


class Law:
    """The distribution of a uniform after evidence; linear between the cuts.

    >>> law = Law([np.array([[0.0]]), np.array([[0.3]]), np.array([[1.0]])], [0 * ONE, ONE])
    >>> float(law.weight[0, 0]), float(law(np.array([[0.6]]))[0, 0].round(12))
    (0.7, 0.428571428571)
    """

    def __init__(self, cuts: Sequence[Floats], likelihood: Sequence[Floats]) -> None:
        pieces = list(zip(cuts, cuts[1:], likelihood, strict=False))
        self.weight: Floats = sum(((high - low) * value for low, high, value in pieces), start=ZERO)
        with np.errstate(divide="ignore", invalid="ignore"):
            self._pieces = [
                (low, high - low, np.where(self.weight > 0, value / self.weight, 0.0))
                for low, high, value in pieces
                if value.any()
            ]

    def __call__(self, threshold: Floats) -> Floats:
        """P(uniform below the threshold)."""
        total = ZERO
        for low, length, density in self._pieces:
            total = total + density * np.clip(threshold - low, 0.0, length)
        return np.minimum(total, 1.0)


def law(rows: Sequence[Rows], watched: ObservedVariable) -> Law:
    """The uniform of a variable drawn once, after all that was seen of it.

    rows: at every step, entry 0 not used; one object as long as nothing changes.
    """
    states = watched.moves.shape[1]
    looked_at = [step for step in range(1, watched.last + 1) if watched.pasts > 1 or step in watched.factors]
    distinct = {id(rows[step]): rows[step] for step in looked_at}
    tails = [row.tail(state) for row in distinct.values() for state in range(1, states)]
    cuts = np.sort(np.stack(np.broadcast_arrays(ZERO, *tails, ONE)), axis=0)
    middle = (cuts[:-1] + cuts[1:]) / 2
    likelihood = np.ones(middle.shape)
    past = np.zeros(middle.shape, dtype=np.intp)
    state_in = {id(row): np.sum([middle < row.tail(s) for s in range(1, states)], axis=0) for row in distinct.values()}
    for step in looked_at:
        state = state_in[id(rows[step])]
        past = watched.after(past, state)
        if step in watched.factors:
            likelihood *= watched.factors[step][past, state]
    return Law(list(cuts), list(likelihood))


class Cut(Rows):
    """Rows of a variable drawn once, whose uniform follows a law of its own."""

    def __init__(self, rows: Rows, after: Law) -> None:
        self.combination, self.rows = rows.combination, rows
        self._law, self.states = after, rows.states
        self._tails: dict[int, Floats] = {}

    def tail(self, state: int) -> Floats:
        """P(state or more) after the evidence."""
        if state not in self._tails:
            before = self.rows.tail(state)
            self._tails[state] = before if before is ONE or before is ZERO else self._law(before)
        return self._tails[state]


class Reweighted(Rows):
    """Rows of a variable drawn anew each step, each state weighted by the likelihood of what is seen from there on."""

    def __init__(self, rows: Rows, message: Sequence[Floats]) -> None:
        self.combination, self.rows = rows.combination, rows
        self._message, self.states = message, rows.states
        self._remembered: dict[int, Rows] = {}

    @cached_property
    def _sums(self) -> list[Floats]:
        sums = [ZERO]
        for state in reversed(range(self.states)):
            here = self.rows.tail(state) - self.rows.tail(state + 1)
            sums.append(sums[-1] + here * self._message[state])
        return sums[:0:-1]

    @cached_property
    def _after(self) -> list[Floats]:
        safe = np.where(self.total > 0, self.total, 1.0)
        return [part / safe for part in self._sums]

    @property
    def total(self) -> Floats:
        """The likelihood of what is seen from here on, before the state is known."""
        return self._sums[0]

    def tail(self, state: int) -> Floats:
        """P(state or more) after the evidence; 0 above state 0 where the evidence is impossible."""
        if state <= 0:
            return ONE
        return self._after[state] if state < self.states else ZERO

    def remembering(self, state: int, stride: int) -> Rows:
        """As in `Rows`, after the evidence."""
        if state not in self._remembered:
            self._remembered[state] = Reweighted(self.rows.remembering(state, stride), self._message)
        return self._remembered[state]

    def visited(self, previous: States, stride: int) -> Rows:
        """As in `Rows`, after the evidence."""
        return Reweighted(self.rows.visited(previous, stride), self._message)


def backward(rows: Sequence[Rows], watched: ObservedVariable, memory: int | None) -> tuple[list[Message], Message]:
    """What is seen from each step on: messages by step (entry 0 not used), and the likelihood of all of it.

    rows: at every step, entry 0 not used. memory: stride of the own previous state, None without one.
    The likelihood comes by past and by the state at step 0; past 0 is where every world starts.
    """
    pasts, states = watched.moves.shape
    after: Message = [[ONE] * states for _ in range(pasts)]
    messages: list[Message] = [[]] * (watched.last + 1)
    for step in range(watched.last, 0, -1):
        factor = watched.message(step)
        message = [[after[past][s] * factor[past, s] for s in range(states)] for past in range(pasts)]
        messages[step] = message
        after = [_expected(rows[step], _reached(message, watched, past), memory) for past in range(pasts)]
    return messages, after


def _reached(message: Message, watched: ObservedVariable, past: int) -> list[Floats]:
    """A step's message by the new state, from one past on."""
    return [message[then][state] for state, then in enumerate(watched.moves[past])]


def _expected(rows: Rows, message: Sequence[Floats], memory: int | None) -> list[Floats]:
    """The message's mean over the next state, by the own previous state."""
    states = len(message)
    if memory is None:
        return [Reweighted(rows, message).total] * states
    return [Reweighted(rows.remembering(state, memory), message).total for state in range(states)]


def seen_from(message: Message, watched: ObservedVariable, past: NDArray[np.intp]) -> list[Floats]:
    """A step's message by the new state, each world from its own past."""
    if watched.pasts == 1:
        return message[0]
    chosen = _reached(message, watched, 0)
    for one in range(1, watched.pasts):
        found = _reached(message, watched, one)
        chosen = [np.where(past == one, new, old) for new, old in zip(found, chosen, strict=True)]
    return chosen
