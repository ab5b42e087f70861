"""Which answers an edit can reach: those that hang on a variable whose rows it changes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from sim.priors.rows.weights import weigh
from sim.results.ancestry import ancestry
from sim.scenario.excerpt import excerpt, fingerprint
from sim.scenario.resolve.scenario import Scenario


def find_reached(file: Scenario, scenario: Scenario, policies: Iterable[str]) -> frozenset[tuple[str, str]]:
    """The answers, each a policy and a question, that may differ between two scenarios of the same names.

    file, scenario: before and after edits of values; variables, parents and questions are the same in both. policies:
    ids. What is not returned is the same in both, byte for byte, for the same draws, worlds and seed.

    >>> from sim.scenario import edit
    >>> from sim.scenario.file.read import read
    >>> file = read("scenarios/first-steps.yaml")
    >>> sorted(find_reached(file, edit.edit(file, {"judgments.S14.nudge": 0.5}), ["strikes"]))
    [('strikes', 'Q6'), ('strikes', 'Q7')]
    >>> find_reached(file, file, ["strikes"])
    frozenset()
    """
    before, after = _fingerprints(file), _fingerprints(scenario)
    changed = {name for name, mark in after.items() if before.get(name) != mark}
    return frozenset(
        (policy, question)
        for policy in policies
        for question, target in scenario.targets.items()
        if any(not changed.isdisjoint(_behind(scenario, variable, policy)) for variable in target.variables)
    )


def _behind(scenario: Scenario, variable: str, policy: str) -> list[str]:
    return ancestry(scenario, variable, policy)


@lru_cache(maxsize=64)
def _fingerprints(scenario: Scenario) -> dict[str, str]:
    """Variable -> what its rows are made from; scenarios of equal data have one entry."""
    weighing = weigh(scenario)
    return {name: f"{fingerprint(excerpt(weighing.heard, name))} {weighing.items}" for name in scenario.variables}
