"""Conditions and rows made exact: the parents of a variable as axes, a condition as a box, the order of variables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sim.scenario.model.file import Judgment, Variable
from sim.scenario.resolve.events import states

PREVIOUS = "@previous"

Box = tuple[frozenset[int], ...]
"""Some rows of a variable: a set of states (positions) for every axis."""


@dataclass(frozen=True)
class Axis:
    """One parent as it conditions a variable's rows.

    `name` is the word used in `given`: `us_action`, or `climate@previous` for the state one step before.
    """

    name: str
    variable: str
    lag: int
    states: tuple[str, ...]


def row_in_words(conditions: tuple[Axis, ...], row: Iterable[int]) -> str:
    """One row of a variable, by its parents' states (positions): `us_action = blockade, asset = ship`."""
    return ", ".join(f"{axis.name} = {axis.states[state]}" for axis, state in zip(conditions, row, strict=True))


def parents(name: str, variable: Variable) -> tuple[str, ...]:
    """The names of a variable's axes, in the file's order; its own previous state is last where it never falls."""
    own = name + PREVIOUS
    return (*variable.parents, own) if variable.never_falls and own not in variable.parents else variable.parents


def axes(variables: Mapping[str, Variable], name: str) -> tuple[Axis, ...]:
    """The axes of a variable's rows; raises KeyError for a parent that is no variable."""
    return tuple(
        Axis(parent, base := parent.removesuffix(PREVIOUS), int(parent != base), variables[base].states)
        for parent in parents(name, variables[name])
    )


def box(variables: Mapping[str, Variable], conditions: tuple[Axis, ...], judgment: Judgment) -> Box:
    """The rows a judgment speaks in: all states of an axis where `given` is silent.

    Raises ValueError for a condition that names no state of the parent.
    """
    return tuple(
        states(judgment.given.get(axis.name, "any"), axis.states, variables[axis.variable].ordered, axis.variable)
        for axis in conditions
    )


def order(variables: Mapping[str, Variable]) -> tuple[str, ...]:
    """All variables, parents of the same step before their children, else by name.

    The file's order has no part in it: in the order found here numbers are added up, and sums round by their order.
    Raises ValueError with the variables of a cycle.
    """
    waiting = {
        name: {parent for parent in variable.parents if not parent.endswith(PREVIOUS)}
        for name, variable in sorted(variables.items())
    }
    done: dict[str, None] = {}
    while len(done) < len(waiting):
        ready = next((name for name, needs in waiting.items() if name not in done and needs <= done.keys()), None)
        if ready is None:
            raise ValueError("cycle among " + ", ".join(name for name in waiting if name not in done))
        done[ready] = None
    return tuple(done)
