"""The words of a scenario made exact: states to numbers, conditions to boxes, dates to steps.

The other rooms ask these questions here and nowhere else, so that `STATE or more` or `by: DATE`
means the same thing in a check, in a prior and in a forecast.
"""

from __future__ import annotations

from dataclasses import dataclass

from sim.scenario.clock import last_step_by, step_end, step_holding, steps_of
from sim.scenario.events import canonical, states
from sim.scenario.model import Judgment, Scenario
from sim.scenario.policies import PolicyPath, policy
from sim.scenario.targets import Target, target

__all__ = [
    "Axis", "PolicyPath", "Target", "axes", "box", "canonical", "last_step_by", "order", "parents", "policy",
    "states", "step_end", "step_holding", "steps_of", "target",
]  # fmt: skip

PREVIOUS = "@previous"


@dataclass(frozen=True)
class Axis:
    """One parent as it conditions a variable's rows.

    `name` is the word used in `given`: `us_action`, or `climate@previous` for the state one step before.
    """

    name: str
    variable: str
    lag: int
    states: tuple[str, ...]


def axes(scenario: Scenario, variable: str) -> tuple[Axis, ...]:
    """The parents in the file's order; a variable that never falls has its own previous state last.

    Raises KeyError for a parent that is no variable.
    """
    return tuple(_axis(scenario, name) for name in parents(scenario, variable))


def parents(scenario: Scenario, variable: str) -> tuple[str, ...]:
    """The names of the axes, whether or not the parents exist."""
    names, own = scenario.variables[variable].parents, variable + PREVIOUS
    implied = scenario.variables[variable].never_falls and own not in names
    return (*names, own) if implied else names


def _axis(scenario: Scenario, name: str) -> Axis:
    variable = name.removesuffix(PREVIOUS)
    return Axis(name, variable, int(name != variable), scenario.variables[variable].states)


def box(scenario: Scenario, variable: str, judgment: Judgment) -> tuple[frozenset[int], ...]:
    """The rows a judgment speaks in: one set of parent states an axis, all of them where `given` is silent.

    Raises ValueError for a condition that names no state of the parent.
    """
    return tuple(
        states(
            judgment.given.get(axis.name, "any"), axis.states, scenario.variables[axis.variable].ordered, axis.variable
        )
        for axis in axes(scenario, variable)
    )


def order(scenario: Scenario) -> tuple[str, ...]:
    """All variables, parents of the same step before their children, else by name.

    The file's order has no part in it: in the order found here numbers are added up, and sums round by their order.
    Raises ValueError with the variables of a cycle.
    """
    waiting = {
        name: {parent for parent in variable.parents if not parent.endswith(PREVIOUS)}
        for name, variable in sorted(scenario.variables.items())
    }
    done: dict[str, None] = {}
    while len(done) < len(waiting):
        ready = next((name for name, needs in waiting.items() if name not in done and needs <= done.keys()), None)
        if ready is None:
            raise ValueError("cycle among " + ", ".join(name for name in waiting if name not in done))
        done[ready] = None
    return tuple(done)
