"""What a rung is called: as the question about it, where one name fits, else by its variable and state."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sim.scenario.resolve.scenario import Scenario

_DATED = re.compile(r"\d|\b(January|February|March|April|May|June|July|August|September|October|November|December)\b")


def name_rungs(scenario: Scenario, variable: str) -> dict[int, str]:
    """The names of a variable's states that one question asks to reach, whatever its deadline; none with a date."""
    states = scenario.variables[variable].states
    named: dict[int, list[str]] = {}
    for key, target in scenario.targets.items():
        if target.variable != variable or target.kind != "reaches" or not scenario.variables[variable].ordered:
            continue
        lowest = min(target.states)
        if target.states == frozenset(range(lowest, len(states))):
            named.setdefault(lowest, []).append(scenario.questions[key].short or "")
    return {rung: n[0] for rung, n in named.items() if len(n) == 1 and n[0] and not _DATED.search(n[0])}


def tell_rung(scenario: Scenario, variable: str, rung: int) -> str:
    """A rung's name, else its variable and state in words."""
    return name_rungs(scenario, variable).get(rung) or _plain(scenario, variable, rung)


def tell_story(scenario: Scenario, variables: Sequence[str], states: Sequence[int]) -> str:
    """A story in words: what has come, then what has not, where that has a name.

    >>> from sim.scenario.file.read import read
    >>> first = read("scenarios/first-steps.yaml")
    >>> tell_story(first, list(first.variables)[:1], [0]).startswith(first.variables[list(first.variables)[0]].label)
    True
    """
    come, not_come = [], []
    for variable, state in zip(variables, states, strict=True):
        names = name_rungs(scenario, variable)
        if state == 0 and 1 in names:
            not_come.append(names[1])
        else:
            come.append(names.get(state) or _plain(scenario, variable, state))
    told = ", ".join(come)
    if not_come:
        told += ("; not: " if told else "none of: ") + ", ".join(not_come)
    return told


def _plain(scenario: Scenario, variable: str, state: int) -> str:
    known = scenario.variables[variable]
    return f"{known.label}: {known.states[state].replace('_', ' ')}"
