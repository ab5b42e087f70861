"""Whole worlds: the worlds that a run counts, and those of the longer run first."""

from __future__ import annotations

import numpy as np
import pytest
import seen_histories
import tiny_models

from sim.engine import sample
from sim.engine.trajectories import keep


def test_kept_worlds_are_those_that_a_run_counts():
    """All 64 worlds of both draws, counted by hand, give the run's answers where it counts worlds too."""
    program = tiny_models.MODELS["loop"]().program()
    kept = keep(program, "free", {}, 2 * 64, seed=5)
    outcomes = sample.run(program, {}, "free", 64, seed=5)
    for name, top in (("attack", 1), ("answer", 2)):
        question = outcomes.questions.index(f"{name} reaches {[top]}")
        for draw in range(2):
            reached = (kept.states[kept.draw == draw][..., program.index(name)] == top).any(axis=1).mean()
            assert outcomes.probability[draw, question, -1] == pytest.approx(reached, abs=1e-12)


def test_fewer_worlds_are_the_first_of_more():
    made = tiny_models.MODELS["ladder"]()
    few, many = (keep(made.program(3), "free", {}, count, seed=5) for count in (10, 500))
    assert (few.states == many.states[:10]).all()
    assert many.world.tolist() == [number // 6 for number in range(500)]
    assert set(many.weight) == {1.0}


def test_a_policy_is_kept_to():
    made = tiny_models.MODELS["ladder"]()
    program = made.program()
    kept = keep(program, "set", made.policies["set"], 20, seed=5)
    assert (kept.states[:, :, program.index("lever")] == [0, 1, 2]).all()


@pytest.mark.parametrize(
    ("model", "name"), [("ladder", "all"), ("memory", "leaf"), ("loop", "answer"), ("wide", "weather")]
)
def test_no_kept_world_contradicts_what_was_seen(model, name):
    made, seen = tiny_models.MODELS[model](), seen_histories.EVIDENCE[model][name]
    program = made.program(20)
    kept = keep(program, "free", {}, 640, seed=5, observations=seen)
    for states, weight in zip(kept.states, kept.weight, strict=True):
        history = [{}, *({v.name: s for v, s in zip(program.variables, step, strict=True)} for step in states.tolist())]
        assert weight == 0 or seen_histories.likelihood(history, seen) > 0
    run = sample.run(program, {}, "free", 64, seed=5, observations=seen)
    few = [kept.weight[(kept.draw == draw)].mean() for draw in range(40)]
    assert np.mean(few) == pytest.approx(run.likelihood[:, 0].mean(), rel=0.3)
