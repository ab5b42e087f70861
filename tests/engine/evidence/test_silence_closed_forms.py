"""Silence about a variable with one hazard, worked out by hand: what happened is missed once, however many weeks."""

from __future__ import annotations

import datetime

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import roots_sh_jacobi
from scipy.stats import beta
from tiny_models import Asked

from sim.engine import sample
from sim.engine.program.compiler import assemble
from sim.engine.program.program import Program
from sim.priors.model import RowTable
from sim.scenario import evidence
from sim.scenario.file import read
from sim.scenario.resolve.axes import Axis
from sim.scenario.resolve.policy_path import PolicyPath

A, B, REPORTED = 2.0, 30.0, 0.9  # a hazard of 6 % a step, as much as 30 steps would teach
STEPS = 12
STATES = ("peace", "war")
SCENARIO = """
schema_version: 1
id: hazard
title: One hazard
as_of: 2026-01-05
timeline: {steps: 12, step: 1 week}
experts: {ann: {name: Ann}}
variables:
  war: {label: War, states: [peace, war], role: lever, chance: each_step, parents: [war@previous], start: peace}
  reply: {label: Reply, states: [none, some], chance: once, parents: [war]}
judgments:
  war: {J1: {expert: ann, about: war, says: 5%, per: step}}
  reply: {J2: {expert: ann, about: some, says: 60%}}
questions: {Q1: {asks: "War?", reaches: {war: war}, by: 2026-03-30}}
"""


@pytest.fixture(scope="module")
def scenario():
    return read.loads(SCENARIO)


def silence(scenario, steps: int, quiet: str):
    """What `quiet` says that nothing was reported in the first steps."""
    until = scenario.as_of + datetime.timedelta(7 * steps)
    text = f"schema_version: 1\nevidence: {{}}\nquiet: {{until: {until}, {quiet}}}\n"
    return evidence.loads(text, "evidence", scenario)


def program(hazards: np.ndarray, stays: float = 1.0) -> Program:
    """War breaks out with a hazard a step, one a draw, and stays with some chance; some reply to it with 60 %."""
    one = np.ones_like(hazards)
    phases = np.zeros(STEPS + 1, dtype=np.int64)
    rows = np.arange(2, dtype=np.int32)[None]
    before, now = Axis("war@previous", "war", 1, STATES), Axis("war", "war", 0, STATES)
    hazard, reply = np.stack([hazards, stays * one])[..., None], np.stack([0 * one, 0.6 * one])[..., None]
    war = RowTable("war", STATES, (before,), False, stays == 1.0, 0, rows, phases, hazard)
    some = RowTable("reply", ("none", "some"), (now,), True, False, None, rows, phases, reply)
    return assemble([war, some], [Asked("Q", "war", frozenset({1}), "reaches")], STEPS)


def run(hazards, seen, stays: float = 1.0, paths=None):
    return sample.run(program(np.asarray(hazards), stays), paths or {}, "free", 64, 1, observations=seen)


@pytest.mark.parametrize("stays", [1.0, 0.3])
@pytest.mark.parametrize("steps", [1, 4, 12])
def test_the_posterior_of_a_beta_prior_is_that_of_numerical_integration(scenario, steps, stays):
    """Whether war lasts or comes back makes no difference: what is missed is that it broke out."""
    nodes, weight = roots_sh_jacobi(16, A + B - 1, A)  # draws at which a polynomial's integral is exact
    found = run(nodes, silence(scenario, steps, "reported: 90%"), stays).likelihood[:, 0]

    def told(power):
        quiet = lambda h: (1 - h) ** steps + (1 - (1 - h) ** steps) * (1 - REPORTED)  # noqa: E731
        return quad(lambda h: beta.pdf(h, A, B) * quiet(h) * h**power, 0, 1, epsabs=1e-13, epsrel=1e-13)[0]

    assert weight @ found / weight.sum() == pytest.approx(told(0), abs=1e-9)
    assert weight @ (found * nodes) / (weight @ found) == pytest.approx(told(1) / told(0), abs=1e-9)


def test_draws_of_the_prior_come_to_the_same(scenario):
    """As a run has it: 4,000 draws of the hazard, each weighed by how likely it made the silence."""
    hazards = beta.ppf((np.arange(4000) + 0.5) / 4000, A, B)
    out = run(hazards, silence(scenario, 8, "reported: 90%"))
    weight = (1 - hazards) ** 8 + (1 - (1 - hazards) ** 8) * (1 - REPORTED)
    assert out.likelihood[:, 0] == pytest.approx(weight, abs=1e-9)
    missed, later = (1 - (1 - hazards) ** 8) * 0.1, (1 - hazards) ** 8 * (1 - (1 - hazards) ** 4)
    assert out.probability[:, 0, -1] == pytest.approx((missed + later) / weight, abs=1e-9)


@pytest.mark.parametrize("steps", [2, 3, 7, 12])
def test_a_report_that_takes_time_is_awaited_from_the_first_step_of_war(scenario, steps):
    hazards = np.array([0.02, 0.3])
    out = run(hazards, silence(scenario, steps, "reported: 0%, variables: {war: {reported: 90%, delay: 3 steps}}"), 0.3)
    weight = (1 - hazards) ** steps
    for first in range(1, steps + 1):
        heard = REPORTED * min(1, (steps - first) / 3)
        weight = weight + (1 - hazards) ** (first - 1) * hazards * (1 - heard)
    assert out.likelihood[:, 0] == pytest.approx(weight, abs=1e-12)


@pytest.mark.parametrize(("steps", "share"), [(3, 0), (4, 0), (5, 1 / 2), (6, 1), (12, 1)])
def test_a_variable_drawn_once_is_heard_of_since_its_condition_holds(scenario, steps, share):
    """War is set from step 4 on: the 60 % who would reply do so then."""
    path = {"war": PolicyPath("war", (None, *[0] * 3, *[1] * 9), (0,) * 13)}
    quiet = "reported: 95%, variables: {reply: {reported: 90%, delay: 2 steps}}"
    out = run([0.1, 0.5], silence(scenario, steps, quiet), paths=path)
    assert out.likelihood[:, 0] == pytest.approx(0.4 + 0.6 * (1 - 0.9 * share), abs=1e-12)
    assert out.slices["reply"][:, -1, 1] == pytest.approx(0.6 * (1 - 0.9 * share) / out.likelihood[:, 0], abs=1e-12)


def test_silence_about_what_a_policy_sets_says_nothing(scenario):
    path = {"war": PolicyPath("war", (None, *[None] * 11, 1), (0,) * 13)}
    seen = silence(scenario, 12, "reported: 95%")
    assert run([0.1, 0.5], seen, paths=path).likelihood[:, 0].tolist() == [1, 1]
    assert run([0.1, 0.5], silence(scenario, 11, "reported: 95%"), paths=path).likelihood[0, 0] < 0.9
