"""What an answer hangs on: the variables above it, the rows that can be met, the judgments that can speak there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product

import numpy as np

from sim.arrays import Flags
from sim.engine.program.graph import reachable
from sim.scenario.model.file import Judgment
from sim.scenario.resolve.axes import Axis
from sim.scenario.resolve.policy_path import PolicyPath
from sim.scenario.resolve.scenario import Scenario

Levers = tuple[tuple[str, str], ...]
"""Levers, each with the state at which it is held."""


def find_opening(scenario: Scenario) -> tuple[str, str]:
    """The policy and the question at which a page opens: the file's own, else as `opening` has it.

    Both are empty where the scenario has no question.
    """
    shown = scenario.presentation
    return opening(scenario) if shown is None else opening(scenario, shown.policy, shown.question)


def opening(scenario: Scenario, only: str | None = None, about: str | None = None) -> tuple[str, str]:
    """The policy and the question at which most voices other than the author's are heard, ties in the file's order.

    only: look at this policy alone. about: look at this question alone.

    Both are empty where the scenario has no question; they do not depend on what is being looked at,
    so that choosing a question never changes the policy behind it.
    """
    heard = {
        (policy, question): sum(
            scenario.experts[voice].kind != "assumption"
            for voice in speakers(scenario, scenario.targets[question].variable, policy)
        )
        for question in ([about] if about is not None else scenario.questions)
        for policy in ([only] if only is not None else scenario.policies)
    }
    return max(heard, key=lambda pair: heard[pair], default=("", ""))


def speakers(scenario: Scenario, variable: str, policy: str) -> tuple[str, ...]:
    """The voices that are heard about a variable under a policy, assumptions last.

    A background's split is heard at any weight, for it completes what nobody else spoke about.
    """
    heard = dict.fromkeys(
        judgment.expert
        for judgment in bearing(scenario, variable, policy).values()
        if scenario.experts[judgment.expert].weight > 0
        or (judgment.expert in scenario.background and judgment.says.form == "split")
    )
    return tuple(sorted(heard, key=lambda voice: scenario.experts[voice].kind == "assumption"))


def ancestry(scenario: Scenario, variable: str, policy: str) -> list[str]:
    """The variable and its ancestors, nearest first; a lever that the policy holds has none and is left out."""
    held = held_by(scenario, policy)
    axes = scenario.axes
    return list(reachable([variable], lambda name: [a.variable for a in axes[name] if a.variable not in held]))


def needed_variables(scenario: Scenario, variables: Iterable[str]) -> frozenset[str]:
    """The variables and all that they hang on, whatever the policy."""
    return frozenset(reachable(variables, lambda name: [axis.variable for axis in scenario.axes[name]]))


def bearing(scenario: Scenario, variable: str, policy: str) -> dict[str, Judgment]:
    """The judgments about a variable whose condition can hold under a policy, by id."""
    paths, axes = scenario.paths[policy], scenario.axes[variable]

    def can_hold(key: str) -> bool:
        """Whether every lever's path comes through one of the states in the condition; a free step may."""
        boxes = zip(axes, scenario.resolved[key].box, strict=True)
        levers = [(paths[axis.variable], box) for axis, box in boxes if axis.variable in paths]
        return all(any(state is None or state in box for state in path.fixed[1:]) for path, box in levers)

    return {key: j for key, j in scenario.current[variable].items() if not j.overall and can_hold(key)}


def rows_met(scenario: Scenario, question: str, policy: str) -> tuple[dict[str, Flags], int]:
    """Variable -> which combinations of its parents' states a policy leaves possible up to the last step that counts.

    For every variable the question hangs on, nearest first; combinations as `product` lists them. And that step.
    """
    names, last = hangs_on(scenario, question, policy)
    return {name: rows_until(scenario, name, policy, last) for name in names}, last


def hangs_on(scenario: Scenario, question: str, policy: str) -> tuple[tuple[str, ...], int]:
    """The variables that a question hangs on under a policy, nearest first, and the last step that counts."""
    target, held = scenario.targets[question], held_by(scenario, policy)
    names = dict.fromkeys(n for start in target.variables for n in ancestry(scenario, start, policy) if n not in held)
    return tuple(names), target.step if target.compound is None else scenario.timeline.steps


def rows_until(scenario: Scenario, variable: str, policy: str, last: int) -> Flags:
    """Which combinations of a variable's parents' states a policy leaves possible at some step 1 to `last`."""
    axes, paths = scenario.axes[variable], scenario.paths[policy]
    allowed = [_states(scenario, axis, paths, last) for axis in axes]
    cells = product(*(range(len(axis.states)) for axis in axes))
    return np.array([all(s in a for s, a in zip(cell, allowed, strict=True)) for cell in cells])


def _states(scenario: Scenario, axis: Axis, paths: Mapping[str, PolicyPath], last: int) -> set[int]:
    """The states of a parent that can be met at steps 1 to `last`."""
    everything = set(range(len(axis.states)))
    if axis.variable not in paths:
        return everything
    start = scenario.variables[axis.variable].start
    fixed = (None if start is None else axis.states.index(start), *paths[axis.variable].fixed[1:])
    found = {fixed[step] for step in range(1 - axis.lag, last + 1 - axis.lag)}
    return everything if None in found else {state for state in found if state is not None}


def held_by(scenario: Scenario, policy: str) -> set[str]:
    """The variables that a policy sets at every step; none where `policy` is empty."""
    paths = scenario.paths[policy] if policy else {}
    return {name for name, path in paths.items() if None not in path.fixed[1:]}


def lowest_levers(scenario: Scenario, key: str) -> Levers:
    """The lowest state that a judgment's condition allows each lever in it."""
    judgment = scenario.resolved[key]
    allowed = zip(scenario.axes[judgment.variable], judgment.box, strict=True)
    return tuple(
        (axis.variable, axis.states[min(states)])
        for axis, states in allowed
        if axis.name in judgment.record.given
        and axis.variable != judgment.variable
        and scenario.variables[axis.variable].role == "lever"
    )


def levers_in_words(levers: Levers) -> str:
    """Which levers are held, and at what."""
    return ", ".join(f"{name} held at {state}" for name, state in levers) or "no lever fixed"
