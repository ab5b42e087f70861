"""Answers given what was seen, summed: against every history of tiny models, and over the whole of two large ones."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import brute_force
import eighteen
import numpy as np
import pytest
import seen_histories
import tiny_models

from sim.engine import given, sample
from sim.engine.evidence import columns, history, paths, watcher
from sim.engine.program.outcomes import Outcomes
from sim.engine.program.program import Program
from sim.results.forecast.run import forecast
from sim.scenario import evidence
from sim.scenario.file import read

FLAGSHIP = Path(__file__).parents[3] / "scenarios" / "venezuela-2025"
EIGHTEEN = """
schema_version: 1
evidence:
  E1: {date: 2026-03-20, variable: river, is: restricted or more}
  E2: {date: 2026-03-25, variable: army, is: exercise or more}
  E3: {date: 2026-03-30, variable: statement, is: note or more}
  E4: {date: 2026-03-30, variable: price, is: high}
"""


def summed(model: str, policy: str, name: str) -> tuple[Outcomes, np.ndarray, np.ndarray]:
    """What is found; P(answer and evidence), (draws, questions, steps), and P(evidence), (draws,), by enumeration."""
    made, seen = tiny_models.MODELS[model](), seen_histories.EVIDENCE[model][name]
    found = given.answer_given(made.program(1), {policy: made.policies[policy]}, seen, 64, 1, slices=())[policy]
    weighed = [seen_histories.weighed(one, seen) for one in seen_histories.of_model(model, policy)]
    joint = np.array([brute_force.answers(one, made.steps, made.questions()) for one in weighed])
    return found, joint, np.array([sum(probability for probability, _ in one) for one in weighed])


def off(model: str, policy: str, name: str) -> float:
    """How far answers and the likelihood of what was seen are off, at most."""
    found, joint, likelihood = summed(model, policy, name)
    gap = np.abs(found.probability - joint / likelihood[:, None, None]).max()
    return float(max(gap, np.abs(found.likelihood[:, 0] - likelihood).max()))


@pytest.mark.parametrize(("model", "policy", "name"), seen_histories.CASES)
def test_all_is_summed_and_agrees_with_enumeration(model: str, policy: str, name: str) -> None:
    found, _, _ = summed(model, policy, name)
    assert "sampled" not in found.methods
    assert not found.noise.any()
    assert off(model, policy, name) < 1e-12


def test_answers_that_forget_what_is_seen_later_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    right = paths.SeenPaths.backward

    def forgetful(self: paths.SeenPaths, *told: object) -> list[np.ndarray]:
        first, *rest = right(self, *told)
        return [first, *(np.ones_like(one) for one in rest)]

    monkeypatch.setattr(paths.SeenPaths, "backward", forgetful)
    assert off("ladder", "free", "root past") > 0.01


def test_groups_that_forget_the_cells_they_met_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if a variable drawn once drew a new uniform for each thing seen."""
    right = history.GroupPast.likelihood
    monkeypatch.setattr(
        history.GroupPast, "likelihood", lambda self, *told: np.ones_like(right(self, *told))
    )
    assert off("ladder", "free", "middle") > 0.01


@cache
def flagship() -> object:
    scenario = read.read(FLAGSHIP)
    observations = evidence.load(FLAGSHIP / "evidence.yaml", scenario)
    return forecast(scenario, draws=60, policies=["let_it_run"], observations=observations)


def test_every_answer_of_the_flagship_is_solved_given_its_evidence() -> None:
    answers = list(flagship().answers.values())
    assert len(answers) == 35
    assert {answer.method for answer in answers} <= {"solved", "set by policy"}


def eighteen_given(draws: int) -> tuple[Program, tuple, Outcomes]:
    scenario, program = eighteen.scenario(), eighteen.program(draws)
    seen = evidence.loads(EIGHTEEN, "evidence", scenario)
    run = {"let_it_run": scenario.paths["let_it_run"]}
    return program, seen, given.answer_given(program, run, seen, 64, 1, slices=())["let_it_run"]


