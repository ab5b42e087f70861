"""squigglepy in its documented way: a function that makes one world, called by `bayesnet`."""

from __future__ import annotations

import numpy as np
import squigglepy as sq
from squigglepy import bayes

from benchmarks.contestants import Sampler, tallied
from benchmarks.workloads import Workload


def sampler(workload: Workload, seed: int) -> Sampler:
    sq.set_seed(seed)
    rows = [
        [sq.discrete([[p, state] for state, p in enumerate(row)]) for row in (v.mean / v.mean.sum(axis=1)[:, None])]
        for v in workload.variables
    ]
    sizes = {variable.name: variable.states for variable in workload.variables}

    def world() -> dict[str, int]:
        states: dict[str, int] = {}
        for variable, given in zip(workload.variables, rows, strict=True):
            row = 0
            for parent in variable.parents:
                row = row * sizes[parent] + states[parent]
            states[variable.name] = sq.sample(given[row])
        return states

    def run(worlds: int) -> list[dict[str, int]]:
        return bayes.bayesnet(world, n=worlds, find=lambda states: states, raw=True, memcache=False)

    def counts(worlds: list[dict[str, int]]) -> object:
        return tallied({v.name: np.array([int(w[v.name]) for w in worlds]) for v in workload.variables}, workload)

    return Sampler(run, counts, most=1 << 12)
