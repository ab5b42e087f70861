"""Exact slices against every history of random tiny models, to 1e-12; and what must not be solved is not."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import brute_force
import numpy as np
import pytest
import tiny_models
from random_models import random_model

from sim.engine.exact.slices import Solution, solution, solve
from sim.engine.exact.solvable import Layout
from sim.engine.exact.stage import Stage
from sim.engine.program import plan

SEEDS = range(11)
POLICIES = ("free", "set", "in part", "lifted")


def solved(model: tiny_models.Model, policy: str) -> tuple[Solution, dict[str, np.ndarray]]:
    program = model.program()
    stage = Stage(program, plan.plan(program, policy, model.policies[policy]))
    made = solution(stage, Layout(stage))
    slices = {v.name: np.full((program.draws, program.steps, v.states), np.nan) for v in program.variables}
    solve(made, slices)
    return made, slices


@cache
def histories(seed: int, policy: str) -> list:
    model = random_model(seed)
    return list(brute_force.histories(model.tables, model.steps, model.policies[policy], 1))


def gap(slices: np.ndarray, weighed: list, table, steps: int) -> float:
    exact = brute_force.slices(weighed, steps, table.variable, len(table.states))
    return float(np.abs(slices[1] - np.array(exact)).max())


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("seed", SEEDS)
def test_slices_are_exact(seed, policy):
    model = random_model(seed)
    made, slices = solved(model, policy)
    names = {model.program().variables[place].name for place in made.solved}
    assert names
    for table in model.tables:
        if table.variable in names:
            assert gap(slices[table.variable], histories(seed, policy), table, model.steps) < 1e-12, table.variable
        else:
            assert np.isnan(slices[table.variable]).all()


def test_rows_change_with_their_phase():
    """The third step has rows of its own, though the states that can be visited are those of the second."""
    rng = np.random.default_rng(8)
    made = tiny_models.table(rng, "x", 3, [("x", 3, 1)], start=0, phases=2)
    model = tiny_models.Model((replace(made, phase_of_step=np.array([0, 0, 0, 1])),), {"free": {}})
    _, slices = solved(model, "free")
    weighed = list(brute_force.histories(model.tables, model.steps, {}, 1))
    assert gap(slices["x"], weighed, made, model.steps) < 1e-12
    same = replace(model, tables=(replace(made, phase_of_step=np.zeros(4, dtype=int)),))
    assert gap(solved(same, "free")[1]["x"], weighed, made, model.steps) > 1e-3


def test_variables_that_share_a_leader_are_not_multiplied():
    """Ten that remember and follow one lever: ten chains of two, not one of eleven."""
    rng = np.random.default_rng(9)
    names = [f"v{n}" for n in range(10)]
    tables = [tiny_models.table(rng, "lever", 2, [("lever", 2, 1)], start=0)]
    tables += [tiny_models.table(rng, name, 2, [("lever", 2, 0), (name, 2, 1)], start=0) for name in names]
    made, slices = solved(tiny_models.Model(tuple(tables), {"free": {}}), "free")
    assert len(made.chains) == 10
    assert max(chain.largest for chain, _ in made.chains) == 8
    assert not any(np.isnan(states).any() for states in slices.values())
