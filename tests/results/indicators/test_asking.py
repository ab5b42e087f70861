"""What asking would be worth: closed forms of Var(E[answer | X]), in standard errors, with negative controls."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from scipy import stats

import sim
from sim.log_odds import logit
from sim.results.indicators.asking import Unknown, rank_columns, take_worth
from sim.results.indicators.model import AskingWorth
from sim.results.shares.log_odds_draws import OnOdds
from sim.scenario.file import read
from sim.scenario.resolve.scenario import Scenario

SEEDS = 25
BOUND = 4.4 / np.sqrt(SEEDS)
"""Of a mean of SEEDS errors over their stated errors, each of variance 1: passed by chance in 1 of 90,000."""

TEXT = """schema_version: 1
id: pair
title: Two of one kind
as_of: 2026-03-02
timeline: {steps: 1, step: 1 week}
dependence: DEPENDENCE
experts: {ann: {name: Ann}, bob: {name: Bob}}
variables:
  fire: {label: Fire, states: ["no", "yes"]}
  wind: {label: Wind, states: ["no", "yes"]}
judgments:
  fire:
    J1: {expert: ann, about: "yes", says: {happened: 2, of: 10}}
    MORE
  wind: {J2: {expert: ann, about: "yes", says: {happened: 3, of: 4}}}
policies: {as_it_is: {}}
questions:
  Q1:
    asks: "A fire in the wind?"
    all: [{is: {fire: "yes"}, at: 2026-03-09}, {is: {wind: "yes"}, at: 2026-03-09}]
  Q2: {asks: "A fire?", is: {fire: "yes"}, at: 2026-03-09}
"""
FIRE, WIND = stats.beta(3, 9), stats.beta(4, 2)  # counts on a flat prior


def pair(more: str = "", dependence: float = 0.0) -> Scenario:
    return read.loads(TEXT.replace("MORE", more).replace("DEPENDENCE", str(dependence)))


def asked(scenario: Scenario, question: str = "Q1", **options: int) -> dict[str, AskingWorth]:
    """By its judgments, or its kind where it has none; a voice's behind its name."""
    made = sim.indicators(scenario, question, **options)
    return {(one.name if one.kind == "voice" else "+".join(one.judgments) or one.kind): one for one in made.asking}


def test_two_betas_that_are_multiplied() -> None:
    """Mean errors over 25 seeds, in standard errors; the share with all interactions is refused."""
    spread = (FIRE.var() + FIRE.mean() ** 2) * (WIND.var() + WIND.mean() ** 2) - (FIRE.mean() * WIND.mean()) ** 2
    truth = {"J1": FIRE.var() * WIND.mean() ** 2 / spread, "J2": WIND.var() * FIRE.mean() ** 2 / spread}
    total = {"J1": 1 - truth["J2"], "J2": 1 - truth["J1"]}
    found = [asked(pair(), draws=500, seed=seed) for seed in range(SEEDS)]
    for key in truth:
        apart = [(made[key].share - truth[key]) / made[key].error for made in found]
        wrong = [(made[key].share - total[key]) / made[key].error for made in found]
        assert abs(np.mean(apart)) < BOUND
        assert 0.3 < np.mean(np.square(apart)) < 2.5
        assert abs(np.mean(wrong)) > BOUND
    one = found[0]
    assert one["J1"].brier == pytest.approx(one["J1"].share * spread, rel=0.1)
    assert one["Ann"].share > 0.97  # all that she says is all there is
    assert list(one) == sorted(one, key=lambda key: -one[key].share)


def on_draws(answer: np.ndarray) -> OnOdds:
    weights = np.full(len(answer), 1 / len(answer))
    mean = float(answer.mean())
    return OnOdds(
        probability=answer, log_odds=logit(answer), weights=weights, sampled=False, noise=0.0, probability_noise=0.0,
        mean=mean, variance=float(answer.var()), notes=(),
    )  # fmt: skip


def apart(make: Callable[[np.random.Generator], tuple[np.ndarray, np.ndarray]], truth: float) -> list[float]:
    """make: what could be asked for, and the answer, (draws,)."""
    out = []
    for seed in range(SEEDS):
        x, answer = make(np.random.default_rng(seed))
        found = take_worth(Unknown("judgment", "x", ("x",), "", rank_columns(x)), on_draws(answer))
        out.append((found.share - truth) / found.error)
    return out


def test_a_sum_of_gaussians() -> None:
    """Answer 0.5 + 0.03 x + 0.04 z, cut nowhere: 9 of 25 parts are known with x, whatever scale x is told on."""

    def make(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        x, z = rng.normal(size=(2, 1000))
        return np.exp(x), np.clip(0.5 + 0.03 * x + 0.04 * z, 0.01, 0.99)

    assert abs(np.mean(apart(make, 9 / 25))) < BOUND
    assert abs(np.mean(apart(make, 9 / 25 + 0.04))) > BOUND


def test_what_tells_of_something_else_counts_for_that_too() -> None:
    """Correlated by 0.6: E[0.03 x + 0.04 z | x] = (0.03 + 0.6 * 0.04) x."""

    def make(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        x, own = rng.normal(size=(2, 1000))
        return x, np.clip(0.5 + 0.03 * x + 0.04 * (0.6 * x + 0.8 * own), 0.01, 0.99)

    whole = 0.03**2 + 0.04**2 + 2 * 0.6 * 0.03 * 0.04
    assert abs(np.mean(apart(make, 0.054**2 / whole))) < BOUND
    assert abs(np.mean(apart(make, 0.03**2 / whole))) > BOUND


def test_who_is_right_where_two_voices_are_sure_and_disagree() -> None:
    """Two points on one event: nothing is in doubt but whom to believe."""
    scenario = read.loads(
        TEXT.replace("DEPENDENCE", "0").replace("{happened: 2, of: 10}", "{probability: 10%, family: point}")
        .replace("MORE", 'J3: {expert: bob, about: "yes", says: {probability: 60%, family: point}}')
    )  # fmt: skip
    found = asked(scenario, "Q2", draws=500)
    assert found["who is right"].share == pytest.approx(1.0, abs=0.02)
    assert {"J1", "J3"}.isdisjoint(found)  # said without doubt: there is nothing to ask


def test_worth_of_the_chart_and_of_asking_are_on_one_scale() -> None:
    """Knowing everything leaves p (1 - p) less the variance over draws, which is what `doubt` says."""
    made = sim.indicators(pair(), "Q1", draws=500)
    whole = max(made.asking, key=lambda one: one.share)
    assert whole.brier == pytest.approx(made.doubt, rel=0.03)
    assert made.doubt < made.variance == pytest.approx(made.probability * (1 - made.probability))