def test_no_digit_of_an_answer_hangs_on_what_else_is_asked() -> None:
    """Q6 and Q15 hang on a variable whose states are cases, D4 and Q3 do not."""
    scenario = read.read(FLAGSHIP)
    seen = evidence.evidence(scenario, FLAGSHIP / "evidence.yaml", until=date(2025, 12, 30))
    asked = dict(observations=seen, draws=30, policies=["let_it_run"], shares=False)
    together = forecast(scenario, **asked)
    for question in ("D4", "Q3", "Q6", "Q15"):
        alone, key = forecast(scenario, questions=[question], **asked), ("let_it_run", question)
        assert alone.answers[key] == together.answers[key]
        assert (alone.draws[key] == together.draws[key]).all()


def test_what_was_seen_is_shared_only_where_situations_are_the_same() -> None:
    """Letters that are equal say the opposite where two situations have changed places."""
    turn = watcher.WeighedTurn(np.zeros((1, 2), np.intp), np.array([[1.0, 0.5]]), (0,), (0,), (((),),))
    window = columns.Window(None, slice(0, 1), (np.ones((1, 1)),))  # type: ignore[arg-type]
    draw, letters = np.zeros(2, np.intp), np.array([[0, 1], [1, 0]], np.uint8)
    made = [
        columns.Columns(window, draw, letters, (turn,), [np.array(one)])
        for one in ([0, 1], [1, 0], [0, 1])
    ]
    part = columns.Part(window, np.zeros(1, np.intp), np.ones(1))
    assert part.share(made[0]) is made[0]
    assert part.share(made[1]) is made[1]
    assert part.share(made[2]) is made[2]
    assert part.share(made[0]) is made[2]


@pytest.mark.parametrize(("model", "policy", "name"), seen_histories.CASES[::3])
def test_no_digit_of_an_answer_hangs_on_what_is_asked_earlier(model: str, policy: str, name: str) -> None:
    """Answers before the first step that is asked are NaN, or what they are when all are asked."""
    made, seen = tiny_models.MODELS[model](), seen_histories.EVIDENCE[model][name]
    program, policies = made.program(3), {policy: made.policies[policy]}
    whole = given.answer_given(program, policies, seen, 64, 1, slices=())[policy].probability
    for step in range(1, made.steps + 1):
        steps = [step] * len(program.questions)
        found = given.answer_given(program, policies, seen, 64, 1, slices=(), steps=steps)[policy].probability
        assert np.array_equal(found[..., step - 1 :], whole[..., step - 1 :])
        before = found[..., : step - 1]
        assert (np.isnan(before) | (before == whole[..., : step - 1])).all()


def test_every_answer_of_the_model_of_eighteen_is_solved_given_what_was_seen() -> None:
    program, seen, found = eighteen_given(40)
    assert set(found.methods) == {"solved"}
    assert not found.noise.any()
    path = eighteen.scenario().paths["let_it_run"]
    drawn = sample.run(program, path, "let_it_run", 1024, 3, observations=seen)
    mean, right = (np.einsum("d,dqs->qs", one.weights, one.probability) for one in (drawn, found))
    assert np.abs(mean - right).max() < 0.03


def test_what_is_too_entangled_is_sampled_on_the_exact_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    """A question that cannot be solved is sampled; its mean is that of its own worlds."""
    made, seen = tiny_models.MODELS["ladder"](), seen_histories.EVIDENCE["ladder"]["leaf"]
    program, policies = made.program(20), {"free": made.policies["free"]}
    whole = given.answer_given(program, policies, seen, 64, 1, slices=())["free"]
    right = given.given
    monkeypatch.setattr(given, "given", lambda *told: _without(right(*told), 0))
    found = given.answer_given(program, policies, seen, 64, 1, slices=())["free"]
    assert (found.methods[0], found.methods[1]) == ("sampled", "solved")
    assert np.array_equal(found.weights, whole.weights)
    means = [np.einsum("d,ds->s", one.weights, one.probability[:, 0]) for one in (found, whole)]
    assert np.abs(means[0] - means[1]).max() < 0.05


def _without(solved: object, place: int) -> object:
    answers = {key: value for key, value in solved.answers.items() if key != place}
    return type(solved)(solved.likelihood, answers)
