"""What a policy makes of a program: methods, counting, and whose states are needed."""

from __future__ import annotations

import numpy as np
import pytest
import tiny_models
from tiny_models import fixed, floor, table

from sim.engine import sample
from sim.engine.program.compiler import assemble
from sim.engine.program.plan import SAMPLED, SET, SOLVED, plan
from sim.scenario.resolve.policy_path import PolicyPath


def methods(model, policy):
    """Variable -> the methods of its questions."""
    program, paths = model.program(), model.policies[policy]
    found = plan(program, policy, paths).methods
    return {
        variable.name: {m for m, q in zip(found, program.questions, strict=True) if q.variable == place}
        for place, variable in enumerate(program.variables)
    }


@pytest.mark.parametrize(
    ("model", "policy", "expected"),
    [
        ("ladder", "free", {"lever": SOLVED, "near": SAMPLED, "far": SAMPLED}),
        ("ladder", "set", {"lever": SET, "near": SOLVED, "far": SAMPLED}),
        ("ladder", "at least", {"lever": SOLVED, "near": SAMPLED, "far": SAMPLED}),
        ("ladder", "middle set", {"lever": SOLVED, "near": SET, "far": SAMPLED}),
        ("memory", "free", {"flicker": SOLVED, "mood": SAMPLED, "act": SAMPLED}),
        ("memory", "all set", {"flicker": SET, "mood": SET, "act": SOLVED}),
        ("loop", "set", {"attack": SET, "answer": SOLVED, "opinion": SAMPLED}),
        ("loop", "free", {"attack": SAMPLED, "answer": SAMPLED, "opinion": SAMPLED}),
    ],
)
def test_methods(model, policy, expected):
    assert methods(tiny_models.MODELS[model](), policy) == {name: {method} for name, method in expected.items()}


@pytest.mark.parametrize(("model", "policy"), tiny_models.CASES)
def test_only_sampled_answers_have_noise(model, policy):
    made = tiny_models.MODELS[model]()
    outcomes = sample.run(made.program(), made.policies[policy], policy, 64, 1)
    noisy = outcomes.noise.any(axis=(0, 2))
    for method, has_noise in zip(outcomes.methods, noisy, strict=True):
        if method != SAMPLED:
            assert not has_noise
    if SAMPLED in outcomes.methods:
        assert noisy.any()


def test_counting_only_where_own_chance_comes_back():
    model = tiny_models.loop()
    program = model.program()
    assert plan(program, "free", {}).counted == (True, True, False)
    assert plan(program, "set", model.policies["set"]).counted == (False, False, False)
    assert plan(program, "floor", floor("attack", 0, 0, 1, 0)).counted == (True, True, False)
    assert not any(plan(tiny_models.memory().program(), "free", {}).counted)


def test_a_long_loop_is_seen():
    rng = np.random.default_rng(9)
    ring = [
        table(rng, "a", 2, [("c", 2, 1)]),
        table(rng, "b", 2, [("a", 2, 0)]),
        table(rng, "c", 2, [("b", 2, 0)], start=0),
        table(rng, "d", 2, [("c", 2, 0)], once=True),
    ]
    assert plan(assemble(ring, [], 3), "free", {}).counted == (True, True, True, False)
    assert plan(assemble(ring, [], 3), "cut", fixed("b", None, 1, 0, 1)).counted == (False,) * 4


def test_states_are_drawn_only_for_those_that_are_read():
    program = tiny_models.ladder().program()
    assert plan(program, "free", {}).sampled == (True, True, False)
    assert plan(program, "set", tiny_models.ladder().policies["set"]).sampled == (False, True, False)
    assert plan(program, "leaves set", {**fixed("near", None, 0, 1, 0), **fixed("far", None, 0, 1, 0)}).sampled == (
        False,
        False,
        False,
    )
    # Watching asks for the own memory of a variable that nobody else reads.
    lone = assemble([table(np.random.default_rng(1), "x", 2, [("x", 2, 1)], start=0)], [], 3)
    assert plan(lone, "free", {}).sampled == (False,)
    assert plan(lone, "free", {}, observed=True).sampled == (True,)


@pytest.mark.parametrize(("states", "floors"), [(3, 4), (4, 3), (5, 5)])
def test_a_path_of_the_wrong_length_is_refused(states, floors):
    path = PolicyPath("lever", (None,) * states, (0,) * floors)
    with pytest.raises(ValueError, match="4 entries"):
        plan(tiny_models.ladder().program(), "odd", {"lever": path})
