"""The noise of weighted worlds: their strata belong together too, and the weights are chance as well."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import seen_histories
import tiny_models

from sim.engine import sample

COPIES, WORLDS = 1500, 512  # 32 replicates a draw: a ratio over few of them would be biased itself
TOLERANCE = 0.25  # a ratio of two variances from 1,500 draws: sd about 0.04, so 6 sd
CASES = [("ladder", "leaf"), ("memory", "leaf past"), ("wide", "harvest")]


def ratios(model: str, name: str) -> np.ndarray:
    """Stated noise over the variance between draws that have the same numbers, answer by answer."""
    made = tiny_models.MODELS[model]()
    alike = replace(made, tables=tuple(replace(t, tails=t.tails[:, :1]) for t in made.tables)).program(COPIES)
    observations = seen_histories.EVIDENCE[model][name]
    outcomes = sample.run(alike, {}, "free", WORLDS, 31, observations=observations)
    seen = outcomes.probability.var(axis=0, ddof=1)
    counted = seen > 1e-12
    assert counted.sum() > 10
    return outcomes.noise.mean(axis=0)[counted] / seen[counted]


@pytest.mark.parametrize(("model", "name"), CASES)
def test_noise_given_evidence_is_unbiased(model, name):
    assert np.abs(ratios(model, name) - 1.0).max() < TOLERANCE


@pytest.mark.parametrize(("model", "name"), CASES)
def test_strata_taken_as_independent_worlds_are_caught(model, name, monkeypatch):
    """The 64 weighted worlds of a block as 64 independent ones: the check above must see it."""
    monkeypatch.setattr("sim.engine.worlds.ratios.REPLICATES", 64)
    monkeypatch.setattr("sim.engine.worlds.ratios.STRATA", 1)
    found = ratios(model, name)
    assert np.abs(found - 1.0).max() > TOLERANCE
    assert found.max() > 1.5
