"""Exact marginals: the moving frontier beside pyAgrum and pgmpy."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from benchmarks.static_network import marginal, marginals, network
from benchmarks.timing import interleaved
from benchmarks.workloads import Workload

CALLS = 20  # of ours and pyAgrum's in one measurement: single calls are too short to be timed


@dataclass(frozen=True)
class Solved:
    """milliseconds: medians over the rounds. apart: largest difference of any probability from ours."""

    label: str
    milliseconds: dict[str, float | None]
    apart: float | None


ALL, ONE = "all marginals", "one target"


def solve(workload: Workload, rounds: int) -> list[Solved]:
    """Ours first, then the peers that are installed. Planning and building are outside the clock, for everybody."""
    ways = {"ours": _ours(workload), "pyAgrum": _pyagrum(workload), "pgmpy": _pgmpy(workload)}
    runs = {
        (label, what): _repeated(way, CALLS if label != "pgmpy" else 2)
        for label, made in ways.items()
        if made is not None
        for what, way in made.items()
    }
    answers = {key: np.concatenate([np.ravel(a) for a in run()]) for key, run in runs.items()}  # warms up, too
    names = {" ".join(key): key for key in runs}
    taken = interleaved({name: runs[key] for name, key in names.items()}, rounds)
    medians = {key: float(np.median(taken[name])) for name, key in names.items()}
    solved = []
    for label, made in ways.items():
        calls = CALLS if label != "pgmpy" else 2
        milliseconds = {w: 1e3 * medians[label, w] / calls if (label, w) in medians else None for w in (ALL, ONE)}
        gaps = [np.abs(answers[label, what] - answers["ours", what]).max() for what in made or {}]
        solved.append(Solved(label, milliseconds, float(max(gaps)) if gaps else None))
    return solved


Way = Callable[[], list[np.ndarray]]


def _repeated(way: Way, calls: int) -> Way:
    def run() -> list[np.ndarray]:
        for _ in range(calls - 1):
            way()
        return way()

    return run


def _ours(workload: Workload) -> dict[str, Way]:
    net = network(workload.sizes, workload.parents, workload.tables())
    target = workload.place[workload.target]
    return {ALL: lambda: marginals(net), ONE: lambda: [marginal(net, target)]}


def _pyagrum(workload: Workload) -> dict[str, Way] | None:
    if importlib.util.find_spec("pyagrum") is None:
        return None
    from benchmarks import with_pyagrum

    net, names = with_pyagrum.network(workload), list(workload.place)
    return {
        ALL: lambda: with_pyagrum.marginals(net, names),
        ONE: lambda: [with_pyagrum.marginal(net, workload.target)],
    }


def _pgmpy(workload: Workload) -> dict[str, Way] | None:
    if importlib.util.find_spec("pgmpy") is None:
        return None
    from benchmarks import with_pgmpy

    net = with_pgmpy.network(workload)
    return {ONE: lambda: [with_pgmpy.marginal(net, workload.target)]}
