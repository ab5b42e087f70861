"""Indicators of the asia network: pyAgrum's posteriors for every finding, worth by enumeration of the joint."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from itertools import product

import numpy as np
import pytest
from against_pyagrum import answer, built

import sim
from sim.exchange.networks import bif, names, to_scenario
from sim.exchange.networks.network import BayesianNetwork
from sim.results.indicators.model import Indicator, Indicators
from sim.scenario.file.read import loads
from sim.scenario.resolve.scenario import Scenario

DAY = datetime.date(2026, 1, 1)


@pytest.fixture(scope="module")
def network(published) -> BayesianNetwork:
    return bif.loads(published("asia"))


@pytest.fixture(scope="module")
def scenario(network: BayesianNetwork) -> Scenario:
    """With a question about every variable, and not those of the import alone."""
    text = to_scenario.write_scenario(network, "asia.bif", DAY)
    every = names.make_ids(node.name for node in network.nodes).items()
    first = {node.name: node.states[0] for node in network.nodes}
    more = [f'  W_{ours}: {{asks: "{ours}?", is: {{{ours}: "{first[name]}"}}, at: 2026-01-02}}' for name, ours in every]
    return loads(text.replace("questions:\n", "questions:\n" + "\n".join(more) + "\n", 1))


def asked(scenario: Scenario) -> list[str]:
    return [key for key in scenario.questions if key.startswith("W_")]


def place(scenario: Scenario, found: Indicator) -> list[int]:
    states = scenario.variables[found.variable].states
    return [states.index(found.event)] if " or more" not in found.event else list(range(1, len(states)))


def test_answers_are_pyagrums_posteriors_for_every_finding(network: BayesianNetwork, scenario: Scenario) -> None:
    theirs, ids = built(network), names.make_ids(node.name for node in network.nodes)
    node_of = {ids[node.name]: node.name for node in network.nodes}
    findings, worst = 0, 0.0
    for question in asked(scenario):
        target = scenario.targets[question]
        event = sorted(target.states)
        made = sim.indicators(scenario, question, draws=2)
        assert {one.method for one in made.indicators} == {"solved"}
        for one in made.indicators:
            (state,) = place(scenario, one)
            states = range(len(scenario.variables[one.variable].states))
            for shown, seen in ((one.figures.seen, [state]), (one.figures.unseen, [s for s in states if s != state])):
                (finding,) = seen
                told = answer(theirs, node_of[target.variable], {node_of[one.variable]: finding})
                worst = max(worst, abs(shown - (0.0 if told is None else told[event].sum())))
                findings += 1
    assert findings == 8 * 7 * 2  # questions, other variables, seen or not
    assert worst < 1e-9


def cells(network: BayesianNetwork) -> Iterator[tuple[dict[str, int], float]]:
    """Every world of the network and its probability."""
    ids = names.make_ids(node.name for node in network.nodes)
    states = [range(len(node.states)) for node in network.nodes]
    sizes = {node.name: len(node.states) for node in network.nodes}
    for world in product(*states):
        at = dict(zip((node.name for node in network.nodes), world, strict=True))
        p = 1.0
        for node in network.nodes:
            row = 0
            for parent in node.parents:
                row = row * sizes[parent] + at[parent]
            p *= node.rows[row][at[node.name]]
        yield {ids[name]: state for name, state in at.items()}, p


def worth(table: np.ndarray) -> tuple[float, float]:
    """(seen, yes) -> the fall of entropy in bits, and of the Brier score."""

    def bits(p: np.ndarray) -> float:
        return float(-sum(x * np.log2(x) for x in p if x > 0))

    by_seen, by_yes = table.sum(axis=1), table.sum(axis=0)
    rows = [row / total for row, total in zip(table, by_seen, strict=True)]
    return (
        bits(by_yes) - sum(total * bits(row) for total, row in zip(by_seen, rows, strict=True)),
        by_yes.prod() - sum(total * row.prod() for total, row in zip(by_seen, rows, strict=True)),
    )


@pytest.mark.parametrize("reported", [1.0, 0.7])
def test_worth_is_that_of_the_enumerated_joint(
    network: BayesianNetwork, scenario: Scenario, reported: float
) -> None:
    worlds = list(cells(network))
    assert sum(p for _, p in worlds) == pytest.approx(1.0)
    for question in asked(scenario):
        target = scenario.targets[question]
        made: Indicators = sim.indicators(scenario, question, reported=reported, draws=2)
        assert [one.figures.bits for one in made.indicators] == sorted(
            (one.figures.bits for one in made.indicators), reverse=True
        )
        for one in made.indicators:
            table = np.zeros((2, 2))
            for world, p in worlds:
                yes = int(world[target.variable] not in target.states)
                happened = world[one.variable] in place(scenario, one)
                table[0, yes] += p * reported * happened
                table[1, yes] += p * (1 - reported * happened)
            bits, brier = worth(table)
            figures = one.figures
            assert figures.probability == pytest.approx(table[0].sum(), abs=1e-12)
            assert figures.seen == pytest.approx(table[0, 0] / table[0].sum(), abs=1e-9)
            assert figures.unseen == pytest.approx(table[1, 0] / table[1].sum(), abs=1e-9)
            assert (figures.bits, figures.brier) == (pytest.approx(bits, abs=1e-9), pytest.approx(brier, abs=1e-9))
            ratio = table[0, 0] / table[:, 0].sum() / (table[0, 1] / table[:, 1].sum()) if table[0, 1] else None
            assert figures.ratio == (None if ratio is None else pytest.approx(ratio, rel=1e-9))
            assert figures.bits_error < 1e-12
