"""What a question's variable comes to by the question's deadline: the share of each state, over worlds and draws."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from sim.arrays import Floats, shares_of
from sim.engine.program.outcomes import Outcomes
from sim.results.statistics.conditional import draw_weights
from sim.results.statistics.weighted_sum import weighted_mean
from sim.scenario.resolve.questions import Target
from sim.scenario.resolve.scenario import Scenario

NO, YES = "no", "yes"


@dataclass(frozen=True)
class StateShares:
    """How often each state comes about, under one policy.

    states: of a question whether an ordered variable `reaches` a state or more, the highest state reached by the
        deadline; of an `is` question, the state at its step; of any other question "no" and "yes".
    shares: one a state, not below 0, sum 1: the mean over draws of the share of worlds.
    counted: which states make the answer yes; their shares add up to its probability.
    """

    policy: str
    question: str
    variable: str
    states: tuple[str, ...]
    shares: tuple[float, ...]
    counted: tuple[bool, ...]


def find_tails(scenario: Scenario, target: Target) -> tuple[Target, ...]:
    """What is to be answered beside a question for its shares of states: that each higher, and lower, state is reached.

    Nothing for questions other than whether an ordered variable reaches a state or more. Never the question itself.
    """
    if not _climbs(scenario, target):
        return ()
    states = len(scenario.variables[target.variable].states)
    every = (frozenset(range(lowest, states)) for lowest in range(1, states))
    return tuple(
        replace(target, question=f"{target.question} {min(tail)}", states=tail)  # no id has a space in it
        for tail in every
        if tail != target.states
    )


def _climbs(scenario: Scenario, target: Target) -> bool:
    """Whether the question is answered by the highest state reached."""
    variable = scenario.variables[target.variable]
    if target.kind != "reaches" or not variable.ordered or 0 in target.states:
        return False
    return target.states == frozenset(range(min(target.states), len(variable.states)))


def count_states(scenario: Scenario, target: Target, outcomes: Outcomes) -> StateShares | None:
    """The shares of one policy; None where the question is asked of no world.

    outcomes: the question's answer first, then those to its tails; with the slices that questions are answered from.
    """
    states = tuple(scenario.variables[target.variable].states)
    counted = tuple(place in target.states for place in range(len(states)))
    last = target.step - 1
    if target.kind == "is":
        shares = weighted_mean(outcomes.weights, outcomes.slices[target.variable][:, last])
    elif _climbs(scenario, target):
        shares = _highest(min(target.states), weighted_mean(outcomes.weights, outcomes.probability[:, :, last]))
    else:
        weights = draw_weights(outcomes, np.array([0]), np.array([last]))[0]
        if not weights.any():
            return None
        yes = float(weighted_mean(weights, outcomes.probability[:, 0, last]))
        states, counted, shares = (NO, YES), (False, True), np.array([1.0 - yes, yes])
    shares = np.clip(shares, 0.0, 1.0)
    told = tuple((shares / shares.sum()).tolist())
    return StateShares(outcomes.policy, target.question, target.variable, states, told, counted)


def _highest(asked: int, answers: Floats) -> Floats:
    """(states,) the shares of the highest states reached; answers: to the question, then to its tails, lowest first.

    asked: the lowest state that counts. Sampled answers err each by itself: a tail that came out above a lower one, or
    below a higher one, is moved to it. The question's own answer stays.
    """
    tails = np.insert(answers[1:], asked - 1, answers[0])
    tails[asked - 1 :] = np.minimum.accumulate(tails[asked - 1 :])
    tails[:asked] = np.maximum.accumulate(tails[:asked][::-1])[::-1]
    return shares_of(tails)
