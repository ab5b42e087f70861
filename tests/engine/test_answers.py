"""Solving and sampling together: what is solved is exact, what is sampled agrees, and each says which it is."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from functools import cache
from types import SimpleNamespace

import numpy as np
import pytest
import tiny_models
from agreement import agreement
from answer_all import answer_all
from random_models import random_model
from test_reach import histories_of
from test_sample_agrees import truth
from tiny_models import Asked, table

from sim.engine import answers, sample
from sim.engine.answers import MOST_TIMES, times_needed
from sim.engine.exact import frontier
from sim.engine.program import budget, uniforms
from sim.engine.program.compiler import assemble
from sim.engine.program.outcomes import Outcomes

ECHO = 4  # a random model with a variable that reads one drawn once, anew each step
COPIES = 256


@pytest.mark.parametrize(("model", "policy"), tiny_models.CASES)
def test_the_tiny_models_are_solved(model, policy):
    made = tiny_models.MODELS[model]()
    outcomes = answer_all(made.program(), {policy: made.policies[policy]}, 64, 1)[policy]
    assert set(outcomes.methods) <= {"solved", "set by policy"}
    assert np.abs(outcomes.probability - truth(model, policy)).max() < 1e-12
    assert not outcomes.noise.any()
    assert set(outcomes.worlds_of) == {0}
    for states in outcomes.slices.values():
        assert states.sum(axis=-1) == pytest.approx(np.ones(states.shape[:2]), abs=1e-12)


@cache
def echoed(worlds: int = 64, controlled: bool = True, seed: int = 5) -> Outcomes:
    """The model with an echo, each draw 256 times; with or without control variates, no more worlds than asked."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(answers, "MOST_TIMES", 1)
        if not controlled:
            patch.setattr(answers, "controlled", lambda answer, noise, *_: (answer, noise))
        return answer_all(random_model(ECHO).program(COPIES), {"free": {}}, worlds, seed)["free"]


def sampled_places() -> list[int]:
    return [place for place, method in enumerate(echoed().methods) if method == "sampled"]


def test_only_what_hangs_on_one_uniform_again_and_again_is_sampled():
    program = random_model(ECHO).program()
    found = {program.questions[place] for place in sampled_places()}
    assert {program.variables[question.variable].name for question in found} == {"echo"}
    assert {question.kind for question in found} == {"reaches"}
    assert [echoed().worlds_of[place] for place in sampled_places()] == [64] * len(found)
    assert not np.isnan(echoed().probability).any()


