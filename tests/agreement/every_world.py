"""Every world of a small scenario, one by one, each with its probability, and what it answers.

Written from DESIGN and the format, on the plain data of the file. Of the program it takes the rows alone
(`RowTable`: which row holds for a combination, and its numbers). Worlds are rows of arrays; none is merged.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

MOST_WORLDS = 300_000
PREVIOUS = "@previous"


class TooManyError(Exception):
    """More worlds than are worth the time."""


@dataclass
class Worlds:
    """weight: (worlds,). states: (variable, step) -> (worlds,); one number where all worlds agree."""

    weight: np.ndarray
    states: dict[tuple[str, int], np.ndarray] = field(default_factory=dict)
    uniforms: dict[str, np.ndarray] = field(default_factory=dict)

    def split(self, chances: np.ndarray) -> np.ndarray:
        """Every world once for each of its ways that can be, by (worlds or 1, ways) chances; the ways taken."""
        chances = np.broadcast_to(chances, (len(self.weight), chances.shape[1]))
        world, way = np.nonzero(chances > 0)
        if len(world) > MOST_WORLDS:
            raise TooManyError
        self.weight = self.weight[world] * chances[world, way]
        for held in (self.states, self.uniforms):
            for key, column in held.items():
                held[key] = column[world] if len(column) > 1 else column
        return way


def step_of(scenario: Mapping[str, Any], date: str) -> int:
    """The last step that ends on or before a date."""
    day = datetime.date.fromisoformat
    return (day(date) - day(scenario["as_of"])).days // 7


def positions(scenario: Mapping[str, Any], name: str, text: str) -> list[int]:
    """The states that an event names."""
    states = scenario["variables"][name]["states"]
    if text.endswith(" or more"):
        return list(range(states.index(text[:-8]), len(states)))
    if text.endswith(" or less"):
        return list(range(states.index(text[:-8]) + 1))
    return [states.index(state) for state in text.split(" or ")]


def paths(scenario: Mapping[str, Any], policy: str) -> dict[str, list[tuple[int | None, int]]]:
    """Of every lever that a policy names, at steps 1..N the state that it sets (or None) and the floor."""
    steps, found = scenario["timeline"]["steps"], {}
    for lever, texts in scenario["policies"][policy].items():
        variable = scenario["variables"][lever]
        orders = []
        for text in [texts] if isinstance(texts, str) else texts:
            what, _, since = text.partition(" from ")
            first = max(1, _holding(scenario, since)) if since else 1
            orders.append((first, what.startswith("at_least "), variable["states"].index(what.split()[-1])))
        path: list[tuple[int | None, int]] = [(None, 0)] * (steps + 1)
        orders.sort()
        if not orders[0][1] and orders[0][0] > 1:
            start = variable["states"].index(variable["start"])
            path[1 : orders[0][0]] = [(start, 0)] * (orders[0][0] - 1)
        for first, at_least, state in orders:
            path[first:] = [(None, state) if at_least else (state, 0)] * (steps + 1 - first)
        found[lever] = path
    return found


def _holding(scenario: Mapping[str, Any], date: str) -> int:
    """The step that contains a date: step k runs from the day after step k - 1 ends."""
    day = datetime.date.fromisoformat
    return -(-(day(date) - day(scenario["as_of"])).days // 7)


def once(variable: Mapping[str, Any]) -> bool:
    """Whether one random number serves a variable for all steps."""
    lagged = any(parent.endswith(PREVIOUS) for parent in variable.get("parents", ()))
    default = "each_step" if lagged or variable.get("never_falls") else "once"
    return variable.get("chance", default) == "once"


def order(scenario: Mapping[str, Any]) -> list[str]:
    """Variables, parents of the same step first."""
    done: list[str] = []
    variables = scenario["variables"]
    while len(done) < len(variables):
        done += [
            name
            for name, variable in variables.items()
            if name not in done and all(p in done or p.endswith(PREVIOUS) for p in variable.get("parents", ()))
        ][:1]
    return done


def worlds(scenario: Mapping[str, Any], tables: Mapping[str, Any], policy: str, draw: int) -> Worlds:
    """All worlds of one draw under one policy. Raises TooManyError."""
    made, path = Worlds(np.ones(1)), paths(scenario, policy)
    for name, variable in scenario["variables"].items():
        if "start" in variable:
            made.states[name, 0] = np.array([variable["states"].index(variable["start"])])
        if once(variable):
            ends = np.unique(np.concatenate([[0.0, 1.0], tables[name].tails[:, draw].ravel()]))
            middles = (ends[1:] + ends[:-1]) / 2
            made.uniforms[name] = middles[made.split(np.diff(ends)[None])]
    for step in range(1, scenario["timeline"]["steps"] + 1):
        for name in order(scenario):
            fixed, floor = path[name][step] if name in path else (None, 0)
            if fixed is not None:
                made.states[name, step] = np.array([fixed])
            else:
                _draw(made, scenario["variables"][name], name, tables[name], step, floor, draw)
    return made


def _draw(made: Worlds, variable: Mapping[str, Any], name: str, table: Any, step: int, floor: int, draw: int) -> None:
    """Let chance decide one variable at one step."""
    axes = list(variable.get("parents", ()))
    if variable.get("never_falls") and name + PREVIOUS not in axes:
        axes.append(name + PREVIOUS)
    read = [made.states[a.removesuffix(PREVIOUS), step - 1 if a.endswith(PREVIOUS) else step] for a in axes]
    row = table.row_of[(int(table.phase_of_step[step]), *read)]
    tails = table.tails[np.atleast_1d(row), draw]
    if once(variable):
        state = (made.uniforms[name][:, None] < tails).sum(axis=1)
    else:
        ends = np.ones((len(tails), 1)), np.zeros((len(tails), 1))
        state = made.split(-np.diff(np.concatenate([ends[0], tails, ends[1]], axis=1), axis=1))
    if variable.get("never_falls"):
        previous = made.states[name, step - 1]
        state = np.maximum(state, previous)
    made.states[name, step] = np.maximum(state, floor).astype(np.int8)
