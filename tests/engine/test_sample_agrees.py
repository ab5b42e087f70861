"""The sampler against every history of tiny models, and against itself made wrong on purpose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import brute_force
import numpy as np
import pytest
import tiny_models
from agreement import Agreement, agreement
from seen_histories import of_model

from sim.engine import sample
from sim.engine.program import uniforms
from sim.engine.program.outcomes import Outcomes
from sim.engine.program.program import Program, ProgramVariable

COPIES, WORLDS = 256, 128  # 32,768 worlds for every distinct draw
REPLICATES = COPIES * WORLDS // uniforms.STRATA
SMALLEST_BIAS = 0.02


@cache
def truth(model: str, policy: str) -> np.ndarray:
    """(draws, questions, steps) by enumeration."""
    made = tiny_models.MODELS[model]()
    questions = made.questions()
    return np.array([brute_force.answers(weighed, made.steps, questions) for weighed in of_model(model, policy)])


@cache
def sampled(model: str, change: Callable[[Program], Program] | None = None) -> dict[str, Outcomes]:
    """All policies of a model, its program changed or not."""
    made = tiny_models.MODELS[model]()
    program = made.program(COPIES)
    return sample.run_all(change(program) if change else program, made.policies, WORLDS, seed=20)


def compared(model: str, policy: str, change: Callable[[Program], Program] | None = None) -> Agreement:
    """The copies of a draw averaged, compared with that draw's truth."""
    outcomes, exact = sampled(model, change)[policy], truth(model, policy)
    shape = (exact.shape[0], COPIES, *exact.shape[1:])
    mean = outcomes.probability.reshape(shape).mean(axis=1)
    return agreement(mean, outcomes.noise.reshape(shape).mean(axis=1) / COPIES, exact, REPLICATES)


@pytest.mark.parametrize(("model", "policy"), tiny_models.CASES)
def test_every_answer_agrees_with_enumeration(model, policy):
    found = compared(model, policy)
    assert found.catches < SMALLEST_BIAS
    assert found.holds, found


@pytest.mark.parametrize(("model", "policy"), tiny_models.CASES)
def test_histories_of_the_oracle_sum_to_one(model, policy):
    for weighed in of_model(model, policy):
        assert sum(probability for probability, _ in weighed) == pytest.approx(1.0, abs=1e-12)


@pytest.mark.parametrize(("model", "policy"), tiny_models.CASES)
def test_slices_agree_with_enumeration(model, policy):
    made, outcomes = tiny_models.MODELS[model](), sampled(model)[policy]
    for table in made.tables:
        exact = np.array([brute_force.slices(weighed, made.steps, table.variable, len(table.states))
                          for weighed in of_model(model, policy)])
        copies = outcomes.slices[table.variable].reshape(len(exact), COPIES, *exact.shape[1:])
        variance = np.maximum(copies.var(axis=1, ddof=1) / COPIES, 1e-26)
        found = agreement(copies.mean(axis=1), variance, exact, COPIES)
        assert found.catches < SMALLEST_BIAS
        assert found.holds, (table.variable, found)


def _changed(program: Program, name: str, **changes: object) -> Program:
    place = program.index(name)
    variables = list(program.variables)
    variables[place] = replace(variables[place], **changes)
    return replace(program, variables=tuple(variables))


def redrawn_each_step(program: Program) -> Program:
    """`near` and `far` get a new uniform every step."""
    return _changed(_changed(program, "near", once=False), "far", once=False)


def drawn_only_once(program: Program) -> Program:
    """`weather` keeps its first uniform."""
    return _changed(program, "weather", once=True)


def parents_swapped(program: Program) -> Program:
    """`far` reads its two parents the wrong way round."""
    first, second = program.variables[program.index("far")].parents
    parents = (replace(first, stride=second.stride), replace(second, stride=first.stride))
    return _changed(program, "far", parents=parents)


def lag_lost(program: Program) -> Program:
    """`mood` reads the flicker of today where it should read yesterday's."""
    parents = program.variables[program.index("mood")].parents
    return _changed(program, "mood", parents=tuple(replace(parent, lag=0) for parent in parents))


def memory_lost(program: Program) -> Program:
    """`lever` starts afresh at every step."""
    return _changed(program, "lever", memory=None)


def draw_changes_with_the_step(program: Program) -> Program:
    """The numbers of `weather` come from another draw at step 2."""
    weather = program.variables[program.index("weather")]
    other = np.roll(weather.thresholds, COPIES, axis=1)
    rows = weather.thresholds.shape[2]
    return _changed(
        program,
        "weather",
        thresholds=np.concatenate([weather.thresholds, other], axis=2),
        row_of=np.concatenate([weather.row_of, weather.row_of + rows]),
        phase_of_step=np.array([0, 0, 1, 0]),
    )


def _clipped(variable: ProgramVariable) -> ProgramVariable:
    return replace(variable, thresholds=np.clip(variable.thresholds, 0.05, 0.95))


def clipped(program: Program) -> Program:
    """Probabilities kept away from 0 and 1."""
    return replace(program, variables=tuple(_clipped(variable) for variable in program.variables))


@pytest.mark.parametrize(
    ("model", "policy", "change"),
    [
        ("ladder", "free", redrawn_each_step),
        ("ladder", "set", redrawn_each_step),
        ("wide", "free", drawn_only_once),
        ("ladder", "free", parents_swapped),
        ("memory", "free", lag_lost),
        ("ladder", "free", memory_lost),
        ("wide", "free", draw_changes_with_the_step),
        ("ladder", "at least", clipped),
        ("ladder", "set", clipped),
    ],
)
def test_a_wrong_program_is_caught(model, policy, change):
    assert not compared(model, policy, change).holds


def test_own_chance_that_feeds_back_must_be_counted(monkeypatch):
    """Integrating it out all the same gives a wrong answer, and the comparison sees it."""
    right = sample.plan
    monkeypatch.setattr(sample, "plan", lambda *a, **k: replace(p := right(*a, **k), counted=(False,) * len(p.counted)))
    sampled.cache_clear()
    assert not compared("loop", "free").holds
    sampled.cache_clear()


def test_variables_that_share_a_uniform_are_caught(monkeypatch):
    """One stream for all names: every variable's own odds are right, their joint odds are not."""
    right = uniforms.uniforms
    monkeypatch.setattr(uniforms, "uniforms", lambda seed, variable, step, **k: right(seed, "same", step, **k))
    sampled.cache_clear()
    assert not compared("memory", "free").holds
    sampled.cache_clear()


def test_steps_that_share_a_uniform_are_caught(monkeypatch):
    right = uniforms.uniforms
    monkeypatch.setattr(uniforms, "uniforms", lambda seed, variable, step, **k: right(seed, variable, 0, **k))
    sampled.cache_clear()
    assert not compared("memory", "free").holds
    sampled.cache_clear()
