"""Who takes part in sampling: ours, plain NumPy, and the peers, each in a module of its own."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.workloads import Workload

Counts = Mapping[str, NDArray[np.int64]]


@dataclass(frozen=True)
class Sampler:
    """One way to make worlds, ready for one workload.

    run: makes so many worlds; only this is timed. counts: how many of them end in each state, by variable.
    most: as many worlds as one call should make, for the memory they take.
    """

    run: Callable[[int], object]
    counts: Callable[[object], Counts]
    most: int = 1 << 20


@dataclass(frozen=True)
class Contestant:
    """module: of this folder; its function `function(workload, seed)` returns a Sampler. package: what it needs."""

    label: str
    how: str
    module: str
    function: str
    package: str | None = None

    def sampler(self, workload: Workload, seed: int) -> Sampler | None:
        """None where the package is not installed."""
        if self.package is not None and importlib.util.find_spec(self.package) is None:
            return None
        made: Sampler = getattr(importlib.import_module(f"benchmarks.{self.module}"), self.function)(workload, seed)
        return made


OURS = "ours, 8 bits a draw"
REFERENCE = "plain vectorised NumPy"
CONTESTANTS = (
    Contestant(OURS, "`PlainWorlds(bits=8)`, more where they do not tell", "ours", "eight"),
    Contestant("ours, 16 bits a draw", "`PlainWorlds(bits=16)`, the same", "ours", "sixteen"),
    Contestant("ours, 32 bits a draw", "`PlainWorlds(bits=32)`, the same", "ours", "thirty_two"),
    Contestant(REFERENCE, "cumulative rows gathered, float64", "plain_numpy", "sampler"),
    Contestant("JAX by hand, rows", "`jit`, thresholds gathered row by row", "with_jax", "rows", "jax"),
    Contestant("JAX by hand, columns", "`jit`, a gather for each threshold", "with_jax", "columns", "jax"),
    Contestant("NumPyro", "`Predictive(parallel=True)`", "with_numpyro", "sampler", "numpyro"),
    Contestant("pyAgrum", "`BNDatabaseGenerator.drawSamples`", "with_pyagrum", "sampler", "pyagrum"),
    Contestant("pgmpy", "`BayesianModelSampling.forward_sample`", "with_pgmpy", "sampler", "pgmpy"),
    Contestant("squigglepy", "`bayes.bayesnet`", "with_squigglepy", "sampler", "squigglepy"),
)


def tallied(columns: Mapping[str, NDArray[np.integer]], workload: Workload) -> Counts:
    """Counts of states from whole columns."""
    return {v.name: np.bincount(np.asarray(columns[v.name]), minlength=v.states) for v in workload.variables}


def worst_z(counts: Counts, workload: Workload) -> float:
    """The largest distance of a state's frequency from its exact probability, in standard errors."""
    exact, worst = workload.exact(), 0.0
    for name, found in counts.items():
        worlds = found.sum()
        error = np.sqrt(np.maximum(exact[name] * (1 - exact[name]), 1e-300) / worlds)
        worst = max(worst, float(np.max(np.abs(found / worlds - exact[name]) / error)))
    return worst
