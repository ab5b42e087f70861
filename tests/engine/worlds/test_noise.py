"""The noise of finitely many worlds: measured without bias, and never by treating strata as independent."""

from __future__ import annotations

from dataclasses import replace

import brute_force
import numpy as np
import pytest
import tiny_models

from sim.engine import sample
from sim.engine.program import uniforms
from sim.engine.program.outcomes import Outcomes
from sim.engine.program.program import Program

COPIES = 2000
TOLERANCE = 0.25  # a ratio of two variances from 2,000 draws: sd about 0.04, so 6 sd


def ratios(outcomes: Outcomes) -> np.ndarray:
    """Mean of the noise over the variance between draws that have the same numbers, answer by answer."""
    stated = outcomes.noise.mean(axis=0)
    seen = outcomes.probability.var(axis=0, ddof=1)
    counted = seen > 1e-12
    assert counted.sum() > 20
    return stated[counted] / seen[counted]


def one_draw(model: str, copies: int = COPIES) -> Program:
    """A model whose draws are all alike, so that what differs between them is noise alone."""
    made = tiny_models.MODELS[model]()
    return replace(made, tables=tuple(replace(t, tails=t.tails[:, :1]) for t in made.tables)).program(copies)


@pytest.mark.parametrize(("model", "worlds"), [*((model, 64) for model in tiny_models.MODELS), ("loop", 128)])
def test_noise_is_unbiased(model, worlds):
    found = ratios(sample.run(one_draw(model), {}, "free", worlds, 30))
    assert np.abs(found - 1.0).max() < TOLERANCE


def hits(seeds: int, claimed: float = 1.0) -> np.ndarray:
    """How often the truth lies within 1.645 claimed standard errors of the mean over 40 draws, by answer."""
    program, made = one_draw("loop", copies=40), tiny_models.loop()
    weighed = list(brute_force.histories(made.tables, made.steps, {}, 0))
    truth = np.array(brute_force.answers(weighed, made.steps, made.questions()))
    found = np.zeros(truth.shape, dtype=int)
    for seed in range(seeds):
        outcomes = sample.run(program, {}, "free", 64, seed)
        error = np.sqrt(outcomes.noise.mean(axis=0) / 40) * claimed
        found += np.abs(outcomes.probability.mean(axis=0) - truth) < 1.645 * error
    return found[outcomes.noise.mean(axis=0) > 1e-12]


def test_ninety_per_cent_intervals_hold_the_truth_nine_times_in_ten():
    """400 seeds: 360 hits expected, 30 are five standard errors of a count."""
    assert np.abs(hits(400) - 360).max() <= 30


def test_an_error_stated_a_third_too_small_is_caught():
    assert np.abs(hits(400, claimed=2 / 3) - 360).max() > 30


def test_noise_halves_with_twice_the_worlds():
    program = one_draw("memory")
    few, many = (sample.run(program, {}, "free", worlds, 30).noise.mean(axis=0) for worlds in (64, 128))
    counted = few > 1e-12
    assert np.abs(few[counted] / many[counted] / 2 - 1.0).max() < TOLERANCE


def test_strata_taken_as_independent_overstate_the_noise(monkeypatch):
    """The 64 worlds of a block as 64 independent ones: the check above must see it."""
    monkeypatch.setattr("sim.engine.worlds.tally.REPLICATES", 64)
    monkeypatch.setattr("sim.engine.worlds.tally.STRATA", 1)
    found = ratios(sample.run(one_draw("memory"), {}, "free", 64, 30))
    assert np.abs(found - 1.0).max() > TOLERANCE
    assert found.max() > 1.5


def test_replicates_that_share_their_uniforms_are_caught(monkeypatch):
    right = uniforms.uniforms

    def same(*args, **kwargs):
        drawn = right(*args, **kwargs).reshape(-1, 4, 16)
        return np.repeat(drawn[:, :1], 4, axis=1).reshape(-1, 64)

    monkeypatch.setattr(uniforms, "uniforms", same)
    found = ratios(sample.run(one_draw("memory"), {}, "free", 64, 30))
    assert found.min() < 0.1


def test_stratified_worlds_are_quieter_than_independent_ones(monkeypatch):
    program = one_draw("ladder")
    stratified = sample.run(program, {}, "free", 64, 30).noise.mean(axis=0)
    rng = np.random.default_rng(8)
    monkeypatch.setattr(uniforms, "uniforms", lambda *_, draws, **__: rng.random((draws, 64)))
    independent = sample.run(program, {}, "free", 64, 30).noise.mean(axis=0)
    counted = independent > 1e-12
    assert (stratified[counted] < 1.05 * independent[counted]).all()
    assert np.median(stratified[counted] / independent[counted]) < 0.8


def test_draws_are_independent_of_one_another():
    """Neighbouring draws with the same numbers: their answers are uncorrelated (5 standard errors)."""
    outcomes = sample.run(one_draw("memory"), {}, "free", 64, 30)
    for answer in outcomes.probability[:, :, -1].T:
        if answer.std() > 1e-9:
            assert abs(np.corrcoef(answer[:-1], answer[1:])[0, 1]) < 5 / np.sqrt(COPIES)
