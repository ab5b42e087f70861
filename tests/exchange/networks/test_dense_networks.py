"""Dense networks with exact tables: one truth, so that no interval has a width and the stated error is right.

`--dense-seeds 40` is the whole campaign. Errors over right stated ones have a mean square of 1. Questions of one
network share their worlds, so 40 seeds of one tell the root to some 7 %, those of all three to some 4 %. One of the
38 errors of the ordinary run passes five stated ones once in 45,000 runs.
"""

from __future__ import annotations

import datetime

import numpy as np
import pytest
from against_pyagrum import answer, built

from sim.engine import answers
from sim.engine.program import budget
from sim.exchange.networks import to_scenario
from sim.exchange.networks.network import BayesianNetwork, Node
from sim.results.forecast.model import Forecast
from sim.results.forecast.run import forecast
from sim.scenario.file.read import loads

NETWORKS = [(30, 8, 2, 2), (40, 8, 2, 3), (30, 5, 3, 5)]
"""Variables, parents at most, states, and the seed of the tables."""


def dense(size: int, most: int, states: int, seed: int) -> BayesianNetwork:
    """Each variable reads up to so many of all before it."""
    rng, nodes, names = np.random.default_rng(seed), [], tuple(f"s{state}" for state in range(states))
    for place in range(size):
        parents = sorted(rng.choice(place, min(place, int(rng.integers(2, most + 1))), replace=False)) if place else []
        rows = np.round(rng.dirichlet([0.5] * states, states ** len(parents)), 6)
        rows[:, -1] = np.round(1 - rows[:, :-1].sum(axis=1), 6)
        nodes.append(Node(f"v{place}", names, tuple(f"v{p}" for p in parents), tuple(map(tuple, rows.tolist()))))
    return BayesianNetwork("dense", tuple(nodes))


def truths(network: BayesianNetwork, found: Forecast) -> np.ndarray:
    other, states = built(network), {node.name: node.states for node in network.nodes}
    asked = [found.answers[found.policies[0], question] for question in found.questions]
    return np.array([answer(other, one.variable, {})[states[one.variable].index(one.event)] for one in asked])


def in_turn(found: Forecast, field: str) -> np.ndarray:
    return np.array([getattr(found.answers[found.policies[0], question], field) for question in found.questions])


def widths(found: Forecast) -> set[float]:
    return {one.interval90.high - one.interval90.low for one in found.answers.values()}


@pytest.mark.parametrize("spec", NETWORKS, ids=str)
def test_they_are_solved(spec: tuple[int, int, int, int]) -> None:
    network = dense(*spec)
    found = forecast(loads(to_scenario.write_scenario(network, "dense.bif", datetime.date(2026, 1, 1))))
    assert set(in_turn(found, "method")) == {"solved"}
    assert np.abs(in_turn(found, "probability") - truths(network, found)).max() < 1e-9
    assert widths(found) == {0.0}
    assert not in_turn(found, "sampling_error").any()


def test_where_they_cannot_be_solved_the_stated_error_is_right(monkeypatch, request) -> None:
    """Solving is forbidden, so that the truth is at hand; 40 seeds measure the error, few only bound it."""
    monkeypatch.setattr(budget, "MOST_CELLS", 0)
    monkeypatch.setattr(answers, "MOST_TIMES", 1)
    seeds = request.config.getoption("--dense-seeds")
    over = [error for spec in NETWORKS for error in errors_over_stated(dense(*spec), seeds)]
    assert max(map(abs, over)) < 5
    assert np.std(over) > 0.2  # and not stated far too large
    if seeds >= 40:
        assert 0.9 < np.sqrt(np.mean(np.square(over))) < 1.1


def errors_over_stated(network: BayesianNetwork, seeds: int) -> list[float]:
    """Of every question and seed; no answer has a spread."""
    scenario, over, right = loads(to_scenario.write_scenario(network, "dense.bif", datetime.date(2026, 1, 1))), [], None
    for seed in range(1, seeds + 1):
        found = forecast(scenario, seed=seed, draws=1000 if seeds >= 40 else 100)
        right = truths(network, found) if right is None else right
        assert set(in_turn(found, "method")) == {"sampled, no spread"}
        assert widths(found) == {0.0}
        over += ((in_turn(found, "probability") - right) / in_turn(found, "sampling_error")).tolist()
    return over