@pytest.mark.parametrize("controlled", [True, False])
def test_what_is_sampled_agrees_with_every_history(controlled):
    """Unbiased, and the stated noise is right, with control variates and without."""
    outcomes, places = echoed(128, controlled), sampled_places()
    exact = histories_of(random_model(ECHO), "free")[:, places]
    copies = outcomes.probability[:, places].reshape(2, COPIES, len(places), -1)
    noise = outcomes.noise[:, places].reshape(copies.shape).mean(axis=1) / COPIES
    found = agreement(copies.mean(axis=1), noise, exact, COPIES * 128 // uniforms.STRATA)
    assert found.catches < 0.01
    assert found.holds, found
    seen = copies.var(axis=1, ddof=1) / COPIES
    noisy = seen > 1e-20
    assert np.abs(noise[noisy] / seen[noisy] - 1).max() < 0.5  # sd about 0.09 each


def test_a_slice_that_is_wrong_would_be_seen(monkeypatch):
    """Negative control: the correction leans on the exact slice; a slice 2 % off shows."""
    right = answers.controlled
    monkeypatch.setattr(answers, "controlled", lambda *a: right(*a[:5], a[5] + 0.02))
    monkeypatch.setattr(answers, "MOST_TIMES", 1)
    outcomes, places = answer_all(random_model(ECHO).program(COPIES), {"f": {}}, 128, 5)["f"], sampled_places()
    exact = histories_of(random_model(ECHO), "free")[:, places]
    copies = outcomes.probability[:, places].reshape(2, COPIES, len(places), -1)
    noise = outcomes.noise[:, places].reshape(copies.shape).mean(axis=1) / COPIES
    assert not agreement(copies.mean(axis=1), noise, exact, COPIES * 128 // uniforms.STRATA).holds


def test_control_variates_take_noise_away():
    places = sampled_places()
    with_them, without = (echoed(128, flag).noise[:, places].mean(axis=0) for flag in (True, False))
    assert (with_them <= 1.001 * without).all()
    assert np.median(with_them[:, -1] / without[:, -1]) < 0.7
    assert with_them[:, 0].max() < 1e-20  # at the first step `reaches` is `is`


def test_noise_above_a_twentieth_of_the_variance_gets_more_worlds():
    program = random_model(ECHO).program(20)
    outcomes = answer_all(program, {"free": {}}, 64, 5)["free"]
    places = sampled_places()
    assert max(outcomes.worlds_of) > 64
    for place in places:
        assert outcomes.worlds_of[place] in {64 * 2**n for n in range(5)}
        left = times_needed(outcomes.probability[:, place], outcomes.noise[:, place])
        assert left == 1 or outcomes.worlds_of[place] > 64
    more = [place for place in places if outcomes.worlds_of[place] > 64]
    assert outcomes.noise[:, more].mean() / answer_once(program).noise[:, more].mean() < 0.75


def answer_once(program) -> Outcomes:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(answers, "MOST_TIMES", 1)
        return answer_all(program, {"free": {}}, 64, 5)["free"]


@pytest.mark.parametrize(
    ("noise", "times"), [(0.0, 1), (0.0004, 1), (0.001, 4), (0.002, 8), (0.009, MOST_TIMES), (0.02, MOST_TIMES)]
)
def test_how_many_times_the_worlds(noise, times):
    """Variance 0.01 over draws; noise n of it needs (n / (0.01 - n)) x 19 times the worlds."""
    answer = np.array([0.5 - 0.1 / np.sqrt(2), 0.5 + 0.1 / np.sqrt(2)])[:, None]
    assert times_needed(answer, np.full((2, 1), noise)) == times
    assert times_needed(answer / 1e4, np.full((2, 1), noise)) == 1  # too rare to matter
    assert times_needed(answer[:1], np.full((1, 1), noise)) == 1


def test_solved_answers_do_not_depend_on_the_draws_beside_them():
    few, many = (answer_all(random_model(ECHO).program(copies), {"free": {}}, 64, 5)["free"] for copies in (1, 700))
    solved = [place for place, method in enumerate(few.methods) if method == "solved"]
    assert np.abs(many.probability[::700][:, solved] - few.probability[:, solved]).max() < 1e-14


def test_progress_rises_to_the_end():
    calls = []
    program = random_model(ECHO).program()
    answer_all(program, {"a": {}, "b": {}}, 64, 1, progress=calls.append)
    assert calls == sorted(calls)
    assert calls[-1] == 1.0


def wide(memory: int, draws: int = 4):
    """Variables that remember, each led by all: no set of them alone is enough."""
    rng = np.random.default_rng(6)
    names = [f"v{n}" for n in range(memory)]
    tables = [table(rng, n, 2, [(n, 2, 1), (names[i - 1], 2, 1)], start=0, draws=draws) for i, n in enumerate(names)]
    asked = [Asked("at", "v0", frozenset({1}), "is"), Asked("by", "v0", frozenset({1}), "reaches")]
    return assemble(tables, asked, 3)


def test_a_graph_past_the_ceiling_is_sampled_and_says_so(monkeypatch):
    program = wide(6)
    exact = answer_all(program, {"free": {}}, 64, 1)["free"]
    assert exact.methods == ("solved", "solved")
    monkeypatch.setattr(budget, "CEILING", 8 * 4 * 8 * 6)  # eight draws of eight cells, six times over
    outcomes = answer_all(program, {"free": {}}, 64, 1)["free"]
    assert outcomes.methods == ("sampled", "sampled")
    assert not np.isnan(outcomes.slices["v5"]).any()
    assert np.abs(outcomes.probability - exact.probability).max() < 0.35
    assert outcomes.noise.any()


PEAK = """
import tracemalloc
import test_answers
from answer_all import answer_all
from sim.engine.program import budget
program = test_answers.wide({memory}, draws=64)
tracemalloc.start()
outcomes = answer_all(program, {{"free": {{}}}}, 64, 1)["free"]
print(*outcomes.methods, tracemalloc.get_traced_memory()[1] / budget.CEILING)
"""


def peak(memory: int) -> tuple[str, str, float]:
    """Methods and the share of the ceiling that one run holds at most, in a process of its own."""
    command = [sys.executable, "-c", PEAK.format(memory=memory)]
    found_here = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    said = subprocess.run(command, env=found_here, capture_output=True, check=True, text=True).stdout.split()
    return said[0], said[1], float(said[2])


def test_memory_stays_under_the_ceiling():
    """Twelve that remember are solved, thirty would take 80 GB a draw and are sampled."""
    *methods, share = peak(12)
    assert methods == ["solved", "solved"]
    assert 0.001 < share < 1
    *methods, share = peak(30)
    assert methods == ["sampled", "sampled"]
    assert share < 0.05


def test_a_moved_number_reuses_the_plan():
    made = random_model(ECHO)
    answer_all(made.program(), {"free": {}}, 64, 1)
    before = frontier.plan.cache_info().misses
    moved = replace(made, tables=tuple(replace(t, tails=t.tails**1.01) for t in made.tables))
    answer_all(moved.program(), {"free": {}}, 64, 1)
    assert frontier.plan.cache_info().misses == before


@pytest.mark.parametrize("policy", [*random_model(ECHO).policies])
def test_the_rest_is_sampled_on_the_same_uniforms(policy):
    """Leaving out what a question does not hang on, here the first of all variables, changes no byte of it."""
    made = random_model(ECHO)
    made = replace(made, tables=(table(np.random.default_rng(1), "apart", 3), *made.tables))
    program, paths = made.program(8), made.policies[policy]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(answers, "MOST_TIMES", 1)
        patch.setattr(answers, "controlled", lambda answer, noise, *_: (answer, noise))
        mixed = answer_all(program, {policy: paths}, 64, 5)[policy]
    alone = sample.run(program, paths, policy, 64, 5)
    places = [place for place, method in enumerate(mixed.methods) if method == "sampled"]
    assert places or policy == "set"
    assert mixed.probability[:, places].tobytes() == alone.probability[:, places].tobytes()
    assert mixed.noise[:, places].tobytes() == alone.noise[:, places].tobytes()


def test_work_past_the_allowance_is_sampled(monkeypatch):
    assert budget.affordable(SimpleNamespace(cells=budget.MOST_CELLS, largest=1), 10**5)
    assert not budget.affordable(SimpleNamespace(cells=budget.MOST_CELLS + 1, largest=1), 10**5)
    monkeypatch.setattr(budget, "MOST_CELLS", 64)
    assert answer_all(wide(6), {"free": {}}, 64, 1)["free"].methods == ("sampled", "sampled")
