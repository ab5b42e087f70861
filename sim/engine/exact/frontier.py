"""Exact marginals of a network of tables: one forward pass with a moving frontier.

Variables are introduced one by one, parents first: the frontier, a joint distribution, is multiplied
by the variable's table; parents whose last child has been introduced are summed out at once, and the
variable's marginal is read off. This is variable elimination in a topological order (Zhang and Poole
1994), which needs no second pass for the marginals of all variables. Draws are the last axis, so that
the inner loop runs over neighbouring numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

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
    steps = [
        _step(shape, node, axes, waiting, gate=node in gates, read=read is None or node in read) for node in order
    ]
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
    """A node's table, (*parents, states, draws), laid along the frontier's axes; a gate's has no states."""
    for place, again in reversed(step.twice):
        table = np.moveaxis(table.diagonal(axis1=place, axis2=again), -1, place)
    last = tuple(range(len(step.turn), table.ndim))
    return table.transpose(step.turn + last).reshape(step.spread + table.shape[len(step.turn) :])


def run(
    made: FrontierPlan, aligned: Sequence[Floats | None], frontier: Floats
) -> tuple[dict[int, Floats], Floats]:
    """The readings, by node, and the last frontier over the axes that stay; draws last in all of them.

    aligned: a table a step, as `align` lays it; None for a gate that weighs nothing.
    frontier: the joint distribution of `Shape.start`, draws last.
    """
    readings: dict[int, Floats] = {}
    if made.idle:
        frontier = np.add.reduce(frontier, axis=made.idle)
    for step, table in zip(made.steps, aligned, strict=True):
        if step.joins:
            assert table is not None
            frontier = frontier[..., None, :] * table
            if step.drop:
                frontier = np.add.reduce(frontier, axis=step.drop)
            if step.read:
                readings[step.node] = _last(frontier)
            continue
        if step.gate and table is not None:
            frontier = frontier * table
        if step.read:
            seen = np.add.reduce(frontier, axis=step.others) if step.others else frontier
            readings[step.node] = _gate(seen, step) if table is None or step.gate else _last(seen[..., None, :] * table)
        if step.drop:
            frontier = np.add.reduce(frontier, axis=step.drop)
    return readings, frontier.transpose((*made.final, len(made.final)))


def _last(frontier: Floats) -> Floats:
    marginal: Floats = np.add.reduce(frontier.reshape((-1, *frontier.shape[-2:])), axis=0)
    return marginal


def _gate(seen: Floats, step: Step) -> Floats:
    joint = seen.transpose((*step.order, len(step.order)))
    for place, again in step.twice:
        joint = np.expand_dims(joint, again)
        size = joint.shape[place]
        joint = joint * np.eye(size).reshape([size if axis in (place, again) else 1 for axis in range(joint.ndim)])
    return joint

