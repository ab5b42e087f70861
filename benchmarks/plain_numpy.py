"""The reference: what a practised NumPy user writes, all worlds of a block at once, variable by variable."""

from __future__ import annotations

import numpy as np

from benchmarks.contestants import Sampler, tallied
from benchmarks.workloads import Workload

BLOCK = 16384  # its own best size: whole runs at once are slower


def sampler(workload: Workload, seed: int) -> Sampler:
    rng = np.random.default_rng(seed)
    cumulative = [np.cumsum(variable.mean, axis=1) for variable in workload.variables]
    sizes, parents = workload.sizes, workload.parents

    def block(worlds: int) -> list[np.ndarray]:
        states: list[np.ndarray] = []
        for rows, near in zip(cumulative, parents, strict=True):
            row = np.zeros(worlds, dtype=np.int64)
            for parent in near:
                row = row * sizes[parent] + states[parent]
            u = rng.random(worlds)
            states.append((u[:, None] >= rows[row][:, :-1]).sum(axis=1))
        return states

    def run(worlds: int) -> list[list[np.ndarray]]:
        return [block(min(BLOCK, worlds - first)) for first in range(0, worlds, BLOCK)]

    def counts(blocks: list[list[np.ndarray]]) -> object:
        names = [variable.name for variable in workload.variables]
        columns = {name: np.concatenate([block[i] for block in blocks]) for i, name in enumerate(names)}
        return tallied(columns, workload)

    return Sampler(run, counts, most=1 << 17)
