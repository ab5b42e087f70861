"""What must not change a byte: chunks, more worlds, other variables, other policies, the order of the file."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import tiny_models
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny_models import Asked, fixed, table

from sim.engine import sample
from sim.engine.program.compiler import assemble
from sim.engine.program.outcomes import Outcomes


def bytes_of(outcomes: Outcomes, variables: list[str]) -> list[bytes]:
    arrays = [outcomes.probability, outcomes.noise, *(outcomes.slices[name] for name in variables)]
    return [array.tobytes() for array in arrays]


@pytest.mark.parametrize("model", tiny_models.MODELS)
@settings(max_examples=5, deadline=None)
@given(chunk=st.integers(1, 30))
def test_chunks_of_draws_change_no_byte(model, chunk):
    made = tiny_models.MODELS[model]()
    program = made.program(copies=11)
    whole = sample.run_all(program, made.policies, 128, 4)
    parts = sample.run_all(program, made.policies, 128, 4, chunk=chunk)
    names = [variable.name for variable in program.variables]
    for policy in made.policies:
        assert bytes_of(parts[policy], names) == bytes_of(whole[policy], names)


@pytest.mark.parametrize("model", tiny_models.MODELS)
def test_each_policy_alone_gives_what_it_gives_among_others(model):
    made = tiny_models.MODELS[model]()
    program = made.program(copies=5)
    together = sample.run_all(program, made.policies, 64, 4)
    names = [variable.name for variable in program.variables]
    for policy, paths in made.policies.items():
        alone = sample.run(program, paths, policy, 64, 4)
        assert bytes_of(alone, names) == bytes_of(together[policy], names)


def seen(program, worlds: int, draws: slice = slice(None)) -> dict[tuple[str, int], list[np.ndarray]]:
    """Every row visited, by variable and step, a block after the other."""
    found: dict[tuple[str, int], list[np.ndarray]] = {}

    def observe(variable: str, step: int, combination: np.ndarray) -> None:
        whole = np.broadcast_to(combination, (program.draws, 64))
        found.setdefault((variable, step), []).append(whole[draws].copy())

    sample.run(program, {}, "free", worlds, 4, observe=observe)
    return found


@pytest.mark.parametrize("model", tiny_models.MODELS)
def test_more_worlds_keep_the_first_ones(model):
    program = tiny_models.MODELS[model]().program(copies=3)
    few, many = seen(program, 64), seen(program, 192)
    for place, (block,) in few.items():
        assert len(many[place]) == 3
        assert (many[place][0] == block).all()
    assert any((blocks[1] != blocks[0]).any() for blocks in many.values())


def test_the_first_draws_of_more_draws_walk_the_same_worlds():
    """(The draws' numbers come from the priors; the worlds' uniforms sit at a place fixed by the draw.)"""
    model = tiny_models.memory()
    few = seen(model.program(copies=1), 64, slice(0, 1))
    many = seen(model.program(copies=3), 64, slice(0, 1))
    for place, blocks in few.items():
        assert (blocks[0] == many[place][0]).all()


@pytest.mark.parametrize("model", tiny_models.MODELS)
def test_watching_changes_no_byte(model):
    made = tiny_models.MODELS[model]()
    program = made.program(copies=3)
    names = [variable.name for variable in program.variables]
    unseen = sample.run(program, {}, "free", 64, 4)
    watched = sample.run(program, {}, "free", 64, 4, observe=lambda *_: None)
    assert bytes_of(watched, names) == bytes_of(unseen, names)


def by_name(outcomes: Outcomes) -> dict[str, bytes]:
    both = np.stack([outcomes.probability, outcomes.noise])
    return {name: both[:, :, place].tobytes() for place, name in enumerate(outcomes.questions)}


def grown(model: tiny_models.Model) -> tiny_models.Model:
    """The model with a variable before all others and one that hangs on the last."""
    rng, last = np.random.default_rng(5), model.tables[-1]
    before = table(rng, "newcomer", 3)
    after = table(rng, "reporter", 2, [(last.variable, len(last.states), 0), ("newcomer", 3, 0)], once=True)
    return replace(model, tables=(before, *model.tables, after))


@pytest.mark.parametrize("model", tiny_models.MODELS)
def test_a_variable_more_leaves_all_others_as_they_were(model):
    made = tiny_models.MODELS[model]()
    small = sample.run(made.program(), {}, "free", 64, 4)
    large = sample.run(grown(made).program(), {}, "free", 64, 4)
    assert len(large.questions) > len(small.questions)
    assert by_name(small).items() <= by_name(large).items()
    for name in small.slices:
        assert large.slices[name].tobytes() == small.slices[name].tobytes()


def test_the_order_of_the_file_does_not_matter():
    rng = np.random.default_rng(6)
    left, right = table(rng, "left", 3), table(rng, "right", 2, once=True)
    child = table(rng, "child", 3, [("left", 3, 0), ("right", 2, 0)], once=True)
    asked = [Asked("a", "child", frozenset({1}), "reaches"), Asked("b", "left", frozenset({1, 2}), "reaches")]
    one = sample.run(assemble([left, right, child], asked, 3), {}, "free", 64, 4)
    other = sample.run(assemble([right, left, child], asked[::-1], 3), {}, "free", 64, 4)
    assert by_name(one) == by_name(other)


def test_policies_are_compared_on_the_same_worlds():
    """Where a policy changes nothing downstream, nothing downstream differs; where it does, only that."""
    rng = np.random.default_rng(7)
    lever, apart = table(rng, "lever", 2, once=True), table(rng, "apart", 3)
    child = table(rng, "child", 2, [("lever", 2, 0), ("apart", 3, 0)], once=True)
    asked = [Asked("apart", "apart", frozenset({2}), "reaches"), Asked("child", "child", frozenset({1}), "reaches")]
    paths = {"low": (0, 0, 0), "high": (1, 1, 1), "late": (0, 0, 1)}
    policies = {name: fixed("lever", None, *path) for name, path in paths.items()}
    outcomes = sample.run_all(assemble([lever, apart, child], asked, 3), policies, 64, 4)
    low, high, late = (by_name(outcomes[policy]) for policy in ("low", "high", "late"))
    assert low["apart"] == high["apart"]
    assert low["child"] != high["child"]
    answers = [outcomes[policy].probability[:, 1] for policy in ("low", "late")]
    assert (answers[0][:, :2] == answers[1][:, :2]).all()
    assert (answers[0][:, 2] <= answers[1][:, 2]).all()
    assert late["child"] not in (low["child"], high["child"])


def test_another_seed_is_another_sample():
    program = tiny_models.memory().program()
    one, other = (sample.run(program, {}, "free", 64, seed) for seed in (1, 2))
    assert (one.probability != other.probability).any()
