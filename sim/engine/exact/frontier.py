"""Exact marginals of a network of tables: one forward pass with a moving frontier.

Variables are introduced one by one, parents first: the frontier, a joint distribution, is multiplied
by the variable's table; parents whose last child has been introduced are summed out at once, and the
variable's marginal is read off. This is variable elimination in a topological order (Zhang and Poole
1994), which needs no second pass for the marginals of all variables. Draws, where there are any, are
the last axis, so that the inner loop runs over neighbouring numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from sim.arrays import Floats
from sim.engine.exact import ordering
from sim.engine.exact.ordering import Shape


class Step(NamedTuple):
    """One node of a pass.

    twice: of a parent that is named again, the two places among the parents: the table's diagonal is read
    (a variable that lasts, in the same step and a step back). turn, spread: how the table is transposed and
    reshaped to run along the frontier's axes.
    joins: whether it becomes an axis of the frontier. others: axes summed out before a reading; the
    reading then covers the node's parents and the node, in the frontier's order. `plain`: it is a
    node of its own whose reading is the sum over all axes but the last. order: turns a gate's reading
    into the order of its axes. drop: axes that leave.
    """

    node: int
    twice: tuple[tuple[int, int], ...]
    turn: tuple[int, ...]
    spread: tuple[int, ...]
    joins: bool
    gate: bool
    others: tuple[int, ...]
    order: tuple[int, ...]
    drop: tuple[int, ...]
    read: bool


@dataclass(frozen=True)
class FrontierPlan:
    """A pass, worked out once for a structure.

    idle: axes that nobody reads, summed out at once. cells: sum of the frontier's sizes. largest: the
    largest. final: how the axes that stay are transposed to the order of `Shape.keep`.
    """

    idle: tuple[int, ...]
    steps: tuple[Step, ...]
    cells: int
    largest: int
    final: tuple[int, ...]


@lru_cache(maxsize=512)
def plan(shape: Shape, gates: frozenset[int] = frozenset(), read: frozenset[int] | None = None) -> FrontierPlan:
    """The pass over a structure; cached.

    gates: nodes that are no variables: their table weighs the frontier, and their reading is the joint
    distribution of their parents. read: nodes whose reading is wanted, all by default.
    """
    order = ordering.best(shape)
    waiting = shape.readers()
    axes = [node for node in shape.start if waiting[node]]
    idle = tuple(place for place, node in enumerate(shape.start) if not waiting[node])
    steps = []
    for node in order:
        steps.append(_step(shape, node, axes, waiting, gate=node in gates, read=read is None or node in read))
    total, largest = ordering.cells(shape, order)
    return FrontierPlan(idle, tuple(steps), total, largest, tuple(axes.index(node) for node in shape.keep))


def _step(shape: Shape, node: int, axes: list[int], waiting: list[int], *, gate: bool, read: bool) -> Step:
    """One node's step; brings `axes` and `waiting` to where they stand after it."""
    near = shape.parents[node]
    twice = tuple((near.index(axis), place) for place, axis in enumerate(near) if near.index(axis) < place)
    named = tuple(dict.fromkeys(near))
    here = [axis for axis in axes if axis in near]
    joins = waiting[node] > 0 and not gate
    own = () if gate else (len(named),)
    seen = axes if joins or gate else here  # a leaf is read off the marginal of its parents
    spread = [shape.sizes[axis] if axis in near else 1 for axis in seen] + [shape.sizes[node]] * len(own)
    others = tuple(place for place, axis in enumerate(axes) if axis not in near)
    for parent in near:
        waiting[parent] -= 1
    gone = {axis for axis in near if not waiting[axis]}
    drop = tuple(place for place, axis in enumerate(axes) if axis in gone)
    axes[:] = [axis for axis in axes if axis not in gone] + [node] * joins
    turn = tuple(named.index(axis) for axis in here) + own
    order = tuple(here.index(axis) for axis in named)
    return Step(node, twice, turn, tuple(spread), joins, gate, others, order, drop, read)


def align(step: Step, table: Floats) -> Floats:
    """A node's table laid along the frontier's axes; (*parents, states) or (*parents, states, draws)."""
    for place, again in reversed(step.twice):
        table = np.moveaxis(table.diagonal(axis1=place, axis2=again), -1, place)
    last = tuple(range(len(step.turn), table.ndim))
    return table.transpose(step.turn + last).reshape(step.spread + table.shape[len(step.turn) :])


