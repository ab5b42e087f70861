"""Outcomes made up by hand become the answers they should."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from sim.engine.program.outcomes import Outcomes
from sim.priors.assumption import Assumption
from sim.priors.latin_hypercube import LOST, replicates
from sim.priors.model import Priors
from sim.priors.rows.weights import weigh
from sim.results.forecast.model import Answer, Forecast
from sim.results.forecast.summary import summarise
from sim.results.settings import RunSettings
from sim.results.statistics.sampling_error import worlds_needed
from sim.scenario.edit import edit
from sim.scenario.file.read import loads, read
from sim.scenario.resolve.scenario import Scenario

FIRST_STEPS = Path(__file__).parents[3] / "scenarios" / "first-steps.yaml"
DRAWS, STEPS = 101, 14


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return read(FIRST_STEPS)


@pytest.fixture(scope="module")
def forecast(scenario: Scenario) -> Callable[..., Forecast]:
    def make(q6: np.ndarray, *, noise: float = 0.0, method: str = "sampled", of: Scenario = scenario) -> Forecast:
        probability = np.zeros((DRAWS, 2, STEPS))
        probability[:, 0, :] = q6[:, None] * np.linspace(1 / STEPS, 1, STEPS)
        outcomes = Outcomes(
            policy="strikes",
            questions=("Q6", "Q7"),
            probability=probability,
            noise=np.full((DRAWS, 2, STEPS), noise),
            weights=np.full(DRAWS, 1 / DRAWS),
            slices={},
            methods=(method, "sampled"),
            worlds=64,
        )
        assumed = (Assumption("read_as", "x", "a sentence"),)
        priors = Priors(DRAWS, 1, {}, weigh(of), assumptions=assumed, warnings=("a warning",))
        return summarise(of, priors, {"strikes": outcomes})

    return make


def answer(forecast: Forecast) -> Answer:
    return forecast.answers["strikes", "Q6"]


def test_the_numbers_are_those_of_the_draws(forecast: Callable[..., Forecast]) -> None:
    found = answer(forecast(np.linspace(0, 0.2, DRAWS)))
    assert found.probability == pytest.approx(0.1)
    assert found.median == pytest.approx(0.1)
    assert (found.interval50.low, found.interval50.high) == pytest.approx((0.05, 0.15))
    assert (found.interval90.low, found.interval90.high) == pytest.approx((0.01, 0.19))
    parts = np.array([np.linspace(0, 0.2, DRAWS)[part].mean() for part in replicates(DRAWS)])
    assert found.sampling_error == pytest.approx(parts.std(ddof=LOST) / np.sqrt(10), rel=0.02)


def test_the_answer_is_read_at_the_deadline_and_the_curve_goes_on(forecast: Callable[..., Forecast]) -> None:
    found = answer(forecast(np.full(DRAWS, 0.14)))
    assert len(found.curve.dates) == len(found.curve.probability) == STEPS
    assert found.curve.probability[0] == pytest.approx(0.01)
    assert found.curve.dates[-1].isoformat() == "2026-04-01"
    assert found.probability == found.curve.probability[found.curve.dates.index(found.deadline)]


def test_an_earlier_deadline_reads_an_earlier_step(forecast: Callable[..., Forecast]) -> None:
    earlier = loads(FIRST_STEPS.read_text(encoding="utf-8").replace("by: 2026-04-01", "by: 2025-12-31"))
    assert answer(forecast(np.full(DRAWS, 0.14), of=earlier)).probability == pytest.approx(0.01)


def test_noise_is_told_with_the_worlds_that_settle_it(forecast: Callable[..., Forecast]) -> None:
    values = np.linspace(0, 0.2, DRAWS)
    whole = forecast(values, noise=0.5 * float(values.var(ddof=1)))
    found = answer(whole)
    assert found.method == "sampled, noise 50 % of spread"
    assert found.worlds_needed == 576
    assert any("strikes/Q6" in warning and "576 worlds" in warning for warning in whole.warnings)
    assert found.interval90.high - found.interval90.low == pytest.approx(0.18 * np.sqrt(0.5))


def test_little_noise_is_no_warning(forecast: Callable[..., Forecast]) -> None:
    values = np.linspace(0, 0.2, DRAWS)
    whole = forecast(values, noise=0.001 * float(values.var()))
    assert answer(whole).method == "sampled, noise < 1 % of spread"
    assert answer(whole).worlds_needed is None
    assert "a warning" in whole.warnings
    assert not any("worlds" in warning for warning in whole.warnings)


@pytest.mark.parametrize(
    ("value", "shown", "word"), [(0.0, "< 0.1 %", "almost no chance"), (1.0, "> 99.9 %", "almost certain")]
)
def test_a_finite_sample_is_never_certain(
    forecast: Callable[..., Forecast], value: float, shown: str, word: str
) -> None:
    found = answer(forecast(np.full(DRAWS, value)))
    assert (found.shown, found.word) == (shown, word)


def test_the_words_span_the_interval(forecast: Callable[..., Forecast]) -> None:
    assert answer(forecast(np.linspace(0, 0.9, DRAWS))).words == "almost no chance to very likely"
    assert answer(forecast(np.linspace(0.1, 0.12, DRAWS))).words == "very unlikely"
    assert answer(forecast(np.zeros(DRAWS), method="set by policy")).words == ""


@pytest.mark.parametrize("method", ["solved", "set by policy"])
def test_what_is_known_exactly_may_be_certain(forecast: Callable[..., Forecast], method: str) -> None:
    found = answer(forecast(np.zeros(DRAWS), method=method))
    assert (found.shown, found.word, found.method) == ("excluded", "excluded", method)


def test_it_rests_on_those_who_spoke_and_have_a_weight(
    forecast: Callable[..., Forecast], scenario: Scenario
) -> None:
    assert answer(forecast(np.zeros(DRAWS))).rests_on == ("rouvinski", "kosevich", "author")
    silent = edit(scenario, {"experts.kosevich.weight": 0})
    assert answer(forecast(np.zeros(DRAWS), of=silent)).rests_on == ("rouvinski", "author")


def test_the_account_is_handed_on(forecast: Callable[..., Forecast], scenario: Scenario) -> None:
    whole = forecast(np.zeros(DRAWS))
    assert whole.assumptions == ("a sentence",)
    assert (whole.scenario, whole.digest, whole.lexicon) == ("first-steps", scenario.digest, "capphrase")
    assert whole.settings == RunSettings(DRAWS, 64, 1)


def test_assumptions_about_what_every_policy_sets_are_left_out(scenario: Scenario) -> None:
    assumed = tuple(Assumption("uniform", f"variables.{name}", name) for name in scenario.variables)
    nothing = Outcomes("strikes", (), np.zeros((2, 0, STEPS)), np.zeros((2, 0, STEPS)), np.full(2, 0.5), {}, (), 64)
    found = summarise(scenario, Priors(2, 1, {}, weigh(scenario), assumptions=assumed), {"strikes": nothing})
    assert found.assumptions == ("direct_military",)


def test_worlds_beyond_those_asked_for_are_told(forecast: Callable[..., Forecast], scenario: Scenario) -> None:
    """64 were asked for, 512 were played: the method says so, and what is still needed counts from there."""
    draws = np.linspace(0, 0.2, DRAWS)
    outcomes = Outcomes(
        policy="strikes",
        questions=("Q6",),
        probability=np.repeat(draws[:, None, None], STEPS, axis=2),
        noise=np.full((DRAWS, 1, STEPS), draws.var(ddof=1) / 5),
        weights=np.full(DRAWS, 1 / DRAWS),
        slices={},
        methods=("sampled",),
        worlds=64,
        worlds_of=(512,),
    )
    found = answer(summarise(scenario, Priors(DRAWS, 1, {}, weigh(scenario)), {"strikes": outcomes}))
    assert found.method == "sampled, noise 20 % of spread, 512 worlds a draw"
    assert found.worlds_needed == worlds_needed(found.noise_share, 512)
    assert answer(forecast(draws, noise=draws.var(ddof=1) / 5)).method == "sampled, noise 20 % of spread"
