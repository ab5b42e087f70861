"""The model of eighteen variables, its answers added up history by history: slow, and nothing of the engine in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations_with_replacement
from pathlib import Path

import numpy as np

from sim.engine.program.compiler import compile
from sim.engine.program.program import Program
from sim.priors.build import build
from sim.scenario.file import read
from sim.scenario.resolve.scenario import Scenario

FILE = Path(__file__).parents[1] / "scenarios" / "valid" / "eighteen.yaml"
Path_ = tuple[int, ...]


@cache
def scenario() -> Scenario:
    return read.read(FILE)


@cache
def program(draws: int) -> Program:
    return compile(scenario(), build(scenario(), draws, 1))


def tails(made: Program, name: str, step: int, states: Mapping[str, np.ndarray]) -> np.ndarray:
    """P(name >= s), s = 1 ..: (draws, ..., states - 1), where `states` has the parents' states, (draws or 1, ...).

    A variable's own previous state goes by its own name.
    """
    one = made.variables[made.index(name)]
    combination = sum((states[made.variables[p.variable].name] * p.stride for p in one.parents), np.zeros((1, 1), int))
    if one.memory is not None:
        combination = combination + states[name] * one.memory
    row = one.row_of[one.phase_of_step[step]][combination]
    draw = np.arange(made.draws).reshape(-1, *[1] * (row.ndim - 1))
    return np.moveaxis(one.thresholds[:, draw, row], 0, -1)


def histories(
    made: Program, name: str, steps: int, others: Mapping[str, Path_]
) -> Iterator[tuple[Path_, np.ndarray]]:
    """Every path of a variable that never falls, with its probability in each draw; others' paths are given."""
    one = made.variables[made.index(name)]
    assert one.never_falls
    assert one.start is not None
    for path in combinations_with_replacement(range(one.start, one.states), steps):
        chance = np.ones(made.draws)
        for step, (before, now) in enumerate(zip((one.start, *path), path, strict=False), start=1):
            states = {other: np.array([[there[step - 1]]]) for other, there in others.items()}
            above = tails(made, name, step, {**states, name: np.array([[before]])})[:, 0]
            edges = np.concatenate([np.ones((made.draws, 1)), above, np.zeros((made.draws, 1))], axis=1)
            chance = chance * (edges[:, now] - edges[:, now + 1])
        yield path, chance


def reached(made: Program, chain: Sequence[str], cells: Sequence[Mapping[str, int]], low: int) -> np.ndarray:
    """(draws,): P(the chain's last is `low` or more in one of the cells at least).

    chain: variables drawn once, each after those before it and what the cells tell. Each uniform but the
    last is cut wherever a state changes in some cell; the last one is below the highest of its thresholds.
    """
    states = {name: np.array([cell[name] for cell in cells])[None, None] for name in cells[0]}
    weight = np.ones((made.draws, 1))
    for name in chain[:-1]:
        above = np.broadcast_to(t := tails(made, name, 1, states), (made.draws, *t.shape[1:]))
        inner = np.sort(above.reshape(made.draws, above.shape[1], -1), axis=-1)
        edges = np.concatenate([0 * inner[..., :1], inner, 0 * inner[..., :1] + 1], axis=-1)
        middle = (edges[..., 1:] + edges[..., :-1]) / 2
        state = (middle[..., None, None] < above[:, :, None]).sum(axis=-1)
        pieces = middle.shape[-1]
        weight = (weight[..., None] * np.diff(edges, axis=-1)).reshape(made.draws, -1)
        states = {
            key: value if value.shape[1] == 1 else np.repeat(value, pieces, axis=1) for key, value in states.items()
        }
        states[name] = state.reshape(made.draws, -1, len(cells))
    last = tails(made, chain[-1], 1, states)[..., low - 1].max(axis=-1)
    return np.asarray((weight * last).sum(axis=1))


def answer(
    made: Program, chain: Sequence[str], low: int, steps: int, moves: str, others: Mapping[str, Path_]
) -> np.ndarray:
    """(draws,): P(the chain's last is `low` or more at some step up to `steps`), over all paths of `moves`."""
    chance: dict[frozenset[tuple[int, ...]], np.ndarray] = {}
    names = (moves, *others)
    for path, likely in histories(made, moves, steps, others):
        cells = frozenset(zip(path, *(there[:steps] for there in others.values()), strict=True))
        chance[cells] = chance.get(cells, 0) + likely
    total = np.zeros(made.draws)
    for cells, likely in chance.items():
        visited = [dict(zip(names, cell, strict=True)) for cell in sorted(cells)]
        total = total + likely * reached(made, chain, visited, low)
    return total
