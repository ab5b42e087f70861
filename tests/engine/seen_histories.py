"""The oracle under evidence: every history of a tiny model, weighed by the likelihood of what was seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

import brute_force
import numpy as np
import tiny_models
from brute_force import History

from sim.arrays import Floats
from sim.engine.program.program import Program
from sim.scenario.resolve.observations import Observation


def seen(program: Program, variable: str, states: Iterable[int]) -> Floats:
    """The likelihood of having seen that a variable is in one of `states`: (states,), 0 or 1."""
    return np.isin(np.arange(program.variables[program.index(variable)].states), sorted(states)).astype(float)


def likelihood(history: History, seen: Iterable[Observation]) -> float:
    """How likely what was seen is, had this been the history."""
    total = 1.0
    for one in seen:
        if one.at is not None:
            total *= one.at[history[one.step][one.variable]]
        elif any(history[step][one.variable] in one.ever for step in range(1, one.step + 1)):
            total *= one.if_ever
        else:
            total *= one.if_never
    return total


def weighed(histories: Sequence[tuple[float, History]], seen: Sequence[Observation]) -> list[tuple[float, History]]:
    """The histories with joint probabilities of themselves and of what was seen."""
    return [(probability * likelihood(history, seen), history) for probability, history in histories]


def at(variable: str, step: int, *likelihoods: float) -> Observation:
    """What was seen at a step, by its likelihood in each state."""
    return Observation(f"{variable} at {step}", variable, step, at=likelihoods)


def reached(variable: str, step: int, *states: int) -> Observation:
    """The event has held at some step."""
    return Observation(f"{variable} reached", variable, step, ever=frozenset(states), if_ever=1.0, if_never=0.0)


def not_reached(variable: str, step: int, *states: int, sensitivity: float = 1.0) -> Observation:
    """No report of the event by a step; a report would have come with a probability of `sensitivity`."""
    missed = 1.0 - sensitivity
    return Observation(f"{variable} not", variable, step, ever=frozenset(states), if_ever=missed, if_never=1.0)


EVIDENCE: dict[str, dict[str, list[Observation]]] = {
    "ladder": {
        "root": [at("lever", 2, 0, 1, 1)],
        "root past": [reached("lever", 2, 2)],
        "root soft": [not_reached("lever", 3, 1, 2, sensitivity=0.7)],
        "middle": [at("near", 1, 0, 1, 0), at("near", 3, 1, 0.2, 0.1)],
        "middle gap": [at("near", 2, 1, 0, 1)],
        "leaf": [at("far", 2, 0.1, 0.3, 1)],
        "leaf past": [reached("far", 3, 1), not_reached("far", 2, 2, sensitivity=0.5)],
        "all": [at("lever", 1, 1, 1, 0), at("near", 2, 0, 1, 1), not_reached("far", 2, 2)],
    },
    "memory": {
        "root": [at("flicker", 2, 0, 1)],
        "root past": [reached("flicker", 3, 0)],
        "middle": [at("mood", 1, 0.5, 1, 0), at("mood", 3, 0, 0, 1)],
        "middle past": [reached("mood", 2, 0), reached("mood", 3, 2), at("mood", 3, 1, 0.5, 0.1)],
        "leaf": [at("act", 2, 0, 1), at("act", 3, 1, 0.3)],
        "leaf past": [not_reached("act", 2, 1, sensitivity=0.8)],
    },
    "loop": {
        "attack": [at("attack", 2, 0, 1)],
        "answer": [at("answer", 3, 1, 0.5, 0), reached("answer", 2, 1)],
        "opinion": [at("opinion", 1, 0, 1, 1), at("opinion", 3, 1, 0, 0.5)],
    },
    "wide": {
        "weather": [at("weather", 2, 0, 1, 0, 1)],
        "weather past": [reached("weather", 2, 1, 2), not_reached("weather", 3, 3, sensitivity=0.9)],
        "harvest": [reached("harvest", 3, 0, 2), at("harvest", 1, 1, 1, 0.5, 0)],
    },
}  # fmt: skip


def possible(model: str, policy: str, name: str) -> bool:
    """Whether the policy leaves the observed steps to chance."""
    paths = tiny_models.MODELS[model]().policies[policy]
    return all(
        one.variable not in paths or all(paths[one.variable].fixed[step] is None for step in one.steps)
        for one in EVIDENCE[model][name]
    )


CASES = [
    (model, policy, name)
    for model, policy in tiny_models.CASES
    for name in EVIDENCE[model]
    if possible(model, policy, name)
]


@cache
def of_model(model: str, policy: str) -> list:
    """A list of (probability, history) for every distinct draw."""
    made = tiny_models.MODELS[model]()
    draws = range(made.tables[0].tails.shape[1])
    return [list(brute_force.histories(made.tables, made.steps, made.policies[policy], draw)) for draw in draws]
