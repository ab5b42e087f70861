"""Rounds of elicitation: who answers a question again, in a later round, no longer speaks in the earlier ones."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

from sim.scenario.model.file import Judgment, Variable
from sim.scenario.model.form import Subject
from sim.scenario.resolve.events import canonical, states

Item = TypeVar("Item")
Event = frozenset[int]


def events(variable: Variable, judgment: Judgment) -> frozenset[Event]:
    """The events a judgment speaks of, as sets of states without state 0 (complements folded).

    A whole row counts for every `STATE or more`, or for every state where there is no order; a shift has none.
    """
    size = len(variable.states)
    if judgment.says.subject is Subject.SHIFT:
        return frozenset()
    if judgment.says.whole_row:
        return frozenset(frozenset(range(s, size) if variable.ordered else (s,)) for s in range(1, size))
    return frozenset({canonical(states(judgment.about, variable.states, variable.ordered), size)[0]})


def latest(items: Iterable[tuple[Item, Hashable, int]]) -> list[Item]:
    """Of items that answer the same only those of the latest round, in their order.

    items: (item, what it answers, round).

    >>> latest([("J1", "Q", 1), ("J2", "Q", 2), ("J3", "R", 1)])
    ['J2', 'J3']
    """
    every = list(items)
    last: dict[Hashable, int] = {}
    for _, answered, number in every:
        last[answered] = max(number, last.get(answered, 0))
    return [item for item, answered, number in every if number == last[answered]]


def chains(answered: Mapping[str, tuple[Hashable, int]]) -> tuple[tuple[str, ...], ...]:
    """The ids of judgments that answer the same in several rounds, the earliest round first.

    answered: id -> what the judgment answers, and its round.

    >>> chains({"J2": ("Q", 2), "J1": ("Q", 1), "J3": ("R", 1)})
    (('J1', 'J2'),)
    """
    found: dict[Hashable, list[str]] = {}
    for name, (what, _) in sorted(answered.items(), key=lambda pair: pair[1][1]):
        found.setdefault(what, []).append(name)
    return tuple(tuple(names) for names in found.values() if answered[names[0]][1] < answered[names[-1]][1])
