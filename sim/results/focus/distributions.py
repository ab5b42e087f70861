"""In which states the variables are at one step, and how far what was seen moves that."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

import numpy as np

from sim.engine.answers import work
from sim.engine.given import answer_given
from sim.engine.program.compiler import compile
from sim.engine.program.program import needed
from sim.engine.program.uniforms import round_worlds
from sim.priors.build import build
from sim.results.forecast.evidence_policies import open_policies, require_possible
from sim.results.limits import MEMORY, require, require_known
from sim.results.memory.estimate import Extent, require_memory
from sim.scenario.resolve.observations import Observation
from sim.scenario.resolve.questions import Target
from sim.scenario.resolve.scenario import Scenario

Distributions = Mapping[str, tuple[float, ...]]
"""Variable -> the share of each of its states, lowest first."""


def find_distributions(
    scenario: Scenario, policy: str, step: int, *, observations: Sequence[Observation] = (), draws: int = 1000,
    worlds: int = 64, seed: int = 1,
) -> dict[str, tuple[float, ...]]:  # fmt: skip
    """The shares of the states of every variable at one step under a policy, means over draws.

    step: 1 to the timeline's last. observations: what was seen. draws, worlds, seed: as in `sim.forecast`. Each share
    is the answer to "is the variable in this state at the end of the step?".

    Raises what `sim.forecast` raises.

    >>> from sim.scenario.file.read import read
    >>> found = find_distributions(read("scenarios/first-steps.yaml"), "strikes", 1, draws=100)
    >>> {len(shares): round(sum(shares), 9) for shares in found.values()}[3]
    1.0
    """
    require(draws=draws, worlds=worlds, seed=seed)
    require_known(scenario, policies=[policy])
    mine = {policy: scenario.paths[policy]}
    open_policies(scenario, mine, [policy], observations)
    require_memory(scenario, Extent(draws, seen=bool(observations)), MEMORY, [policy])
    asked = [one for name in scenario.variables for one in _states(scenario, name, step)]
    seen = [one.variable for one in observations]
    program = needed(compile(scenario, build(scenario, draws, seed), asked), seen)
    if observations:
        steps = [step] * len(asked)
        found = answer_given(program, mine, observations, round_worlds(worlds), seed, slices=(), steps=steps)
        require_possible(program, mine, found, observations, seed)
        outcomes = found[policy]
    else:
        outcomes = work(program, policy, mine[policy], round_worlds(worlds), seed, every=False).outcomes
    means = outcomes.weights @ outcomes.probability[:, :, step - 1]
    shares: dict[str, tuple[float, ...]] = {}
    place = 0
    for name, variable in scenario.variables.items():
        higher = np.clip(means[place : place + len(variable.states) - 1], 0.0, 1.0)
        place += len(higher)
        every = np.array([max(1.0 - float(higher.sum()), 0.0), *higher])
        shares[name] = tuple((every / every.sum()).tolist())
    return shares


def find_distance(before: Sequence[float], after: Sequence[float]) -> float:
    """How far two distributions lie apart, 0 to 1: the share that has to go to another state (total variation).

    >>> find_distance((0.9, 0.1), (0.5, 0.5))
    0.4
    """
    return float(np.abs(np.subtract(after, before)).sum() / 2)


def _states(scenario: Scenario, name: str, step: int) -> list[Target]:
    """A question a state but the first, whose share is the rest."""
    day: datetime.date = scenario.calendar.ends[step]
    return [
        Target(f"{name} {state}", "", name, frozenset((state,)), "", "is", step, day, "")
        for state in range(1, len(scenario.variables[name].states))
    ]
