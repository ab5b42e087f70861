"""Exact `reaches` against every history of random tiny models, to 1e-12."""

from __future__ import annotations

import brute_force
import numpy as np
import pytest
from random_models import random_model
from test_slices import POLICIES, SEEDS, histories

from sim.engine import plan
from sim.engine.layout import Layout
from sim.engine.reach import solver
from sim.engine.stage import Stage


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("seed", SEEDS)
def test_reaches_is_exact(seed, policy):
    model = random_model(seed)
    program, asked = model.program(), model.questions()
    stage = Stage(program, plan.plan(program, policy, model.policies[policy]))
    layout = Layout(stage)
    exact = brute_force.answers(histories(seed, policy), model.steps, asked)
    solved = set()
    for place, question in enumerate(program.questions):
        if question.kind == "reaches" and question.variable not in layout.constant:
            way = solver(stage, layout, question)
            if way is not None:
                solved.add(program.variables[question.variable].name)
                assert np.abs(way.answer(2)[1] - exact[place]).max() < 1e-12, question.name
    free = {v.name for place, v in enumerate(program.variables) if place not in layout.constant}
    assert free - solved <= {"echo"} or "trait" in model.policies[policy]
