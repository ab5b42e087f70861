"""Forecasts under evidence against every history of tiny models, and against the engine made wrong on purpose."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import brute_force
import numpy as np
import pytest
import seen_histories
import tiny_models
from agreement import Agreement, agreement

from sim.engine import sample
from sim.engine.evidence import importance, likelihood_weighting
from sim.engine.evidence.condition import Law, law
from sim.engine.program.outcomes import Outcomes

COPIES, WORLDS = 256, 64  # 16,384 worlds for every distinct draw
SMALLEST_BIAS = 0.05


@cache
def truth(model: str, policy: str, name: str) -> tuple[np.ndarray, np.ndarray]:
    """P(answer and evidence), (draws, questions, steps), and P(evidence), (draws,), by enumeration."""
    made, seen = tiny_models.MODELS[model](), seen_histories.EVIDENCE[model][name]
    questions = made.questions()
    weighed = [seen_histories.weighed(one, seen) for one in seen_histories.of_model(model, policy)]
    joint = np.array([brute_force.answers(one, made.steps, questions) for one in weighed])
    return joint, np.array([sum(probability for probability, _ in one) for one in weighed])


def sampled(model: str, policy: str, name: str) -> Outcomes:
    made, seen = tiny_models.MODELS[model](), seen_histories.EVIDENCE[model][name]
    return sample.run(
        made.program(COPIES), made.policies[policy], policy, WORLDS, seed=20, observations=seen
    )


def compared(model: str, policy: str, name: str) -> tuple[Agreement, Agreement]:
    """Answers draw by draw, and the likelihood of the evidence in each draw; copies are the independent units."""
    outcomes, (joint, evidence) = sampled(model, policy, name), truth(model, policy, name)
    draws = len(evidence)
    weight = outcomes.likelihood[:, 0].reshape(draws, COPIES)
    answers = outcomes.probability.reshape(draws, COPIES, *joint.shape[1:])
    share = (weight / weight.sum(axis=1, keepdims=True))[..., None, None]
    mean = (share * answers).sum(axis=1)
    noise = (share**2 * (answers - mean[:, None]) ** 2).sum(axis=1) * COPIES / (COPIES - 1)
    told = agreement(mean, np.maximum(noise, 1e-26), joint / evidence[:, None, None], COPIES)
    scatter = np.maximum(weight.var(axis=1, ddof=1) / COPIES, 1e-26)
    return told, agreement(weight.mean(axis=1), scatter, evidence, COPIES)


@pytest.mark.parametrize(("model", "policy", "name"), seen_histories.CASES)
def test_every_answer_given_evidence_agrees_with_enumeration(model, policy, name):
    told, likelihood = compared(model, policy, name)
    assert told.catches < SMALLEST_BIAS
    assert told.holds, told
    assert likelihood.catches < SMALLEST_BIAS
    assert likelihood.holds, likelihood


@pytest.mark.parametrize(
    ("model", "name"), [("ladder", "leaf"), ("memory", "leaf past"), ("loop", "answer"), ("wide", "harvest")]
)
def test_slices_given_evidence_agree_with_enumeration(model, name):
    made, seen = tiny_models.MODELS[model](), seen_histories.EVIDENCE[model][name]
    outcomes, (_, evidence) = sampled(model, "free", name), truth(model, "free", name)
    weight = outcomes.likelihood[:, 0].reshape(len(evidence), COPIES)
    share = (weight / weight.sum(axis=1, keepdims=True))[..., None, None]
    weighed = [seen_histories.weighed(one, seen) for one in seen_histories.of_model(model, "free")]
    for table in made.tables:
        states = len(table.states)
        exact = np.array([brute_force.slices(one, made.steps, table.variable, states) for one in weighed])
        found = outcomes.slices[table.variable].reshape(len(evidence), COPIES, made.steps, states)
        mean = (share * found).sum(axis=1)
        noise = (share**2 * (found - mean[:, None]) ** 2).sum(axis=1) * COPIES / (COPIES - 1)
        agrees = agreement(mean, np.maximum(noise, 1e-26), exact / evidence[:, None, None], COPIES)
        assert agrees.catches < SMALLEST_BIAS
        assert agrees.holds, (table.variable, agrees)


@pytest.mark.parametrize(("model", "policy", "name"), [("ladder", "free", "middle"), ("memory", "free", "leaf past")])
def test_answers_that_forget_the_weights_are_caught(model, policy, name, monkeypatch):
    right = likelihood_weighting.Weighed.begin
    forgetful = lambda tally, weights: right(tally, np.ones_like(weights))  # noqa: E731
    monkeypatch.setattr(likelihood_weighting.Weighed, "begin", forgetful)
    told, likelihood = compared(model, policy, name)
    assert not told.holds
    assert not likelihood.holds


def test_a_uniform_left_free_after_evidence_is_caught(monkeypatch):
    """The world is weighed rightly, but its other steps do not know what the cut says."""
    monkeypatch.setattr(importance.SeenWalk, "_after", lambda walk, place, rows: rows)
    assert not compared("ladder", "free", "leaf")[0].holds


def test_rows_multiplied_for_two_observations_of_one_variable_are_caught(monkeypatch):
    """As if the variable drew a new uniform for each observation."""

    def multiplied(rows, watched):
        whole = law(rows, watched)
        parts = [law(rows, replace(watched, factors={step: factor})) for step, factor in watched.factors.items()]
        whole.weight = np.prod(np.stack(np.broadcast_arrays(*(part.weight for part in parts))), axis=0)
        return whole

    monkeypatch.setattr(importance, "law", multiplied)
    assert not compared("ladder", "free", "middle")[1].holds


def test_a_draw_that_changes_with_the_step_is_caught(monkeypatch):
    """What is not known is drawn once: redrawn at a later step, it would not learn from what was seen before."""
    right = tiny_models.Model.program
    monkeypatch.setattr(
        tiny_models.Model, "program", lambda made, copies=1: draw_changes_with_the_step(right(made, copies), copies)
    )
    assert not compared("wide", "free", "weather past")[1].holds


def draw_changes_with_the_step(program, copies):
    """The numbers of `weather` come from another draw at step 2."""
    place = program.index("weather")
    weather = program.variables[place]
    rows = weather.thresholds.shape[2]
    changed = replace(
        weather,
        thresholds=np.concatenate([weather.thresholds, np.roll(weather.thresholds, copies, axis=1)], axis=2),
        row_of=np.concatenate([weather.row_of, weather.row_of + rows]),
        phase_of_step=np.array([0, 0, 1, 0]),
    )
    variables = (*program.variables[:place], changed, *program.variables[place + 1 :])
    return replace(program, variables=variables)


def test_what_follows_the_evidence_must_be_conditioned(monkeypatch):
    """Without the backward pass an own path still weighs the world, but does not lead to what was seen."""
    monkeypatch.setattr(importance.SeenWalk, "_rows", importance.Walk._rows)
    assert not compared("memory", "free", "leaf")[0].holds


def test_a_law_without_mass_gives_no_chance():
    nothing = Law([np.array([[0.0]]), np.array([[1.0]])], [np.array([[0.0]])])
    assert nothing.weight.item() == 0.0
    assert nothing(np.array([[0.5]])).item() == 0.0


@pytest.mark.parametrize("name", ["all", "middle gap"])
def test_threads_and_chunks_change_no_byte_under_evidence(name):
    made, observations = tiny_models.MODELS["ladder"](), seen_histories.EVIDENCE["ladder"][name]
    policies = {"free": made.policies["free"], "at least": made.policies["at least"]}

    def run(**how):
        return sample.run_all(made.program(40), policies, 128, 3, observations=observations, **how)

    first = run()
    for how in ({"threads": 2, "chunk": 7}, {"threads": 3, "chunk": 30}, {"chunk": 11}):
        for policy, outcomes in run(**how).items():
            assert outcomes.probability.tobytes() == first[policy].probability.tobytes()
            assert outcomes.noise.tobytes() == first[policy].noise.tobytes()
            assert outcomes.weights.tobytes() == first[policy].weights.tobytes()
