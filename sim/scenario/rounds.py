"""Rounds of elicitation: who answers a question again, in a later round, no longer speaks in the earlier ones."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

from sim.scenario.events import canonical, states
from sim.scenario.forms import Shift
from sim.scenario.model import Judgment, Scenario, Variable
from sim.scenario.structure import box

Item = TypeVar("Item")
Event = frozenset[int]

_WHOLE_ROWS = frozenset({"split", "marginals", "table"})


def events(variable: Variable, judgment: Judgment) -> frozenset[Event]:
    """The events a judgment speaks of, as sets of states without state 0 (complements folded).

    A whole row counts for every `STATE or more`, or for every state where there is no order; a shift has none.
    """
    size = len(variable.states)
    if isinstance(judgment.says, Shift):
        return frozenset()
    if judgment.says.form in _WHOLE_ROWS:
        return frozenset(frozenset(range(s, size) if variable.ordered else (s,)) for s in range(1, size))
    return frozenset({canonical(states(judgment.about, variable.states, variable.ordered), size)[0]})


def answers(scenario: Scenario, variable: str, judgment: Judgment) -> Hashable:
    """What a judgment answers, whatever its round, number and clock: equal for two that answer the same question.

    The voice, the events, the shifted parents and the rows. Raises ValueError and KeyError as `structure.box` does.
    """
    shifted = frozenset(judgment.says.shift) if isinstance(judgment.says, Shift) else frozenset()
    said = events(scenario.variables[variable], judgment)
    return (judgment.expert, judgment.overall, said, shifted, box(scenario, variable, judgment))


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


def current(scenario: Scenario, variable: str) -> Mapping[str, Judgment]:
    """A variable's judgments without those that their voice has answered anew in a later round, in the file's order."""
    group = scenario.judgments.get(variable, {})
    if all(judgment.round == 1 for judgment in group.values()):
        return group
    names = latest((name, answers(scenario, variable, one), one.round) for name, one in group.items())
    return {name: group[name] for name in names}


def chains(scenario: Scenario, variable: str) -> tuple[tuple[str, ...], ...]:
    """The ids of judgments that answer the same in several rounds, the earliest round first."""
    found: dict[Hashable, list[str]] = {}
    group = scenario.judgments.get(variable, {})
    for name, judgment in sorted(group.items(), key=lambda pair: pair[1].round):
        found.setdefault(answers(scenario, variable, judgment), []).append(name)
    return tuple(
        tuple(names) for names in found.values() if group[names[0]].round < group[names[-1]].round
    )
