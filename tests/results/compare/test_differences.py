"""Differences over common draws: closed forms, exact zeros, and how much narrower than on draws of one's own."""

from __future__ import annotations

import json
import math
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

import sim
from sim.results.compare import export
from sim.results.compare.compare import compare
from sim.results.compare.model import Comparison, Difference
from sim.scenario.file import read
from sim.scenario.resolve.scenario import Scenario
from sim.show.differences import as_text

ROOT = Path(__file__).parents[3]
TEXT = """schema_version: 1
id: pair
title: Two levers
as_of: 2026-03-02
timeline: {steps: 2, step: 1 week}
dependence: DEPENDENCE
experts: {ann: {name: Ann}}
variables:
  lever: {label: Lever, states: [low, high], role: lever}
  strike: {label: Strike, states: [none, strike], parents: [lever]}
  other: {label: Other, states: [none, other]}
judgments:
  strike:
    J1: {expert: ann, about: strike, given: {lever: low}, says: {happened: 2, of: 10}}
    J2: {expert: ann, about: strike, given: {lever: high}, says: {happened: 6, of: 14}}
  other:
    J3: {expert: ann, about: other, says: {happened: 1, of: 4}}
policies: {low: {lever: low}, high: {lever: high}}
questions:
  Q1: {asks: "Strike by 16 March 2026?", is: {strike: strike}, at: 2026-03-16}
  Q2: {asks: "Other by 16 March 2026?", is: {other: other}, at: 2026-03-16}
  Q3: {asks: "High on 16 March 2026?", is: {lever: high}, at: 2026-03-16}
  Q4: {asks: "Strike, if other?", is: {strike: strike}, at: 2026-03-16, given: {other: other}}
"""


def pair(dependence: float = 0.6) -> Scenario:
    return read.loads(TEXT.replace("DEPENDENCE", str(dependence)))


@pytest.fixture(scope="module")
def made() -> Comparison:
    return compare(pair(), ["high", "low"], draws=20_000)


def row(made: Comparison, question: str) -> Difference:
    return next(one for one in made.differences if one.question == question)


def test_two_betas_that_move_together_differ_as_their_quantile_functions(made: Comparison) -> None:
    # One voice on one variable: both judgments have one latent u, so the difference is F2^-1(u) - F1^-1(u).
    found, u = row(made, "Q1"), (np.arange(400_000) + 0.5) / 400_000
    apart = stats.beta(7, 9).ppf(u) - stats.beta(3, 9).ppf(u)
    wanted = np.quantile(apart, [0.05, 0.25, 0.5, 0.75, 0.95])
    told = (found.interval90.low, found.interval50.low, found.median, found.interval50.high, found.interval90.high)
    assert told == pytest.approx(wanted, abs=2e-4)
    assert found.difference == pytest.approx(7 / 16 - 3 / 12, abs=1e-4)
    assert found.above == float((apart > 0).mean()) == 1.0
    assert list(told) == sorted(told)


def test_draws_of_ones_own_are_wider_by_the_factor_that_is_told(made: Comparison) -> None:
    found, rng = row(made, "Q1"), np.random.default_rng(7)
    apart = rng.beta(7, 9, 2_000_000) - rng.beta(3, 9, 2_000_000)
    low, high = np.quantile(apart, [0.05, 0.95])
    assert found.narrower == pytest.approx((high - low) / (found.interval90.high - found.interval90.low), rel=0.01)
    assert found.narrower is not None
    assert found.narrower > 5


def test_separate_seeds_scatter_as_the_separate_error_says_and_common_ones_less() -> None:
    common, separate, told = [], [], []
    for seed in range(1, 31):
        one = row(compare(pair(), ["high", "low"], questions=["Q1"], draws=100, seed=seed), "Q1")
        common.append(one.difference)
        separate.append((one.first_probability, one.second_probability))
        told.append((one.error, one.separate_error))
    apart = [first[0] - second[1] for first, second in pairwise(separate)]
    errors = np.sqrt((np.array(told) ** 2).mean(axis=0))
    assert np.std(common, ddof=1) < 0.6 * np.std(apart, ddof=1)
    assert np.std(common, ddof=1) == pytest.approx(errors[0], rel=0.5)


@pytest.mark.parametrize("question", ["Q1", "Q2", "Q4"])
def test_a_policy_differs_from_itself_by_exactly_nothing(question: str) -> None:
    one = row(compare(pair(), ["high", "high"], draws=100), question)
    assert (one.difference, one.median, one.error, one.above) == (0.0, 0.0, 0.0, 0.5)
    assert (one.interval90.low, one.interval90.high) == (0.0, 0.0)
    assert one.narrower is None


@pytest.mark.parametrize("given", [(), ("other: other @ 2026-03-10",)])
def test_two_policies_that_do_the_same_differ_by_exactly_nothing(given: tuple[str, ...]) -> None:
    text = TEXT.replace("DEPENDENCE", "0.6").replace("policies: {", "policies: {twin: {lever: high from 2026-03-03}, ")
    scenario = read.loads(text)
    seen = sim.evidence(scenario, given=given)
    found = compare(scenario, ["high", "twin"], observations=seen, draws=100, seed=3)
    assert len(found.differences) == 4
    for one in found.differences:
        assert (one.difference, one.median, one.error, one.above) == (0.0, 0.0, 0.0, 0.5)
        assert (one.interval90.low, one.interval90.high) == (0.0, 0.0)
    assert ("Given" in as_text([found])) is bool(given)


