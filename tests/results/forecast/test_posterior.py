"""Evidence on a network without time is solved, and agrees with Bayes' rule and with the sampler."""

from __future__ import annotations

import json

import numpy as np
import pytest

from sim.engine.evidence.static import solvable
from sim.engine.program.compiler import compile
from sim.engine.sample import run_all
from sim.errors import ImpossibleError
from sim.priors.build import build
from sim.results.forecast.run import forecast
from sim.scenario.file import read
from sim.scenario.resolve.observations import Observation

NETWORK = {
    "schema_version": 1,
    "id": "clinic",
    "title": "A clinic",
    "as_of": "2025-12-24",
    "timeline": {"steps": 1, "step": "1 week"},
    "experts": {"network": {"name": "Network", "kind": "base_rate"}},
    "variables": {
        "ill": {"label": "Ill", "states": ["well", "ill"]},
        "test": {"label": "Test", "states": ["negative", "positive"], "parents": ["ill"]},
    },
    "judgments": {
        "ill": {"I": {"expert": "network", "says": {"table": [[0.99, 0.01]]}}},
        "test": {"T": {"expert": "network", "says": {"table": [[0.95, 0.05], [0.02, 0.98]]}}},
    },
    "questions": {"Q": {"asks": "Ill?", "is": {"ill": "ill"}, "at": "2025-12-31"}},
}
POSITIVE = Observation("E1", "test", 1, at=(0.0, 1.0), text="test is positive")
TRUTH = 0.01 * 0.98 / (0.01 * 0.98 + 0.99 * 0.05)


def _answer(network: dict, observations: tuple[Observation, ...]):
    return forecast(read.loads(json.dumps(network)), draws=200, observations=observations).answers["let_it_run", "Q"]


def test_it_is_bayes_rule() -> None:
    found = _answer(NETWORK, (POSITIVE,))
    assert found.probability == pytest.approx(TRUTH, abs=1e-12)
    assert found.method == "solved"
    assert _answer(NETWORK, ()).probability == pytest.approx(0.01, abs=1e-12)


def test_uncertain_rows_are_weighted_by_what_they_made_of_the_evidence() -> None:
    """E[P(ill, positive)] / E[P(positive)], and not the mean of the ratios: the sampler of worlds agrees."""
    loose = json.loads(json.dumps(NETWORK))
    loose["judgments"]["ill"]["I"]["says"] = {"table": [[0.7, 0.3]], "worth": 3}
    loose["judgments"]["test"]["T"]["says"] = {"table": [[0.8, 0.2], [0.3, 0.7]], "worth": 4}
    scenario = read.loads(json.dumps(loose))
    program = compile(scenario, build(scenario, 200, 1))
    sampled = run_all(program, {"let_it_run": {}}, 4096, 1, observations=[POSITIVE])["let_it_run"]
    mean = float(sampled.weights @ sampled.probability[:, 0, 0])
    solved = _answer(loose, (POSITIVE,)).probability
    assert solved == pytest.approx(mean, abs=0.003)
    assert abs(float(sampled.probability[:, 0, 0].mean()) - solved) > 0.01  # the negative control: a mean of ratios


def test_what_cannot_be_is_named() -> None:
    sure = json.loads(json.dumps(NETWORK))
    sure["judgments"]["test"]["T"]["says"] = {"table": [[1, 0], [1, 0]], "certain": True}
    with pytest.raises(ImpossibleError, match="test is positive"):
        _answer(sure, (POSITIVE,))


def test_what_moves_in_time_is_left_to_the_sampler() -> None:
    scenario = read.loads(json.dumps(NETWORK | {"timeline": {"steps": 2, "step": "1 week"}}))
    program = compile(scenario, build(scenario, 10, 1))
    assert not solvable(program, {"let_it_run": {}})
    assert np.isfinite(forecast(scenario, draws=10, observations=(POSITIVE,)).answers["let_it_run", "Q"].probability)
