"""A question of several events as a finite automaton: what must be remembered of a world to answer it.

At every step a world shows which of the question's events hold: a letter, one bit an event. The automaton
goes from status to status with the letters, and each status says what the answer is so far. Statuses that
no later letter tells apart are one, found backwards from the last step as in the minimisation of automata
that stop (Revuz 1992); of `any` of five events with one deadline two are left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.scenario.resolve.questions import Clause, Compound, Event

UNASKED, NO, YES = 0, 1, 2
MOST_MOVES = 30_000  # looked at in making one automaton: about a tenth of a second
Atom = tuple[str, frozenset[int]]
"""An event whatever its deadline: a variable and states of it."""
Memory = tuple[tuple[bool, ...], int | None, bool]
"""Each event's value; the steps that the clock still runs, None before it starts; a hit while it ran."""


class Automaton:
    """A question read letter by letter, one world's steps in turn; `sim.engine.worlds.multi_event` does so with arrays.

    atoms: bit n of a letter is 1 where atom n holds; by name, so that the order in which a question has them
        changes no byte.
    """

    def __init__(self, asked: Compound) -> None:
        self._asked = asked
        found = {(event.variable, event.states) for event in asked.events()}
        self.atoms: tuple[Atom, ...] = tuple(sorted(found, key=lambda atom: (atom[0], sorted(atom[1]))))
        events = [*asked.given, *(asked.clause.events() if asked.of is None else ())]
        self._place = {key: place for place, key in enumerate(dict.fromkeys(map(_key, events)))}
        self._events = list({_key(event): event for event in events}.values())
        self.start: Memory = ((False,) * len(self._place), None, False)

    def advance(self, memory: Memory, step: int, letter: int) -> Memory:
        """What is remembered after one more step."""
        values, left, hit = memory
        now = tuple(self._value(*pair, step, letter) for pair in zip(self._events, values, strict=True))
        of = self._asked.of
        if of is None or step > of.step:
            return now, left, hit
        if left is not None:
            left = max(left - 1, -1)
        elif self._holds(of, letter):
            left = self._asked.within
        running = left is not None and left >= 0
        inner = self._asked.clause.event
        return now, left, hit or (running and inner is not None and self._holds(inner, letter))

    def _value(self, event: Event, before: bool, step: int, letter: int) -> bool:
        if step > event.step:
            return before
        holds = self._holds(event, letter)
        return holds if event.kind == "is" else before or holds

    def _holds(self, event: Event, letter: int) -> bool:
        return bool(letter >> self.atoms.index((event.variable, event.states)) & 1)

    def answer(self, memory: Memory) -> int:
        """UNASKED, NO or YES, as far as the world has got."""
        values, left, hit = memory
        given = all(values[self._place[_key(event)]] for event in self._asked.given)
        if not given or (self._asked.of is not None and left is None):
            return UNASKED
        yes = hit if self._asked.of is not None else self._tree(self._asked.clause, values)
        return YES if yes else NO

    def _tree(self, clause: Clause, values: tuple[bool, ...]) -> bool:
        if clause.event is not None:
            return values[self._place[_key(clause.event)]]
        parts = (self._tree(part, values) for part in clause.parts)
        if clause.op == "not":
            return not next(parts)
        return all(parts) if clause.op == "all" else any(parts)


def _key(event: Event) -> tuple[str, frozenset[int], str, int]:
    """What tells events apart, without the words of the file."""
    return event.variable, event.states, event.kind, event.step


@dataclass(frozen=True, eq=False)
class Turn:
    """One step of an automaton.

    moves: (statuses before, letters), the status after; -1 where a letter cannot come.
    answers: of each status after. going: those that the next step starts from, in order; what is in
        the others is settled.
    """

    moves: NDArray[np.intp]
    answers: tuple[int, ...]
    going: tuple[int, ...]

    @property
    def before(self) -> int:
        """How many statuses the step starts from."""
        return len(self.moves)

    @property
    def after(self) -> int:
        """How many statuses it may end in."""
        return len(self.answers)


@lru_cache(maxsize=256)
def automaton(asked: Compound, letters: tuple[frozenset[int], ...]) -> tuple[Turn, ...] | None:
    """The turns of a question, up to the one after which every answer is settled; None where it takes too long.

    Kept from run to run: numbers do not change it.

    letters: those that may come at each step 1..N.

    >>> by = [Event("storm", frozenset({1}), "reaches", 2, ""), Event("flood", frozenset({1}), "reaches", 2, "")]
    >>> either = Compound(Clause("any", parts=tuple(Clause("event", event) for event in by)))
    >>> [(turn.after, turn.going) for turn in automaton(either, (frozenset(range(4)),) * 3)]
    [(2, (0,)), (2, ())]
    """
    watch = Automaton(asked)
    layers: list[dict[Memory, dict[int, Memory]]] = []
    heads = [watch.start]
    moves = 0
    for step, possible in enumerate(letters, start=1):
        moves += len(heads) * len(possible)
        if moves > MOST_MOVES:
            return None
        layers.append({head: {a: watch.advance(head, step, a) for a in sorted(possible)} for head in heads})
        heads = list(dict.fromkeys(after for ways in layers[-1].values() for after in ways.values()))
    return tuple(_turns(layers, _classes(watch, layers, heads), len(watch.atoms)))


Class = tuple[int, tuple[int, ...] | None]
"""An answer, and None where it is settled; else which classes the letters of the next step lead to."""


def _classes(
    watch: Automaton, layers: Sequence[dict[Memory, dict[int, Memory]]], last: Sequence[Memory]
) -> list[dict[Memory, Class]]:
    """After each step 0..N, the class of everything that may be remembered."""
    found: list[dict[Memory, Class]] = [{memory: (watch.answer(memory), None) for memory in last}]
    for ways in reversed(layers):
        later, here = found[-1], {}
        number = {one: place for place, one in enumerate(dict.fromkeys(later.values()))}
        for memory, leads in ways.items():
            answer = watch.answer(memory)
            settled = all(later[after] == (answer, None) for after in leads.values())
            here[memory] = answer, None if settled else tuple(number[later[after]] for after in leads.values())
        found.append(here)
    return found[::-1]


def _turns(
    layers: Sequence[dict[Memory, dict[int, Memory]]], classes: Sequence[dict[Memory, Class]], atoms: int
) -> Iterator[Turn]:
    """The steps in turn, statuses in the order in which they are met; the first is made in any case."""
    going: list[Class] = list(dict.fromkeys(classes[0].values()))
    for ways, before, after in zip(layers, classes, classes[1:], strict=False):
        number = {one: place for place, one in enumerate(dict.fromkeys(after.values()))}
        moves = np.full((len(going), 1 << atoms), -1, dtype=np.intp)
        reached: dict[Class, None] = {}
        for memory, leads in ways.items():
            if before[memory] not in going:
                continue
            for letter, then in leads.items():
                moves[going.index(before[memory]), letter] = number[after[then]]
                reached[after[then]] = None
        kept = [one for one in number if one in reached]
        place = np.full(len(number) + 1, -1)
        place[[number[one] for one in kept]] = np.arange(len(kept))
        going = [one for one in kept if one[1] is not None]
        yield Turn(place[moves], tuple(one[0] for one in kept), tuple(kept.index(one) for one in going))
        if not going:
            return
