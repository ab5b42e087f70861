"""A discrete Bayesian network as plain data, between a file of any format and a scenario."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

Row = tuple[float, ...]


@dataclass(frozen=True)
class Node:
    """One variable: its states, its parents' names, and a row for each combination of their states.

    rows: in C order of the parents (the first parent's state changes slowest), each with one probability a state.
    at: line and column of its probabilities in the file that it was read from, where it was.
    """

    name: str
    states: tuple[str, ...]
    parents: tuple[str, ...]
    rows: tuple[Row, ...]
    at: tuple[int, int] | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class BayesianNetwork:
    """Nodes in any order; every parent is among them. `file`: the one that it was read from."""

    name: str
    nodes: tuple[Node, ...]
    file: str = field(default="", compare=False, repr=False)

    def leaves(self) -> tuple[Node, ...]:
        """The nodes that are nobody's parent."""
        parents = {parent for node in self.nodes for parent in node.parents}
        return tuple(node for node in self.nodes if node.name not in parents)

    @property
    def states(self) -> Mapping[str, tuple[str, ...]]:
        """Every node's states, by name."""
        return {node.name: node.states for node in self.nodes}


def list_conditions(node: Node, states: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """The combinations of the parents' states, in the order of the rows.

    >>> node = Node("x", ("no", "yes"), ("a", "b"), ())
    >>> list(list_conditions(node, {"a": ("0", "1"), "b": ("u", "v")}))
    [('0', 'u'), ('0', 'v'), ('1', 'u'), ('1', 'v')]
    """
    return product(*(states[parent] for parent in node.parents))
