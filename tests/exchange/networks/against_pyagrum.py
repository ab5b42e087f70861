"""The same network in pyAgrum, cell by cell, and its exact answers."""

from __future__ import annotations

import warnings
from collections.abc import Mapping

import numpy as np
import pytest

from sim.exchange.networks.network import BayesianNetwork, Node, list_conditions
from sim.scenario.model.row_sum import normalised

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    gum = pytest.importorskip("pyagrum", reason="needs pyAgrum: pip install -e '.[interop]'")


def built(network: BayesianNetwork):
    """The network with its tables in double precision: pyAgrum's own reader of BIF keeps single."""
    other = gum.BayesNet()
    for node in network.nodes:
        variable = gum.LabelizedVariable(node.name, node.name, 0)
        for state in node.states:
            variable.addLabel(state)
        other.add(variable)
    for node in network.nodes:
        for parent in node.parents:
            other.addArc(parent, node.name)
    for node in network.nodes:
        for condition, row in zip(list_conditions(node, network.states), node.rows, strict=True):
            other.cpt(node.name)[dict(zip(node.parents, condition, strict=True))] = list(normalised(row))
    return other


def drawn(other) -> BayesianNetwork:
    """A network of pyAgrum's as ours."""
    nodes = []
    for place in other.nodes():
        cpt = other.cpt(place)
        parents = [name for name in cpt.names if name != other.variable(place).name()]
        array = np.array(cpt.reorganize([other.variable(place).name(), *parents]).toarray())
        states = tuple(other.variable(place).labels())
        rows = array.reshape(-1, len(states)) if parents else array.reshape(1, -1)
        sizes = [other.variable(name).domainSize() for name in reversed(parents)]
        order = np.arange(len(rows)).reshape(*sizes).transpose().ravel() if parents else np.arange(1)
        in_order = tuple(map(tuple, rows[order].tolist()))
        nodes.append(Node(other.variable(place).name(), states, tuple(parents), in_order))
    return BayesianNetwork("drawn", tuple(nodes))


def answer(other, target: str, evidence: Mapping[str, object]) -> np.ndarray | None:
    """P(target | evidence) by LazyPropagation; None where pyAgrum finds the evidence impossible."""
    engine = gum.LazyPropagation(other)
    engine.setEvidence(dict(evidence))
    try:
        # asked first: findings that tell nothing about the target are passed over by a query, impossible or not
        if evidence and engine.evidenceProbability() == 0:
            return None
        engine.setTargets({target})
        engine.makeInference()
        return np.array(engine.posterior(target).toarray())
    except gum.IncompatibleEvidence:
        return None
