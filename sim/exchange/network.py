"""A discrete Bayesian network as plain data, between a file of any format and a scenario."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

Row = tuple[float, ...]


@dataclass(frozen=True)
class Node:
    """One variable: its states, its parents' names, and a row for each combination of their states.

    rows: in C order of the parents (the first parent's state changes slowest), each with one probability a state.
    """

    name: str
    states: tuple[str, ...]
    parents: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Network:
    """Nodes in any order; every parent is among them."""

    name: str
    nodes: tuple[Node, ...]

    def leaves(self) -> tuple[Node, ...]:
        """The nodes that are nobody's parent."""
        parents = {parent for node in self.nodes for parent in node.parents}
        return tuple(node for node in self.nodes if node.name not in parents)

    @property
    def states(self) -> Mapping[str, tuple[str, ...]]:
        """Every node's states, by name."""
        return {node.name: node.states for node in self.nodes}


def conditions(node: Node, states: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """The combinations of the parents' states, in the order of the rows.

    >>> node = Node("x", ("no", "yes"), ("a", "b"), ())
    >>> list(conditions(node, {"a": ("0", "1"), "b": ("u", "v")}))
    [('0', 'u'), ('0', 'v'), ('1', 'u'), ('1', 'v')]
    """
    return product(*(states[parent] for parent in node.parents))


def normalised(row: Row) -> Row:
    """The row with the sum 1; as it is where it sums to 1 already."""
    total = math.fsum(row)
    return row if total == 1 else tuple(share / total for share in row)
