"""The graph of variables: no cycle within a step, and no `once` variable that moves itself through a lag."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence

from sim.scenario.check.findings import Findings
from sim.scenario.resolve.axes import PREVIOUS

_Edges = Mapping[str, tuple[tuple[str, bool], ...]]
"""Variable -> its parents, each with whether it acts through a lag."""


def check_graph(findings: Findings) -> None:
    """Cycles among parents of the same step; loops of `once` variables through a lag."""
    variables = findings.scenario.variables
    edges = {
        name: tuple(
            (base, parent.endswith(PREVIOUS))
            for parent in findings.words.parents(name)
            if (base := parent.removesuffix(PREVIOUS)) in variables
        )
        for name in variables
    }
    for cycle in cycles({name: [parent for parent, lag in ways if not lag] for name, ways in edges.items()}):
        message = f"cycle: {shown(cycle)}; one of them must act through the previous step (X@previous)"
        findings.add(("variables", cycle[-1], "parents"), message)
    told: set[str] = set()
    for name, variable in variables.items():
        if variable.chance == "each_step" or name in told or not findings.sound("variables", name):
            continue
        if loop := _lag_loop(name, edges):
            told.update(step.removesuffix(PREVIOUS) for step in loop)
            message = f"a `once` variable cannot be its own ancestor through a lag: {' -> '.join(loop)}"
            findings.add(("variables", name), message + "; write chance: each_step", at_key=True)


def cycles(parents: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Cycles that share no variable, each from parent to child and closed; `parents`: every variable's.

    >>> cycles({"a": ["b"], "b": ["c", "a"], "c": []})
    [['a', 'b', 'a']]
    """
    waiting = {name: set(found) for name, found in parents.items()}
    found = []
    while waiting := _stuck(waiting):
        walk = [next(iter(waiting))]
        while walk[-1] not in walk[:-1]:
            walk.append(next(parent for parent in parents[walk[-1]] if parent in waiting))
        cycle = walk[walk.index(walk[-1]) :][::-1]
        found.append(cycle)
        for name in cycle[1:]:
            del waiting[name]
    return found


def shown(cycle: Sequence[str]) -> str:
    """A cycle for a message, a long one without its middle."""
    return " -> ".join(cycle if len(cycle) <= 20 else [*cycle[:10], "...", *cycle[-3:]])


def _stuck(waiting: dict[str, set[str]]) -> dict[str, set[str]]:
    """What is left when variables without waiting parents are taken away, again and again."""
    left = dict(waiting)
    while free := [name for name, parents in left.items() if not parents & left.keys()]:
        for name in free:
            del left[name]
    return left


def _lag_loop(start: str, edges: _Edges) -> list[str] | None:
    """The shortest way from a variable back to itself with a lag on it, from parent to child; None if none."""
    seen = {(start, False)}
    queue = deque([(start, False, [start])])
    while queue:
        here, through, way = queue.popleft()
        for parent, lagged in edges[here]:
            node = (parent, through or lagged)
            longer = [parent + PREVIOUS if lagged else parent, *way]
            if node == (start, True):
                return longer
            if node not in seen:
                seen.add(node)
                queue.append((*node, longer))
    return None
