"""A static network solved by the engine's frontier pass: all marginals, or one target's from its ancestors alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.arrays import Floats
from sim.engine.exact.frontier import FrontierPlan, align, plan, run
from sim.engine.exact.ordering import Shape
from sim.engine.program.graph import reachable


@dataclass(frozen=True, eq=False)
class StaticNetwork:
    """A network of tables without evidence; make it with `network`.

    tables: draws last, one where none were given. draws: whether any were.
    """

    shape: Shape
    tables: tuple[Floats, ...]
    draws: bool
    bound: dict[int | None, tuple[FrontierPlan, list[Floats]]]


def network(sizes: Sequence[int], parents: Sequence[Sequence[int]], tables: Sequence[Floats]) -> StaticNetwork:
    """A network of so many variables.

    sizes: states of each. parents: of each, by place. tables: of each, (*parents, states) in the
    parents' order, with draws as a last axis or none.
    Raises ValueError for a table of another shape.

    >>> coin = network([2, 2], [[], [0]], [np.array([0.5, 0.5]), np.array([[1.0, 0.0], [0.2, 0.8]])])
    >>> marginal(coin, 1).tolist()
    [0.6, 0.4]
    """
    shape = Shape(tuple(sizes), tuple(tuple(near) for near in parents))
    draws = tables[0].ndim > len(shape.parents[0]) + 1
    for node, (near, table) in enumerate(zip(shape.parents, tables, strict=True)):
        expected = (*(sizes[parent] for parent in near), sizes[node])
        if table.shape[: len(expected)] != expected or table.ndim != len(expected) + draws:
            raise ValueError(f"node {node}: a table of shape {table.shape}, not {expected}")
    return StaticNetwork(shape, tuple(table if draws else table[..., None] for table in tables), draws, {})


def marginals(net: StaticNetwork) -> list[Floats]:
    """Every variable's distribution: (states,), or (states, draws)."""
    made, aligned = _bind(net, None)
    readings, _ = run(made, aligned, np.ones(1))
    return [_read(net, readings[node]) for node in range(len(net.shape.sizes))]


def marginal(net: StaticNetwork, target: int) -> Floats:
    """One variable's distribution, from its ancestors alone: (states,), or (states, draws)."""
    made, aligned = _bind(net, target)
    readings, _ = run(made, aligned, np.ones(1))
    return _read(net, readings[made.steps[-1].node])


def _read(net: StaticNetwork, reading: Floats) -> Floats:
    return reading if net.draws else reading[..., 0]


def cells(sizes: Sequence[int], parents: Sequence[Sequence[int]], target: int | None = None) -> tuple[int, int]:
    """What a pass touches, before any work: the sum of the frontier's sizes, and the largest."""
    shape = Shape(tuple(sizes), tuple(tuple(near) for near in parents))
    made = plan(shape) if target is None else plan(_towards(shape, target)[0], read=frozenset({0}))
    return made.cells, made.largest


def _bind(net: StaticNetwork, target: int | None) -> tuple[FrontierPlan, list[Floats]]:
    """The plan of all marginals or of one, and the tables laid along it; kept with the network."""
    if target not in net.bound:
        if target is None:
            made, tables = plan(net.shape), net.tables
        else:
            shape, kept = _towards(net.shape, target)
            made = plan(shape, read=frozenset({kept.index(target)}))
            tables = tuple(net.tables[node] for node in kept)
        net.bound[target] = made, [align(step, tables[step.node]) for step in made.steps]
    return net.bound[target]


def _towards(shape: Shape, target: int) -> tuple[Shape, list[int]]:
    """The part of a network that a target rests on, and where its nodes stood."""
    kept = sorted(reachable([target], lambda node: shape.parents[node]))
    place = {node: index for index, node in enumerate(kept)}
    parents = tuple(tuple(place[parent] for parent in shape.parents[node]) for node in kept)
    return Shape(tuple(shape.sizes[node] for node in kept), parents), kept
