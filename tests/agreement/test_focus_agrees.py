"""One question alone: the same answer as among all questions, and states as an enumeration of all worlds has them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from agreeing import DRAWS, valid
from every_world import TooManyError, step_of, worlds

from sim.priors.build import build
from sim.results.focus.focus import Focus, focus
from sim.results.forecast.model import Forecast
from sim.results.forecast.run import forecast

CASES = 14
STATES = ("reaches", "is")


def looked_at() -> Iterator[tuple[Any, Any, Forecast, dict[str, Focus]]]:
    """Some random cases: the case, its scenario, the whole forecast, and each question alone."""
    for seed in range(CASES):
        case, scenario = valid(seed)
        alone = {name: focus(scenario, name, draws=DRAWS, seed=seed) for name in scenario.questions}
        yield case, scenario, forecast(scenario, draws=DRAWS, seed=seed, shares=False), alone


@pytest.fixture(scope="module")
def cases() -> list[tuple[Any, Any, Forecast, dict[str, Focus]]]:
    return list(looked_at())


def test_a_question_alone_has_the_answer_that_it_has_among_all(cases: list[Any]) -> None:
    met = set()
    for case, _, whole, alone in cases:
        for (policy, question), answer in whole.answers.items():
            mine = alone[question].forecast
            where = f"case {case.seed}, {policy}, {question}"
            assert mine.answers[policy, question].method == answer.method, where
            assert mine.draws[policy, question] == pytest.approx(whole.draws[policy, question], abs=1e-12, nan_ok=True)
            met.add((case.forms[question], answer.method.split(",")[0]))
    assert {form for form, _ in met} >= {"reaches", "is", "within of", "given", "all", "any", "not"}
    assert {method for _, method in met} >= {"solved", "sampled", "set by policy"}


def test_states_add_up_and_those_that_count_are_the_answer(cases: list[Any]) -> None:
    for case, _, _, alone in cases:
        for question, made in alone.items():
            for policy, states in made.states.items():
                where = f"case {case.seed}, {policy}, {question}"
                assert sum(states.shares) == pytest.approx(1.0, abs=1e-12), where
                assert min(states.shares) >= 0.0, where
                counted = sum(share for share, counts in zip(states.shares, states.counted, strict=True) if counts)
                assert counted == pytest.approx(made.forecast.answers[policy, question].probability, abs=1e-9), where
            left_out = set(made.forecast.policies) - set(made.states)
            assert all(made.forecast.answers[policy, question].method == "undefined" for policy in left_out)


def enumerated(case: Any, tables: Any, policy: str, asks: dict[str, Any]) -> np.ndarray:
    """(states,) of the highest state reached by the deadline, or of the state at the step, over all worlds."""
    kind = "reaches" if "reaches" in asks else "is"
    ((name, _),) = asks[kind].items()
    states = case.scenario["variables"][name]["states"]
    last = step_of(case.scenario, asks.get("by") or asks["at"])
    found = []
    for draw in range(DRAWS):
        every = worlds(case.scenario, tables, policy, draw)
        held = [every.states[name, step] for step in range(1 if kind == "reaches" else last, last + 1)]
        at = np.broadcast_to(np.max(np.broadcast_arrays(*held), axis=0), every.weight.shape)
        found.append([every.weight[at == state].sum() for state in range(len(states))])
    return np.mean(found, axis=0)


def by_enumeration(cases: list[Any]) -> set[tuple[str, str]]:
    """Every share of every state of solved answers held against all worlds; the forms and methods that were."""
    met = set()
    for case, scenario, _, alone in cases:
        tables = build(scenario, DRAWS, case.seed).tables
        for question, made in alone.items():
            asks = case.scenario["questions"][question]
            for policy, states in made.states.items():
                method = made.forecast.answers[policy, question].method
                if case.forms[question] not in STATES or method not in ("solved", "set by policy"):
                    continue
                if states.states == ("no", "yes"):
                    continue
                try:
                    right = enumerated(case, tables, policy, asks)
                except TooManyError:
                    continue
                assert states.shares == pytest.approx(right, abs=1e-9), f"case {case.seed}, {policy}, {question}"
                met.add((case.forms[question], method))
    return met


def test_solved_states_are_those_of_all_worlds(cases: list[Any]) -> None:
    assert by_enumeration(cases) >= {("reaches", "solved"), ("is", "solved"), ("is", "set by policy")}
