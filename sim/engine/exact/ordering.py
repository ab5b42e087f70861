"""In which order a network's variables are best taken: the moving frontier kept small.

A variable joins the frontier when it is introduced and leaves it when the last of its children has
been. What a pass costs is the sum of the frontier's sizes; finding the least is as hard as finding a
treewidth (Arnborg, Corneil and Proskurowski 1987), so that a few good tries have to do.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

TRIES = 4
WILD = 0.3
IMPROVED = 2
SWEEPS = 12
REACH = 8


@dataclass(frozen=True)
class Shape:
    """What an order depends on.

    sizes: states of each node; a gate, which joins nothing to the frontier and only looks at it or
        weighs it, has size 1. parents: by place. start: nodes that are in the frontier from the
        beginning. keep: nodes that stay in it to the end.
    """

    sizes: tuple[int, ...]
    parents: tuple[tuple[int, ...], ...]
    start: tuple[int, ...] = ()
    keep: tuple[int, ...] = ()

    def children(self) -> list[list[int]]:
        """The nodes that read each node."""
        children: list[list[int]] = [[] for _ in self.sizes]
        for node, near in enumerate(self.parents):
            for parent in near:
                children[parent].append(node)
        return children

    def readers(self) -> list[int]:
        """How many nodes wait for each node; one more for those that stay."""
        return [len(children) + self.keep.count(node) for node, children in enumerate(self.children())]


class Frontier:
    """The size of the frontier as nodes are introduced."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self.waiting = shape.readers()
        self.size = 1
        for node in shape.start:
            self.size *= shape.sizes[node] if self.waiting[node] else 1

    def cost(self, node: int) -> int:
        """Cells touched when a node is introduced: a leaf is read off its parents' marginal without joining."""
        own = self.shape.sizes[node]
        if self.waiting[node]:
            return self.size * own
        for parent in self.shape.parents[node]:
            own *= self.shape.sizes[parent]
        return max(self.size, own)

    def introduce(self, node: int) -> int:
        """Introduce a node; the cells touched."""
        touched = self.cost(node)
        if self.waiting[node]:
            self.size *= self.shape.sizes[node]
        for parent in self.shape.parents[node]:
            self.waiting[parent] -= 1
            if not self.waiting[parent]:
                self.size //= self.shape.sizes[parent]
        return touched

    def take_back(self, node: int, size: int) -> None:
        """Undo `introduce`; `size` is the size before."""
        for parent in self.shape.parents[node]:
            self.waiting[parent] += 1
        self.size = size


def cells(shape: Shape, order: Iterable[int]) -> tuple[int, int]:
    """Sum of the frontier's sizes over an order, and the largest.

    >>> cells(Shape((2, 3, 2), ((), (0,), (1,))), (0, 1, 2))
    (14, 6)
    """
    frontier = Frontier(shape)
    touched = [frontier.introduce(node) for node in order]
    return sum(touched), max([frontier.size, *touched])


def best(shape: Shape) -> tuple[int, ...]:
    """A good order: parents first, the same for the same shape every time.

    Candidates are the order of the places and several greedy ones; the best two are improved by
    moving single nodes. Raises ValueError for a loop.
    """
    rng = random.Random(1)
    candidates = {tuple(_greedy(shape, rng, wild)) for wild in (0.0, *([WILD] * (TRIES - 1)))}
    if all(parent < node for node, near in enumerate(shape.parents) for parent in near):
        candidates.add(tuple(node for node in range(len(shape.sizes)) if node not in shape.start))
    ranked = sorted(candidates, key=lambda order: (cells(shape, order), order))
    improved = [_moved(shape, list(order)) for order in ranked[:IMPROVED]]
    return min(improved, key=lambda order: (cells(shape, order), order))


def _greedy(shape: Shape, rng: random.Random, wild: float) -> list[int]:
    """Always close the axis that leaves the smallest frontier: introduce all that waits for it.

    wild: the share of choices that fall on the second or third best.
    """
    frontier, done, children = Frontier(shape), set(shape.start), shape.children()
    order: list[int] = []
    while len(done) < len(shape.sizes):
        goals = {child for node in done if frontier.waiting[node] for child in children[node] if child not in done}
        groups = [_needed(shape, children[node], done) for node in done if frontier.waiting[node]]
        groups += [_needed(shape, [node], done) for node in goals or range(len(shape.sizes)) if node not in done]
        groups = [group for group in groups if group]
        ranked = sorted((_after(frontier, group), rng.random(), group) for group in groups)
        chosen = ranked[0 if rng.random() >= wild else rng.randrange(min(3, len(ranked)))][2]
        for node in chosen:
            frontier.introduce(node)
        order += chosen
        done.update(chosen)
    return order


def _needed(shape: Shape, nodes: Iterable[int], done: set[int]) -> list[int]:
    """Nodes and those of their ancestors that are not in yet, parents first."""
    found: list[int] = []
    open_ = [(node, False) for node in nodes]
    inside: set[int] = set()
    while open_:
        node, ready = open_.pop()
        if ready:
            inside.discard(node)
            found.append(node)
        elif node in inside:
            raise ValueError("the network has a loop")
        elif node not in done and node not in found:
            inside.add(node)
            open_ += [(node, True), *((parent, False) for parent in shape.parents[node])]
    return found


def _after(frontier: Frontier, group: Sequence[int]) -> tuple[int, int]:
    """The frontier's size once a group is in, and the cells touched on the way."""
    sizes, touched = [], 0
    for node in group:
        sizes.append(frontier.size)
        touched += frontier.introduce(node)
    after = frontier.size
    for node, size in zip(reversed(group), reversed(sizes), strict=True):
        frontier.take_back(node, size)
    return after, touched


def _moved(shape: Shape, order: list[int]) -> tuple[int, ...]:
    """Single nodes moved, while that saves cells, to where they cost least."""
    for _ in range(SWEEPS):
        if not _sweep(shape, order):
            break
    return tuple(order)


def _sweep(shape: Shape, order: list[int]) -> bool:
    """One pass over an order, in place: every window is put in the best order that moves a single node to
    or from its front; whether anything has changed."""
    frontier, changed = Frontier(shape), False
    for place in range(len(order) - 1):
        window = order[place : place + REACH]
        first, near = window[0], [set(shape.parents[node]) for node in window]
        leads = [at for at in range(len(window)) if near[at].isdisjoint(window[:at])]
        ways = [[window[at], *window[:at], *window[at + 1 :]] for at in leads]
        for at in range(1, len(window)):
            if first in near[at]:
                break
            ways.append([*window[1 : at + 1], first, *window[at + 1 :]])
        best = min(ways, key=lambda way: _after(frontier, way)[1])
        if _after(frontier, best)[1] < _after(frontier, window)[1]:
            order[place : place + REACH] = best
            changed = True
        frontier.introduce(order[place])
    return changed
