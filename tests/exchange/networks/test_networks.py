"""Imported networks answer as pyAgrum does, with and without evidence; none takes long."""

from __future__ import annotations

import datetime
import time

import numpy as np
import pytest
from against_pyagrum import answer, built, drawn, gum
from hypothesis import given, settings
from hypothesis import strategies as st
from seen_histories import seen

from sim.engine.exact.query import posterior
from sim.engine.program.compiler import compile
from sim.engine.program.program import Program
from sim.errors import ImpossibleError
from sim.exchange.networks import bif, names, to_scenario
from sim.exchange.networks.network import BayesianNetwork
from sim.priors.build import build
from sim.scenario.file.read import loads
from sim.scenario.model.row_sum import normalised

DAY = datetime.date(2026, 1, 1)


def program(network: BayesianNetwork, *, draws: int = 1, worth: float | None = None) -> Program:
    """The way a file takes: network, scenario text, scenario, priors, program."""
    text = to_scenario.write_scenario(network, "network.bif", DAY)
    if worth is not None:
        text = text.replace("{table: ", f"{{worth: {worth}, table: ").replace(
            "        table: ", f"        worth: {worth}\n        table: "
        )
    scenario = loads(text)
    return compile(scenario, build(scenario, draws, 1))


def ask(asked: Program, ids: dict[str, str], target: str, evidence: dict[str, int]) -> np.ndarray | None:
    found = {ids[name]: seen(asked, ids[name], [state]) for name, state in evidence.items()}
    try:
        return posterior(asked, ids[target], found).probability
    except ImpossibleError:
        return None


def query(rng: np.random.Generator, network: BayesianNetwork, most: int) -> tuple[str, dict[str, int]]:
    """A target and up to `most` findings, other variables each."""
    picked = rng.choice(len(network.nodes), min(len(network.nodes), int(rng.integers(most + 1)) + 1), replace=False)
    target, *others = (network.nodes[i] for i in picked)
    return target.name, {node.name: int(rng.integers(len(node.states))) for node in others}


@pytest.mark.parametrize("name", ["asia", "alarm", "hailfinder", "win95pts"])
def test_two_hundred_queries_are_within_1e_9_and_under_two_seconds(name: str, published) -> None:
    network = bif.loads(published(name))
    asked, other, ids = program(network), built(network), names.make_ids(node.name for node in network.nodes)
    rng = np.random.default_rng(20261123)
    worst, slowest, told, moved = 0.0, 0.0, 0, 0.0
    for _ in range(200):
        target, evidence = query(rng, network, 5)
        began = time.process_time()
        ours = ask(asked, ids, target, evidence)
        slowest = max(slowest, time.process_time() - began)
        theirs = answer(other, target, evidence)
        assert (ours is None) == (theirs is None)
        if ours is not None and theirs is not None:
            told += 1
            worst = max(worst, float(np.abs(ours - theirs).max()))
            moved = max(moved, float(np.abs(ours - answer(other, target, {})).max()))
    assert worst <= 1e-9
    assert slowest < 2
    assert told >= 150  # most of the evidence was possible
    assert moved > 0.1  # and it mattered: answers that ignore it would be seen


@pytest.mark.parametrize("name", ["asia", "alarm", "hailfinder", "win95pts"])
def test_our_reader_reads_what_pyagrum_reads_in_single_precision(name: str, published, tmp_path) -> None:
    file = tmp_path / f"{name}.bif"
    file.write_text(published(name))
    ours, theirs = bif.read(file), {node.name: node for node in drawn(gum.loadBN(str(file))).nodes}
    assert {node.name for node in ours.nodes} == set(theirs)
    for node in ours.nodes:
        assert (node.states, node.parents) == (theirs[node.name].states, theirs[node.name].parents)
        assert np.abs(np.array(node.rows) - theirs[node.name].rows).max() < 1e-7


