"""W3: every row a Dirichlet; wanted is the distribution of the target's probability over draws.

The reference draws tables and plays worlds under each. Ours solves each draw's probability and takes
its draws from a Latin hypercube. What counts is error squared times time: how many seconds a given
precision costs.
"""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.dirichlet_rows import DirichletRows
from benchmarks.static_network import cells, marginal, network
from benchmarks.timing import seconds
from benchmarks.workloads import Workload
from sim.arrays import Floats

CHUNK = 50  # draws solved at once by ours: the largest frontier then stays in the cache
LEVEL = 0.95


@dataclass(frozen=True)
class Truth:
    """mean: exact, as rows are independent and untied. The others from `draws` independent exact draws."""

    mean: float
    sd: float
    quantile: float
    draws: int


@dataclass(frozen=True)
class Measured:
    """One method: seconds a run, and its errors over the runs."""

    label: str
    seconds: float
    runs: int
    rmse_mean: float
    rmse_quantile: float
    bias_quantile: float
    bias_sd: float


Method = Callable[[], Floats]


class Solver:
    """The target's probability under many draws of the tables."""

    def __init__(self, workload: Workload) -> None:
        self.workload = workload.towards_target()
        self._sizes, self._parents = self.workload.sizes, self.workload.parents
        self._target = self.workload.place[workload.target]
        self._shapes = [[self._sizes[parent] for parent in near] for near in self._parents]

    def chances(self, rows: list[Floats]) -> Floats:
        """rows: (rows, states, draws) a variable, in the workload's order; the probability in each draw."""
        shapes = zip(self._shapes, self._sizes, strict=True)
        tables = [r.reshape((*shape, size, -1)) for r, (shape, size) in zip(rows, shapes, strict=True)]
        pieces = [slice(first, first + CHUNK) for first in range(0, tables[0].shape[-1], CHUNK)]
        return np.concatenate([self._piece([table[..., piece] for table in tables]) for piece in pieces])

    def _piece(self, tables: list[Floats]) -> Floats:
        chance: Floats = marginal(network(self._sizes, self._parents, tables), self._target)
        return chance[self.workload.state]

    @property
    def largest(self) -> int:
        return cells(self._sizes, self._parents, self._target)[1]


def truth(workload: Workload, draws: int, seed: int) -> Truth:
    """Independent draws by NumPy's own gammas, each solved exactly."""
    solver, rng = Solver(workload), np.random.default_rng([seed, 3])
    chances = []
    for first in range(0, draws, 1000):
        rows = []
        for variable in solver.workload.variables:
            alpha = variable.mean * variable.ess[:, None]
            gammas = rng.standard_gamma(alpha[..., None], (*alpha.shape, min(1000, draws - first)))
            rows.append(gammas / gammas.sum(axis=1, keepdims=True))
        chances.append(solver.chances(rows))
    all_ = np.concatenate(chances)
    means = solver.chances([variable.mean[..., None] for variable in solver.workload.variables])
    return Truth(float(means[0]), float(all_.std(ddof=1)), float(np.quantile(all_, LEVEL)), draws)


def ours(workload: Workload, draws: int, seed: int) -> tuple[Method, float]:
    """A method, a new sample at each call, and the seconds spent on planning and quantile tables."""
    start = time.process_time()
    solver = Solver(workload)
    made = [DirichletRows(v.mean * v.ess[:, None]) for v in solver.workload.variables]
    solver.chances([v.mean[..., None] for v in solver.workload.variables])
    planning = time.process_time() - start
    names = [variable.name for variable in solver.workload.variables]
    seeds = iter(range(seed, 1 << 62))

    def run() -> Floats:
        seed = next(seeds)
        return solver.chances([rows.draw(seed, draws, "W3", name) for rows, name in zip(made, names, strict=True)])

    return run, planning


def nested(workload: Workload, draws: int, worlds: int, seed: int) -> Method:
    """Plain nested sampling in vectorised NumPy: 20 draws' tables at a time, `worlds` worlds under each."""
    workload = workload.towards_target()
    rng, at_once = np.random.default_rng([seed, 4]), 20
    sizes, parents = workload.sizes, workload.parents
    alphas = [variable.mean * variable.ess[:, None] for variable in workload.variables]

    def block(count: int) -> Floats:
        draw = np.repeat(np.arange(count), worlds)
        states: list[NDArray[np.int64]] = []
        for alpha, near in zip(alphas, parents, strict=True):
            gammas = rng.standard_gamma(alpha, (count, *alpha.shape))
            cumulative = np.cumsum(gammas / gammas.sum(axis=-1, keepdims=True), axis=-1)
            row = np.zeros(count * worlds, dtype=np.int64)
            for parent in near:
                row = row * sizes[parent] + states[parent]
            u = rng.random(count * worlds)
            states.append((u[:, None] >= cumulative[draw, row][:, :-1]).sum(axis=1))
        hit = states[workload.place[workload.target]] == workload.state
        return hit.reshape(count, worlds).mean(axis=1)

    return lambda: np.concatenate([block(min(at_once, draws - first)) for first in range(0, draws, at_once)])


def pyagrum_loop(workload: Workload, draws: int, seed: int) -> Method | None:
    """pyAgrum, one draw after another: its tables filled anew, one exact target."""
    if importlib.util.find_spec("pyagrum") is None:
        return None
    from benchmarks import with_pyagrum

    workload = workload.towards_target()
    rng, net = np.random.default_rng([seed, 5]), with_pyagrum.network(workload)
    shapes = [table.shape for table in workload.tables()]

    def one() -> float:
        for variable, shape in zip(workload.variables, shapes, strict=True):
            gammas = rng.standard_gamma(variable.mean * variable.ess[:, None])
            table = (gammas / gammas.sum(axis=1, keepdims=True)).reshape(shape)
            with_pyagrum.fill(net, variable, table)
        return float(with_pyagrum.marginal(net, workload.target)[workload.state])

    return lambda: np.array([one() for _ in range(draws)])


def measure(methods: dict[str, tuple[Method, int]], known: Truth) -> list[Measured]:
    """Each method so many runs, taking turns as evenly as the numbers allow."""
    turns = sorted(((i + 0.5) / runs, label) for label, (_, runs) in methods.items() for i in range(runs))
    samples: dict[str, list[Floats]] = {label: [] for label in methods}
    taken: dict[str, list[float]] = {label: [] for label in methods}
    for _, label in turns:
        taken[label].append(seconds(lambda label=label: samples[label].append(methods[label][0]())))
    return [_errors(label, np.array(samples[label]), taken[label], known) for label in methods]


def _errors(label: str, samples: Floats, taken: list[float], known: Truth) -> Measured:
    """samples: (runs, draws)."""
    quantile = np.quantile(samples, LEVEL, axis=1)
    return Measured(
        label=label,
        seconds=float(np.median(taken)),
        runs=len(samples),
        rmse_mean=float(np.sqrt(np.mean((samples.mean(axis=1) - known.mean) ** 2))),
        rmse_quantile=float(np.sqrt(np.mean((quantile - known.quantile) ** 2))),
        bias_quantile=float(quantile.mean() / known.quantile - 1),
        bias_sd=float(samples.std(axis=1, ddof=1).mean() / known.sd - 1),
    )
