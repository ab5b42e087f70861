"""pyAgrum: its database generator for worlds, LazyPropagation for exact marginals."""

from __future__ import annotations

import numpy as np
import pyagrum as gum

from benchmarks.contestants import Sampler, tallied
from benchmarks.workloads import Variable, Workload


def network(workload: Workload) -> gum.BayesNet:
    gum.setNumberOfThreads(1)
    net = gum.BayesNet()
    for variable in workload.variables:
        net.add(gum.RangeVariable(variable.name, variable.name, 0, variable.states - 1))
    for variable in workload.variables:
        for parent in variable.parents:
            net.addArc(parent, variable.name)
    for variable, table in zip(workload.variables, workload.tables(), strict=True):
        fill(net, variable, table)
    return net


def fill(net: gum.BayesNet, variable: Variable, table: np.ndarray) -> None:
    """Set a variable's table; `table` is (*states of the parents, states)."""
    cpt = net.cpt(variable.name)
    axes = [*variable.parents, variable.name]
    # The first variable of a pyAgrum table runs fastest, as the last axis of an array does.
    cpt.fillWith(table.transpose([axes.index(name) for name in reversed(cpt.names)]).ravel().tolist())


def sampler(workload: Workload, seed: int) -> Sampler:
    gum.initRandom(seed)
    net = network(workload)

    def run(worlds: int) -> gum.BNDatabaseGenerator:
        generator = gum.BNDatabaseGenerator(net)
        generator.setTopologicalVarOrder()
        generator.drawSamples(worlds)
        return generator

    def counts(generator: gum.BNDatabaseGenerator) -> object:
        frame = generator.to_pandas()
        return tallied({name: frame[name].to_numpy().astype(int) for name in frame}, workload)

    return Sampler(run, counts, most=1 << 16)


def marginals(net: gum.BayesNet, names: list[str]) -> list[np.ndarray]:
    """All marginals, by an engine made anew."""
    engine = gum.LazyPropagation(net)
    engine.makeInference()
    return [engine.posterior(name).toarray() for name in names]


def marginal(net: gum.BayesNet, name: str) -> np.ndarray:
    """One marginal, by an engine made anew that is told what is asked for."""
    engine = gum.LazyPropagation(net)
    engine.addTarget(name)
    engine.makeInference()
    return engine.posterior(name).toarray()