@settings(max_examples=settings.default.max_examples // 4, deadline=None)
@given(st.integers(0, 10**6), st.integers(4, 14), st.integers(2, 4))
def test_random_networks_agree(seed: int, size: int, states: int) -> None:
    gum.initRandom(seed + 1)
    other = gum.randomBN(n=size, ratio_arc=1.6, domain_size=states)
    network = drawn(other)
    asked, ids, rng = program(network), names.make_ids(node.name for node in network.nodes), np.random.default_rng(seed)
    for _ in range(8):
        target, evidence = query(rng, network, 4)
        ours, theirs = ask(asked, ids, target, evidence), answer(other, target, evidence)
        assert ours is not None
        assert np.abs(ours - theirs).max() <= 1e-9


def test_likelihoods_and_sets_of_states_agree() -> None:
    gum.initRandom(7)
    other = gum.randomBN(n=12, ratio_arc=1.5, domain_size=3)
    network = drawn(other)
    asked, ids = program(network), names.make_ids(node.name for node in network.nodes)
    soft = {network.nodes[0].name: [0.2, 1.0, 0.5], network.nodes[5].name: [1.0, 1.0, 0.0]}
    for node in network.nodes[6:]:
        found = posterior(asked, ids[node.name], {ids[name]: np.array(weights) for name, weights in soft.items()})
        assert np.abs(found.probability - answer(other, node.name, soft)).max() <= 1e-9


def test_what_is_known_of_the_target_itself_counts() -> None:
    network = drawn(gum.fastBN("a[3]->b"))
    asked = program(network)
    prior = posterior(asked, "a", {}).probability
    known = posterior(asked, "a", {"a": seen(asked, "a", [0, 2])}).probability
    assert known == pytest.approx([prior[0] / (prior[0] + prior[2]), 0, prior[2] / (prior[0] + prior[2])])


def test_every_draw_is_the_network_of_its_own_tables() -> None:
    """Doubt about the tables: the predictive answer is E[P(A, B)] / E[P(B)], draw by draw pyAgrum's."""
    gum.initRandom(11)
    network = drawn(gum.randomBN(n=6, ratio_arc=1.4, domain_size=2))
    draws, (target, seen_at) = 5, (network.nodes[0].name, network.nodes[-1].name)
    asked = program(network, draws=draws, worth=4)
    found = posterior(asked, target, {seen_at: seen(asked, seen_at, [1])})
    joint = []
    for draw in range(draws):
        tables = {v.name: v for v in asked.variables}
        nodes = []
        for node in network.nodes:
            reach = tables[node.name].thresholds[:, draw, tables[node.name].row_of[0]].T
            rows = np.concatenate([1 - reach, reach], axis=1)
            nodes.append(type(node)(node.name, node.states, node.parents, tuple(map(tuple, rows.tolist()))))
        other = built(BayesianNetwork("draw", tuple(nodes)))
        evidence = answer(other, seen_at, {})[1]
        joint.append(answer(other, target, {seen_at: 1}) * evidence)
        assert np.abs(found.given[draw] - answer(other, target, {seen_at: 1})).max() <= 1e-9
    expected = np.sum(joint, axis=0) / np.sum(joint)
    assert np.abs(found.probability - expected).max() <= 1e-9
    assert found.evidence == pytest.approx(np.sum(joint) / draws, abs=1e-12)
    assert np.abs(found.probability - found.given.mean(axis=0)).max() > 1e-4  # a mean of ratios would be seen


def test_rows_that_miss_one_by_rounding_are_normalised(published) -> None:
    network = bif.loads(published("alarm"))
    off = [row for node in network.nodes for row in node.rows if abs(sum(row) - 1) > 1e-9]
    assert off
    scenario = loads(to_scenario.write_scenario(network, "alarm.bif", DAY))
    assert sum("normalised" in note for note in scenario.notes) >= 1
    assert all(abs(sum(normalised(row)) - 1) < 1e-15 for row in off)