def test_a_difference_given_what_was_seen_is_of_the_answers_given_it() -> None:
    scenario = pair()
    seen = sim.evidence(scenario, given=["strike: none @ 2026-03-09"])
    found = row(compare(scenario, ["high", "low"], observations=seen, draws=400), "Q1")
    made = sim.forecast(scenario, observations=seen, draws=400)
    first, second = (made.answers[policy, "Q1"].probability for policy in ("high", "low"))
    assert (found.first_probability, found.second_probability) == pytest.approx((first, second), abs=1e-12)
    assert 0 < found.overlap < 1
    assert compare(scenario, ["high", "low"], observations=seen, draws=20).observations == tuple(map(str, seen))


def test_an_alternative_is_the_second_side() -> None:
    named = "alternatives: {hawks: {says: More likely, set: {judgments.J1.nudge: 1}}, same: {says: No, set: {}}}\n"
    scenario = read.loads(TEXT.replace("DEPENDENCE", "0.6") + named)
    found = compare(scenario, ["low"], alternatives=["hawks", "same"], questions=["Q1"], draws=100)
    hawks, same = found.differences
    (edited,) = compare(scenario, ["low"], changes={"judgments.J1.nudge": 1}, questions=["Q1"], draws=100).differences
    assert str(hawks.second) == "low with alternative hawks"
    assert (hawks.difference, hawks.interval90) == (edited.difference, edited.interval90)
    assert (same.difference, same.above, same.interval90.high) == (0.0, 0.5, 0.0)
    assert "low: the file less alternative hawks" in as_text([found])
    with pytest.raises(sim.ModelError, match="unknown alternative 'hawk' - did you mean 'hawks'"):
        compare(scenario, alternatives=["hawk"])


def widths(scenario: Scenario, question: str, seeds: int) -> tuple[np.ndarray, np.ndarray]:
    """Width of the 90 % interval of strikes less blockade: on common draws, and with those of the next seed."""
    policies = ["strikes", "blockade"]
    made = [
        sim.forecast(scenario, draws=200, seed=seed, policies=policies, questions=[question], shares=False).draws
        for seed in range(1, seeds + 1)
    ]
    pairs = [(one["strikes", question], other["blockade", question]) for one, other in pairwise([*made, made[0]])]
    both = [(one["strikes", question], one["blockade", question]) for one in made]
    common, separate = (
        np.array([np.ptp(np.quantile(first - second, [0.05, 0.95])) for first, second in found])
        for found in (both, pairs)
    )
    return common, separate


def require_narrower(name: str, question: str, factor: float, seeds: int) -> None:
    """The measured factor is above `factor` by three of its standard errors, and what one run tells of it is near."""
    scenario = sim.read(name)
    common, separate = widths(scenario, question, seeds)
    measured = separate.mean() / common.mean()
    scatter = [np.std(one, ddof=1) / one.mean() for one in (common, separate)]
    error = measured * np.hypot(*scatter) / np.sqrt(seeds)
    assert measured - 3 * error > factor, (measured, error)
    told = row(compare(scenario, ["strikes", "blockade"], questions=[question], draws=200), question).narrower
    assert told == pytest.approx(measured, abs=3 * measured * np.hypot(*scatter))


def test_common_draws_are_narrower_than_separate_seeds_by_the_factor_in_the_docs() -> None:
    require_narrower("first-steps", "Q6", 1.1, seeds=40)


@pytest.mark.parametrize(("question", "factor"), [("Q6", 1.5), ("Q8", 4.5), ("Q11", 10.5)])
def test_on_the_flagship_they_are_narrower_still(question: str, factor: float) -> None:
    require_narrower(str(ROOT / "scenarios" / "venezuela-2025"), question, factor, seeds=20)


def test_what_no_lever_reaches_does_not_move(made: Comparison) -> None:
    one = row(made, "Q2")
    assert (one.difference, one.above, one.interval90.low, one.interval90.high) == (0.0, 0.5, 0.0, 0.0)


def test_a_change_is_the_second_side_under_each_policy() -> None:
    made = compare(pair(), changes={"judgments.J1.nudge": 1}, questions=["Q1"], draws=200)
    assert [(str(one.first), str(one.second)) for one in made.differences] == [
        ("low", "low with judgments.J1.nudge=1"), ("high", "high with judgments.J1.nudge=1"),
    ]  # fmt: skip
    low, high = made.differences
    assert low.difference < -0.1
    assert low.above == 0.0
    assert (high.difference, high.above) == (0.0, 0.5)


def test_a_conditional_question_has_a_weight_for_every_draw() -> None:
    one = row(compare(pair(), ["high", "low"], draws=2000), "Q4")
    assert one.overlap == pytest.approx(1.0)
    assert one.difference == pytest.approx(7 / 16 - 3 / 12, abs=5e-3)


def test_what_a_policy_sets_is_told(made: Comparison) -> None:
    one = row(made, "Q3")
    assert one.settled == "set by policy"
    assert one.difference == 1.0


def test_refused() -> None:
    with pytest.raises(sim.FormatError, match="two policies or more, or a change or an alternative"):
        compare(pair(), ["high"])
    with pytest.raises(sim.ModelError, match="did you mean 'high'"):
        compare(pair(), ["hihg", "low"])


def test_forms(made: Comparison) -> None:
    (told,) = json.loads(export.as_json([made]))["comparisons"]
    assert told["differences"][0]["low90"] == made.differences[0].interval90.low
    lines = export.as_csv([made]).splitlines()
    assert lines[0].split(",") == list(export.COLUMNS)
    assert len(lines) == 1 + len(made.differences)
    text = as_text([made])
    assert "high less low" in text
    assert "No difference in any draw" in text
    assert not math.isnan(row(made, "Q4").above)
