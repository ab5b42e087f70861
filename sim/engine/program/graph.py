"""Ancestors, descendants, all that hangs together: what can be reached in a graph, whatever its nodes are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")


def reachable(nodes: Iterable[T], neighbours: Callable[[T], Iterable[T]]) -> dict[T, None]:
    """The nodes and all that is reached from them, nearest first; those of one distance in the order they are met.

    neighbours: of a node: its parents give ancestors, its children descendants.

    >>> list(reachable(["c"], {"c": ["b", "a"], "b": ["a"], "a": ["c"]}.__getitem__))
    ['c', 'b', 'a']
    """
    found: dict[T, None] = {}
    level = dict.fromkeys(nodes)
    while level:
        found |= level
        level = dict.fromkeys(other for node in level for other in neighbours(node) if other not in found)
    return found
