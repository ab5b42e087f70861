"""Exact `reaches` against every history of random tiny models, to 1e-12."""

from __future__ import annotations

from dataclasses import replace

import brute_force
import numpy as np
import pytest
import tiny_models
from answer_all import answer_all
from random_models import random_model
from test_slices import POLICIES, SEEDS, histories
from tiny_models import Asked, Model, floor, table

from sim.engine.exact import response_types
from sim.engine.exact.reach import Absorbing, answer_together, solver
from sim.engine.exact.solvable import Layout
from sim.engine.exact.stage import Stage
from sim.engine.program import plan
from sim.engine.program.compiler import assemble


def histories_of(model: Model, policy: str) -> np.ndarray:
    """(draws, questions, steps) by enumeration."""
    paths, asked = model.policies[policy], model.questions()
    weighed = [list(brute_force.histories(model.tables, model.steps, paths, draw)) for draw in (0, 1)]
    return np.array([brute_force.answers(one, model.steps, asked) for one in weighed])


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
                answer = way.answer(2) if isinstance(way, Absorbing) else answer_together([way], 2)[0]
                assert np.abs(answer[1] - exact[place]).max() < 1e-12, question.name
    free = {v.name for place, v in enumerate(program.variables) if place not in layout.constant}
    assert free - solved <= {"echo"} or "trait" in model.policies[policy]


def ladder_answers() -> tuple[np.ndarray, np.ndarray, list]:
    """Solved and enumerated answers of the ladder, and its questions."""
    model = tiny_models.ladder()
    outcomes = answer_all(model.program(), {"free": {}}, 64, 1)["free"]
    return outcomes.probability, histories_of(model, "free"), model.questions()


def test_the_ladder_is_exact():
    solved, exact, _ = ladder_answers()
    assert np.abs(solved - exact).max() < 1e-12


def test_the_highest_slice_is_not_the_answer():
    """Negative control: the largest P(event at a step) is below what is reached along paths."""
    solved, exact, asked = ladder_answers()
    names = [one.question for one in asked]
    place, held = names.index("near reaches [1, 2]"), names.index("near is [1, 2]")
    assert (exact[:, place, -1] - np.maximum.accumulate(solved[:, held], axis=-1)[:, -1] > 1e-3).any()


def test_a_new_number_each_step_is_not_the_answer():
    """Negative control: the same rows with a new uniform every step reach far more."""
    model = tiny_models.ladder()
    redrawn = replace(model, tables=tuple(replace(t, once=False) for t in model.tables))
    wrong = answer_all(redrawn.program(), {"free": {}}, 64, 1)["free"].probability
    exact = histories_of(model, "free")
    place = [one.question for one in model.questions()].index("far reaches [2]")
    assert (wrong[:, place, -1] - exact[:, place, -1] > 0.02).all()
    assert np.abs(wrong[:, place, 0] - exact[:, place, 0]).max() < 1e-12


def test_flat_rows_stay_flat():
    """5 % whatever a restless parent does is 5 % by any deadline."""
    rng = np.random.default_rng(3)
    child = table(rng, "child", 2, [("parent", 3, 0)], once=True)
    child.tails[:] = 0.05
    asked = [Asked("q", "child", frozenset({1}), "reaches")]
    program = assemble([table(rng, "parent", 3), child], asked, 3)
    found = answer_all(program, {"free": {}}, 64, 1)["free"]
    assert found.methods == ("solved",)
    assert found.probability == pytest.approx(np.full((2, 1, 3), 0.05), abs=1e-15)


def test_pieces_past_the_allowance_are_not_begun(monkeypatch):
    model = tiny_models.ladder()
    monkeypatch.setattr(response_types, "MOST_BYTES", 300)
    outcomes = answer_all(model.program(), {"free": {}}, 64, 1)["free"]
    methods = dict(zip(outcomes.questions, outcomes.methods, strict=True))
    assert methods["far reaches [2]"] == "sampled"
    assert methods["far is [2]"] == "solved"
    assert methods["lever reaches [2]"] == "solved"


def test_pieces_of_no_length_are_not_followed():
    """A certain row cuts the uniform at 0 or 1 only: one piece a draw, of the rows that are left two."""
    rng = np.random.default_rng(3)
    parent, child = table(rng, "parent", 3), table(rng, "child", 2, [("parent", 3, 0)], once=True)
    child.tails[:2] = np.array([0.0, 1.0])[:, None, None]
    program = assemble([parent, child], [Asked("q", "child", frozenset({1}), "reaches")], 3)
    stage = Stage(program, plan.plan(program, "free", {}))
    way = solver(stage, Layout(stage), program.questions[0])
    assert len(way.cut(np.arange(2)).draw) == 4


def solved_and_true(model: Model, policy: str) -> dict[str, set[str]]:
    """Methods by variable, once all answers that claim to be solved are found exact."""
    outcomes = answer_all(model.program(), {policy: model.policies[policy]}, 64, 1)[policy]
    exact, found = histories_of(model, policy), {}
    for place, asked in enumerate(model.questions()):
        found.setdefault(asked.variable, set()).add(outcomes.methods[place])
        if outcomes.methods[place] == "solved":
            assert np.abs(outcomes.probability[:, place] - exact[:, place]).max() < 1e-12, asked.question
    return found


def test_a_trait_that_is_lifted_on_the_way_does_not_last():
    """What remembers it is not solved for; lifted from the first step on, it lasts, and is."""
    rng = np.random.default_rng(11)
    tables = (
        table(rng, "trait", 2, once=True),
        table(rng, "mood", 2, [("trait", 2, 0), ("mood", 2, 1)], start=0),
        table(rng, "view", 2, [("mood", 2, 0)], once=True),
    )
    model = Model(tables, {"late": floor("trait", 0, 0, 1, 0), "whole": floor("trait", 0, 1, 1, 1), "free": {}})
    assert solved_and_true(model, "late") == {"trait": {"solved"}, "mood": {"sampled"}, "view": {"sampled"}}
    assert set.union(*solved_and_true(model, "whole").values()) == {"solved"}
    assert set.union(*solved_and_true(model, "free").values()) == {"solved"}


def test_one_drawn_once_that_is_read_a_step_late_is_left_to_sampling():
    rng = np.random.default_rng(12)
    tables = (
        table(rng, "lever", 2, [("lever", 2, 1)], start=0),
        table(rng, "news", 2, [("lever", 2, 0)], once=True, start=0),
        table(rng, "view", 2, [("news", 2, 1), ("lever", 2, 0)], once=True),
        table(rng, "mood", 2, [("news", 2, 1)]),
    )
    model = Model(tables, {"free": {}})
    expected = {"lever": {"solved"}, "news": {"solved"}, "view": {"sampled"}, "mood": {"sampled"}}
    assert solved_and_true(model, "free") == expected


def test_what_is_forgotten_but_for_a_step_late_reader():
    """`flicker` has no memory; that `view` and `mood` read it a step late is reason enough to carry it on."""
    rng = np.random.default_rng(13)
    tables = (
        table(rng, "flicker", 2, start=0),
        table(rng, "view", 2, [("flicker", 2, 1), ("flicker", 2, 0)], once=True),
        table(rng, "mood", 3, [("flicker", 2, 1)]),
    )
    assert set.union(*solved_and_true(Model(tables, {"free": {}}), "free").values()) == {"solved"}
