"""Forecasts under evidence against every history of tiny models, and against the engine made wrong on purpose."""

from __future__ import annotations

from functools import cache

import brute_force
import numpy as np
import pytest
import seen_histories
import tiny_models
from agreement import Agreement, agreement

from sim.engine import sample
from sim.engine.outcomes import Outcomes

COPIES, WORLDS = 256, 64  # 16,384 worlds for every distinct draw
SMALLEST_BIAS = 0.08


@cache
def histories(model: str, policy: str) -> list:
    made = tiny_models.MODELS[model]()
    draws = range(made.tables[0].tails.shape[1])
    return [list(brute_force.histories(made.tables, made.steps, made.policies[policy], draw)) for draw in draws]


def truth(model: str, policy: str, name: str) -> tuple[np.ndarray, np.ndarray]:
    """P(answer and evidence), (draws, questions, steps), and P(evidence), (draws,), by enumeration."""
    made, seen = tiny_models.MODELS[model](), seen_histories.EVIDENCE[model][name]
    questions = made.questions()
    weighed = [seen_histories.weighed(one, seen) for one in histories(model, policy)]
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
    likelihood = agreement(weight.mean(axis=1), np.maximum(weight.var(axis=1, ddof=1) / COPIES, 1e-26), evidence, COPIES)
    return told, likelihood


@pytest.mark.parametrize(("model", "policy", "name"), seen_histories.CASES)
def test_every_answer_given_evidence_agrees_with_enumeration(model, policy, name):
    told, likelihood = compared(model, policy, name)
    assert told.catches < SMALLEST_BIAS
    assert told.holds, told
    assert likelihood.catches < SMALLEST_BIAS
    assert likelihood.holds, likelihood
