"""Running a program: shapes, policies, watching, progress, memory, and the errors that are refused."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest
import tiny_models
from tiny_models import Asked, Model, fixed, floor, table

from sim.engine import sample
from sim.engine.program.compiler import assemble


def flat(once: bool):
    """A restless parent, and a child that is 5 % whatever the parent does."""
    rng = np.random.default_rng(3)
    parent = table(rng, "parent", 3)
    child = table(rng, "child", 2, [("parent", 3, 0)], once=once)
    child.tails[:] = 0.05
    return assemble([parent, child], [Asked("q", "child", frozenset({1}), "reaches")], 3)


def test_a_flat_five_per_cent_stays_five_per_cent():
    outcomes = sample.run(flat(once=True), {}, "free", 64, 1)
    assert outcomes.probability == pytest.approx(np.full((2, 1, 3), 0.05), abs=1e-15)
    assert outcomes.noise.max() < 1e-30


def test_redrawn_every_step_it_would_not():
    outcomes = sample.run(flat(once=False), {}, "free", 64, 1)
    assert outcomes.probability[0, 0] == pytest.approx([1 - 0.95**n for n in (1, 2, 3)], abs=1e-15)


def test_shapes_weights_and_order():
    made = tiny_models.ladder()
    program = made.program(copies=4)
    outcomes = sample.run(program, {}, "free", 128, 1)
    questions = [asked.question for asked in made.questions()]
    assert outcomes.policy == "free"
    assert outcomes.worlds == 128
    assert list(outcomes.questions) == questions
    assert outcomes.probability.shape == outcomes.noise.shape == (8, len(questions), 3)
    assert outcomes.weights.sum() == pytest.approx(1.0)
    assert {name: s.shape for name, s in outcomes.slices.items()} == {n: (8, 3, 3) for n in ("lever", "near", "far")}


@pytest.mark.parametrize(("model", "policy"), tiny_models.CASES)
def test_answers_are_probabilities_and_hang_together(model, policy):
    made = tiny_models.MODELS[model]()
    outcomes = sample.run(made.program(), made.policies[policy], policy, 64, 1)
    assert outcomes.probability.min() >= 0.0
    assert outcomes.probability.max() <= 1.0
    for place, asked in enumerate(made.questions()):
        answer = outcomes.probability[:, place]
        if asked.kind == "reaches":
            assert (np.diff(answer, axis=-1) >= -1e-15).all()
        else:
            of_slice = outcomes.slices[asked.variable][..., sorted(asked.states)].sum(axis=-1)
            assert answer == pytest.approx(of_slice, abs=1e-12)
    for states in outcomes.slices.values():
        assert states.min() >= 0.0
        assert states.sum(axis=-1) == pytest.approx(np.ones(states.shape[:2]), abs=1e-12)


def test_questions_about_a_lever_that_is_set():
    made = tiny_models.ladder()
    asked = [
        Asked("by", "lever", frozenset({1, 2}), "reaches"),
        Asked("at", "lever", frozenset({1}), "is"),
        Asked("start", "lever", frozenset({2}), "reaches"),
    ]
    program = assemble(made.tables, asked, 3)
    outcomes = sample.run(program, fixed("lever", 2, 0, 1, 0), "set", 64, 1)
    assert outcomes.methods == ("set by policy",) * 3
    assert outcomes.probability[1].tolist() == [[0.0, 1.0, 1.0], [0.0, 1.0, 0.0], [0.0, 0.0, 0.0]]
    assert outcomes.slices["lever"][0].tolist() == [[1, 0, 0], [0, 1, 0], [1, 0, 0]]
    assert not outcomes.noise.any()


def test_a_floor_lifts_what_comes_after():
    """`answer` remembers: the state that the floor has lifted is the one it moves on from."""
    rng = np.random.default_rng(4)
    stays = table(rng, "stays", 3, [("stays", 3, 1)], start=0)
    stays.tails[:] = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0]])[:, None]
    program = assemble([stays], [], 3)
    outcomes = sample.run(program, floor("stays", 0, 0, 2, 0), "lifted", 64, 1)
    assert outcomes.slices["stays"][0].tolist() == [[1, 0, 0], [0, 0, 1], [0, 0, 1]]


def test_watching_sees_the_rows_that_are_visited():
    """Combinations count in C order over the axes, own memory where the file has it."""
    rng = np.random.default_rng(5)
    mood = table(rng, "mood", 2, [("act", 3, 1), ("mood", 2, 1), ("lever", 3, 0)], start=1)
    model = Model((table(rng, "lever", 3), mood, table(rng, "act", 3, [("mood", 2, 0)], once=True, start=2)), {})
    program, found = model.program(), {}
    paths = {**fixed("lever", None, 2, 0, 1), **fixed("act", None, 0, 1, None)}
    sample.run(program, paths, "p", 64, 1, observe=lambda v, k, c: found.setdefault((v, k), []).append(c))
    assert sorted(found) == [("act", 3), ("mood", 1), ("mood", 2), ("mood", 3)]
    assert np.unique(found["mood", 1]).tolist() == [2 * 6 + 1 * 3 + 2]
    assert np.unique(found["mood", 2]).tolist() == [0, 3]
    assert np.unique(found["mood", 3]).tolist() == [6 + 1, 6 + 3 + 1]
    assert np.broadcast_shapes(*(c.shape for cs in found.values() for c in cs)) == (2, 64)


def test_progress_is_told_after_every_block_of_every_chunk():
    calls = []
    program = tiny_models.ladder().program(copies=3)
    sample.run_all(program, {"free": {}}, 128, 1, chunk=4, progress=calls.append)
    assert calls == [0.25, 0.5, 0.75, 1.0]


@pytest.mark.parametrize("worlds", [0, 1, 100, -64])
def test_worlds_come_in_whole_blocks(worlds):
    with pytest.raises(ValueError, match="multiple of 64"):
        sample.run(tiny_models.ladder().program(), {}, "free", worlds, 1)


PEAK = """
import sys, tracemalloc
import tiny_models
from sim.engine import sample
program = tiny_models.memory().program(copies=100)
sample.run(program, {}, "free", 64, 1)
tracemalloc.start()
sample.run(program, {}, "free", int(sys.argv[1]), 1)
print(tracemalloc.get_traced_memory()[1])
"""


def peak(worlds: int) -> int:
    """Bytes that one run holds at most, measured in a process of its own."""
    command = [sys.executable, "-c", PEAK, str(worlds)]
    found_here = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return int(subprocess.run(command, env=found_here, capture_output=True, check=True, text=True).stdout)


def test_memory_does_not_grow_with_the_worlds():
    few, many = (peak(worlds) for worlds in (64, 6400))
    assert many < 1.1 * few
