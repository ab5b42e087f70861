"""Rounds of elicitation: who answers a question again, in a later round, no longer speaks in the earlier ones."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import NamedTuple, TypeVar

from sim.scenario.model.file import Judgment, Variable
from sim.scenario.model.form import Subject
from sim.scenario.resolve.axes import Box
from sim.scenario.resolve.events import canonical, states

Item = TypeVar("Item")


class Answered(NamedTuple):
    """What a judgment answers, whatever its round, number and clock: equal for two that answer the same question.

    events: sets of states (positions) without state 0, complements folded; a whole row counts for every `STATE or
    more`, or for every state where there is no order, and a shift has none. shifted: the parents a shift names.
    box: the rows.
    """

    voice: str
    overall: bool
    events: frozenset[frozenset[int]]
    shifted: frozenset[str]
    box: Box


def answered(variable: Variable, judgment: Judgment, box: Box) -> Answered:
    """What a judgment on a variable answers; box: the rows it speaks in."""
    size, says = len(variable.states), judgment.says
    events: frozenset[frozenset[int]] = frozenset()
    if says.whole_row:
        events = frozenset(frozenset(range(s, size) if variable.ordered else (s,)) for s in range(1, size))
    elif says.subject is not Subject.SHIFT:
        events = frozenset({canonical(states(judgment.about, variable.states, variable.ordered), size)[0]})
    return Answered(judgment.expert, judgment.overall, events, says.shifted, box)


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
