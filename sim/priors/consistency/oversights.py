"""What a sound scenario probably did not mean: variables nobody hears of, levers without words, wishes as numbers."""

from __future__ import annotations

from collections.abc import Iterator

from sim.scenario.model.form import Subject
from sim.scenario.resolve.axes import PREVIOUS
from sim.scenario.resolve.scenario import Scenario


def oversights(scenario: Scenario) -> Iterator[str]:
    """Warnings about parts of a scenario that do nothing, or do something else than they say.

    >>> from sim.scenario.file.read import read
    >>> list(oversights(read("scenarios/first-steps.yaml")))
    []
    """
    yield from _unheard(scenario)
    yield from _free_levers(scenario)
    for group in scenario.current.values():
        for key, judgment in group.items():
            if judgment.stance == "advocacy" and judgment.says.subject is not Subject.SHIFT:
                what = "advocacy that carries a probability: it says what the speaker wants, not what is expected"
                yield f"judgments.{key}: {what}"


def _unheard(scenario: Scenario) -> Iterator[str]:
    """Variables that no question asks about and no other variable depends on."""
    if not scenario.targets:
        return
    heard = {name for target in scenario.targets.values() for name in target.variables}
    for name, variable in scenario.variables.items():
        heard |= {parent.removesuffix(PREVIOUS) for parent in variable.parents} - {name}
    for name in scenario.variables:
        if name not in heard:
            yield f"variables.{name}: no question asks about it and no variable depends on it"


def _free_levers(scenario: Scenario) -> Iterator[str]:
    """Levers that nobody spoke about, though some policy leaves them to what was said."""
    for name, variable in scenario.variables.items():
        free = [policy for policy, path in scenario.paths.items() if name not in path]
        if variable.role == "lever" and free and not scenario.current[name]:
            then = "it stays as it is" if variable.never_falls else "its states are equally likely"
            yield f"variables.{name}: nobody spoke about this lever; under {', '.join(free)} {then}"
