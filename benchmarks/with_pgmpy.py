"""pgmpy: forward sampling, and variable elimination for one exact marginal."""

from __future__ import annotations

import logging
import warnings
from itertools import count

import numpy as np

from benchmarks.contestants import Sampler, tallied
from benchmarks.workloads import Workload

warnings.filterwarnings("ignore", module="pgmpy")
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from pgmpy.factors.discrete import TabularCPD
    from pgmpy.inference import VariableElimination
    from pgmpy.models import DiscreteBayesianNetwork
    from pgmpy.sampling import BayesianModelSampling

logging.getLogger("pgmpy").setLevel(logging.ERROR)


def network(workload: Workload) -> DiscreteBayesianNetwork:
    sizes = {variable.name: variable.states for variable in workload.variables}
    net = DiscreteBayesianNetwork([(parent, v.name) for v in workload.variables for parent in v.parents])
    net.add_nodes_from(sizes)
    for v in workload.variables:
        table = (v.mean / v.mean.sum(axis=1, keepdims=True)).T
        net.add_cpds(TabularCPD(v.name, v.states, table, list(v.parents), [sizes[parent] for parent in v.parents]))
    net.check_model()
    return net


def sampler(workload: Workload, seed: int) -> Sampler:
    made = BayesianModelSampling(network(workload))
    seeds = count(seed)

    def run(worlds: int) -> object:
        return made.forward_sample(size=worlds, seed=next(seeds), show_progress=False, n_jobs=1)

    def counts(frame: object) -> object:
        return tallied({v.name: np.asarray(frame[v.name], dtype=int) for v in workload.variables}, workload)

    return Sampler(run, counts, most=1 << 16)


def marginal(net: DiscreteBayesianNetwork, name: str) -> np.ndarray:
    """One marginal, by an engine made anew."""
    return VariableElimination(net).query([name], show_progress=False).values