def run(
    made: FrontierPlan, aligned: Sequence[Floats | None], frontier: Floats, *, draws: bool
) -> tuple[dict[int, Floats], Floats]:
    """The readings, by node, and the last frontier over the axes that stay.

    aligned: a table a step, as `align` lays it; None for a gate that weighs nothing.
    frontier: the joint distribution of `Shape.start`, draws last where there are draws.
    """
    grow: Any = (..., None, slice(None)) if draws else (..., None)
    readings: dict[int, Floats] = {}
    if made.idle:
        frontier = np.add.reduce(frontier, axis=made.idle)
    for step, table in zip(made.steps, aligned, strict=True):
        if step.joins:
            assert table is not None
            frontier = frontier[grow] * table
            if step.drop:
                frontier = np.add.reduce(frontier, axis=step.drop)
            if step.read:
                readings[step.node] = np.add.reduce(_flat(frontier, draws), axis=0)
            continue
        if step.gate and table is not None:
            frontier = frontier * table
        if step.read:
            seen = np.add.reduce(frontier, axis=step.others) if step.others else frontier
            readings[step.node] = _gate(seen, step, draws) if step.gate else _leaf(seen[grow], table, draws)
        if step.drop:
            frontier = np.add.reduce(frontier, axis=step.drop)
    last = (len(made.final),) if draws else ()
    return readings, frontier.transpose(made.final + last)


def _flat(frontier: Floats, draws: bool) -> Floats:
    """All axes but the last variable's (and the draws') in one."""
    return frontier.reshape((-1, *frontier.shape[-2:]) if draws else (-1, frontier.shape[-1]))


def _leaf(seen: Floats, table: Floats | None, draws: bool) -> Floats:
    """The marginal of a node that nobody reads."""
    assert table is not None
    summed: Floats = np.add.reduce(_flat(seen * table, draws), axis=0)
    return summed


def _gate(seen: Floats, step: Step, draws: bool) -> Floats:
    """The joint distribution of a gate's axes."""
    joint = seen.transpose((*step.order, len(step.order)) if draws else step.order)
    for place, again in step.twice:
        joint = np.expand_dims(joint, again)
        size = joint.shape[place]
        joint = joint * np.eye(size).reshape([size if axis in (place, again) else 1 for axis in range(joint.ndim)])
    return joint


@dataclass(frozen=True, eq=False)
class StaticNetwork:
    """A network of tables without evidence; make it with `network`."""

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
    with_draws = tables[0].ndim > len(shape.parents[0]) + 1
    for node, (near, table) in enumerate(zip(shape.parents, tables, strict=True)):
        expected = (*(sizes[parent] for parent in near), sizes[node])
        if table.shape[: len(expected)] != expected or table.ndim != len(expected) + with_draws:
            raise ValueError(f"node {node}: a table of shape {table.shape}, not {expected}")
    return StaticNetwork(shape, tuple(tables), with_draws, {})


def marginals(net: StaticNetwork) -> list[Floats]:
    """Every variable's distribution: (states,), or (states, draws)."""
    made, aligned = _bind(net, None)
    readings, _ = run(made, aligned, np.ones(1 if net.draws else ()), draws=net.draws)
    return [readings[node] for node in range(len(net.shape.sizes))]


def marginal(net: StaticNetwork, target: int) -> Floats:
    """One variable's distribution, from its ancestors alone: (states,), or (states, draws)."""
    made, aligned = _bind(net, target)
    readings, _ = run(made, aligned, np.ones(1 if net.draws else ()), draws=net.draws)
    return readings[made.steps[-1].node]


def cells(
    sizes: Sequence[int], parents: Sequence[Sequence[int]], target: int | None = None
) -> tuple[int, int]:
    """What a pass touches, before any work: the sum of the frontier's sizes, and the largest."""
    shape = Shape(tuple(sizes), tuple(tuple(near) for near in parents))
    made = plan(shape) if target is None else plan(*_towards(shape, target)[:1], read=frozenset({0}))
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
    found, open_ = {target}, [target]
    while open_:
        for parent in shape.parents[open_.pop()]:
            if parent not in found:
                found.add(parent)
                open_.append(parent)
    kept = sorted(found)
    place: Mapping[int, int] = {node: index for index, node in enumerate(kept)}
    parents = tuple(tuple(place[parent] for parent in shape.parents[node]) for node in kept)
    return Shape(tuple(shape.sizes[node] for node in kept), parents), kept
