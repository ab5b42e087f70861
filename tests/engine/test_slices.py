"""Exact slices against every history of random tiny models, to 1e-12; and what must not be solved is not."""

from __future__ import annotations

from functools import cache

import brute_force
import numpy as np
import pytest
import tiny_models
from random_models import random_model

from sim.engine import plan
from sim.engine.layout import Layout
from sim.engine.slices import Solution, solution, solve
from sim.engine.stage import Stage

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
