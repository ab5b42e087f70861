"""One question by itself: the numbers of the whole forecast, whatever was edited and kept before."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from sim.errors import ModelError
from sim.priors import build as building
from sim.results.focus.focus import Focus, focus
from sim.results.forecast import run as running
from sim.results.forecast.cache import Cache
from sim.results.forecast.model import Forecast
from sim.results.forecast.run import forecast
from sim.scenario import edit
from sim.scenario.file import read
from sim.scenario.resolve.scenario import Scenario

ROOT = Path(__file__).parents[3]
FILES = {
    "flagship": ROOT / "scenarios" / "venezuela-2025" / "scenario.yaml",
    "questions": ROOT / "tests" / "scenarios" / "valid" / "questions.yaml",
    "tangled": ROOT / "tests" / "scenarios" / "valid" / "tangled.yaml",
}
DRAWS = 100
EDITS = ({"judgments.S14.nudge": 0.5}, {"experts.kosevich.weight": 2.0}, {"judgments.M1.nudge": -0.4}, {})
POLICIES = {"flagship": ("blockade", "strikes")}  # all of the others
QUESTIONS = ("Q6", "Q3", "D15", "Q25", "Q5", "D16", "D3", "D8")  # one of each kind, and of chance once and each step


@cache
def scenario_of(file: str) -> Scenario:
    return read.read(FILES[file])


@cache
def whole(file: str) -> Forecast:
    return forecast(scenario_of(file), draws=DRAWS, shares=False)


def told(made: Forecast) -> str:
    """Everything in a forecast, every digit."""
    return repr(vars(made)) + made.draws.values.tobytes().hex() + made.draws.weights.tobytes().hex()


def hold_against(alone: Focus, every: Forecast) -> None:
    """The same words and methods, the same numbers but for rounding, and states that add up to the answer."""
    for (policy, question), answer in alone.forecast.answers.items():
        other = every.answers[policy, question]
        mine, theirs = (one.draws[policy, question] for one in (alone.forecast, every))
        assert mine == pytest.approx(theirs, abs=1e-12, nan_ok=True)
        numbers = ("probability", "median", "sampling_error", "noise_share", "asked", "quantile_errors")
        for name in numbers:
            assert getattr(answer, name) == pytest.approx(getattr(other, name), abs=1e-12, nan_ok=True), name
        for name in ("shown", "word", "words", "method", "rests_on", "event", "deadline", "notes", "worlds_needed"):
            assert getattr(answer, name) == getattr(other, name), name
        assert answer.curve.high90 == pytest.approx(other.curve.high90, abs=1e-12, nan_ok=True)
        if policy in alone.states:
            states = alone.states[policy]
            counted = sum(share for share, counts in zip(states.shares, states.counted, strict=True) if counts)
            assert (sum(states.shares), counted) == pytest.approx((1.0, answer.probability), abs=1e-9)
        else:
            assert answer.method == "undefined"


@pytest.mark.parametrize("file", FILES)
def test_every_question_alone_is_as_among_all(file: str) -> None:
    kept = Cache()
    for question in scenario_of(file).questions:
        made = focus(scenario_of(file), question, POLICIES.get(file), draws=DRAWS, kept=kept)
        assert made.forecast.questions == (question,)
        hold_against(made, whole(file))


def test_what_is_kept_changes_no_digit_whatever_is_edited() -> None:
    scenario, kept = scenario_of("flagship"), Cache()
    policies = ("strikes", "let_it_run")
    for changes in EDITS:
        edited = edit.edit(scenario, changes) if changes else scenario
        alone = {name: focus(edited, name, policies, draws=DRAWS, kept=kept) for name in QUESTIONS}
        every = forecast(edited, draws=DRAWS, policies=policies, kept=kept, shares=False)
        assert told(every) == told(forecast(edited, draws=DRAWS, policies=policies, shares=False))
        for name, made in alone.items():
            hold_against(made, every)
            anew = focus(edited, name, policies, draws=DRAWS)
            assert told(made.forecast) == told(anew.forecast)
            assert made.states == anew.states


def test_it_is_the_forecast_of_that_question() -> None:
    scenario = scenario_of("flagship")
    made = focus(scenario, "Q6", ["strikes"], draws=DRAWS).forecast
    other = forecast(scenario, draws=DRAWS, policies=["strikes"], questions=["Q6"], shares=False)
    assert told(made) == told(other)


def test_questions_come_in_the_order_of_the_file_and_none_means_all() -> None:
    scenario = scenario_of("questions")
    names = tuple(scenario.questions)
    assert forecast(scenario, draws=DRAWS, questions=[names[2], names[0]], shares=False).questions == names[::2][:2]
    assert told(forecast(scenario, draws=DRAWS, questions=[], shares=False)) == told(whole("questions"))


def test_unknown_questions_and_policies_are_refused_together() -> None:
    for run in (
        lambda: forecast(scenario_of("flagship"), draws=2, questions=["Q66"], policies=["strike"]),
        lambda: focus(scenario_of("flagship"), "Q66", ["strike"], draws=2),
    ):
        with pytest.raises(ModelError, match=r"unknown question 'Q66'.*Q6") as caught:
            run()
        assert "unknown policy 'strike'" in str(caught.value)


def test_only_what_the_question_hangs_on_is_made_and_never_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    right = building._part
    monkeypatch.setattr(building, "_part", lambda *told: made.append(told[1].name) or right(*told))
    scenario, kept = scenario_of("flagship"), Cache()
    focus(scenario, "Q6", ["strikes"], draws=DRAWS, kept=kept)
    assert sorted(made) == ["asset", "direct_military", "us_action", "us_channel"]
    focus(scenario, "Q6", ["raid"], draws=DRAWS, kept=kept)
    forecast(scenario, draws=DRAWS, kept=kept, shares=False)
    assert sorted(made) == sorted(scenario.variables)
    focus(scenario, "Q25", draws=DRAWS, kept=kept)
    assert len(made) == len(scenario.variables)


def test_a_move_starts_from_the_same_question_whatever_came_between(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario, kept = scenario_of("flagship"), Cache()
    focus(scenario, "Q6", ["strikes"], draws=DRAWS, kept=kept)
    forecast(scenario, draws=DRAWS, policies=["strikes"], kept=kept, shares=False)
    starts = []
    right = running.work
    monkeypatch.setattr(running, "work", lambda *told, **how: starts.append(how["before"]) or right(*told, **how))
    for nudge in (0.1, 0.2):
        focus(edit.edit(scenario, {"judgments.S14.nudge": nudge}), "Q6", ["strikes"], draws=DRAWS, kept=kept)
    assert [start.outcomes.questions[0] for start in starts] == ["Q6", "Q6"]


def test_what_is_told_is_what_lies_behind_the_question() -> None:
    every, one = whole("flagship"), forecast(scenario_of("flagship"), draws=DRAWS, questions=["D16"], shares=False)
    assert set(one.assumptions) < set(every.assumptions)
    assert set(one.warnings) <= set(every.warnings)


def test_many_focuses_push_no_whole_forecast_out() -> None:
    scenario, kept = scenario_of("questions"), Cache(most=2)
    forecast(scenario, draws=DRAWS, kept=kept, shares=False)
    question = next(iter(scenario.questions))
    for seed in range(1, 6):
        focus(scenario, question, draws=DRAWS, seed=seed, kept=kept)
    assert len(kept) == 3


def test_states_of_a_variable_that_the_policy_sets() -> None:
    made = focus(scenario_of("flagship"), "D1", ["blockade", "strikes"], draws=DRAWS).states
    assert {policy: one.states[int(np.argmax(one.shares))] for policy, one in made.items()} == {
        "blockade": "blockade", "strikes": "limited_strike",
    }  # fmt: skip
    assert made["strikes"].counted == (False, False, True, True, True)


def test_the_same_scenario_is_worked_out_once():
    scenario, kept = read.read("scenarios/first-steps.yaml"), Cache()
    focus(scenario, "Q6", ["strikes"], draws=100, kept=kept)
    focus(scenario, "Q6", draws=100, kept=kept)
    focus(scenario, "Q6", ["strikes"], draws=100, kept=kept)
    alone, every = kept._held
    assert every.priors is alone.priors
    assert every.policies["strikes"] is alone.policies["strikes"]
