"""What it takes to move an answer to another word: a closed form, the order, and that each flip is one."""

from __future__ import annotations

import json

import numpy as np
import pytest
from scipy import optimize, special, stats

import sim
from sim.results.compare import flip_export
from sim.results.compare.flip import flip
from sim.results.compare.flip_model import Flips
from sim.scenario.file import read
from sim.show.flips import as_text

TEXT = """schema_version: 1
id: alone
title: One voice
as_of: 2026-03-02
timeline: {steps: 2, step: 1 week}
experts: {ann: {name: Ann}}
variables:
  lever: {label: Lever, states: [low, high], role: lever}
  strike: {label: Strike, states: [none, strike], parents: [lever]}
judgments:
  strike:
    J1: {expert: ann, about: strike, given: {lever: low}, says: {probability: 15%, odds_within: 3}}
    J2: {expert: ann, about: strike, given: {lever: high}, says: unlikely}
policies: {low: {lever: low}, high: {lever: high}}
questions:
  Q1: {asks: "Strike by 16 March 2026?", is: {strike: strike}, at: 2026-03-16}
  Q2: {asks: "High on 16 March 2026?", is: {lever: high}, at: 2026-03-16}
"""


@pytest.fixture(scope="module")
def made() -> Flips:
    return flip(sim.read("first-steps"), "Q6", policy="strikes")


def test_a_nudge_is_the_root_of_the_mean() -> None:
    z = stats.norm.ppf((np.arange(100_000) + 0.5) / 100_000) * np.log(3) / 1.645

    def away(nudge: float, bound: float) -> float:
        return float(special.expit(special.logit(0.15) + nudge + z).mean()) - bound

    made = flip(read.loads(TEXT), "Q1", policy="low", draws=5000)
    found = {one.word: one.value for one in made.flips if one.kind == "judgment"}
    assert made.word == "very unlikely"
    assert found["unlikely"] == pytest.approx(optimize.brentq(away, 0, 4, args=(0.2,)), abs=0.011)
    assert found["almost no chance"] == pytest.approx(optimize.brentq(away, -4, 0, args=(0.05,)), abs=0.011)


BETWEEN = """schema_version: 1
id: between
title: A strike in weeks 2 to 10
as_of: 2026-03-02
timeline: {steps: 10, step: 1 week}
experts: {ann: {name: Ann}}
variables:
  strike: {label: Strike, states: [none, strike], never_falls: true, start: none}
judgments:
  strike:
    J1: {expert: ann, about: strike, within: 1 step, says: {probability: 5%, family: point}}
questions:
  Q1:
    asks: "Strike after 9 March and by 11 May 2026?"
    all: [{reaches: {strike: strike}, by: 2026-05-11}, {not: {reaches: {strike: strike}, by: 2026-03-09}}]
"""


def test_a_crossing_that_turns_back_before_the_end_is_found() -> None:
    def likely(nudge: float) -> float:  # more, then less, as the hazard of a week grows
        left = 1 - special.expit(special.logit(0.05) + nudge)
        return float(left - left**10)

    made = flip(read.loads(BETWEEN), "Q1", draws=2)
    assert made.probability == pytest.approx(likely(0))
    (found,) = (one for one in made.flips if one.kind == "judgment" and float(one.value) > 0)
    assert (made.word, found.word, likely(4) < 0.45) == ("unlikely", "roughly even chance", True)
    assert found.value == pytest.approx(optimize.brentq(lambda nudge: likely(nudge) - 0.45, 0, 1), abs=0.011)


def test_only_what_is_behind_the_answer_is_tried() -> None:
    low, high = (flip(read.loads(TEXT), "Q1", policy=policy, draws=100) for policy in ("low", "high"))
    assert {one.path for one in low.flips} == {"judgments.J1.nudge"}
    assert {one.path.split(".")[1] for one in high.flips} == {"J2"}
    settled = flip(read.loads(TEXT), "Q2", policy="low", draws=100)
    assert (settled.flips, settled.tried, settled.settled) == ((), 0, "set by policy")
    assert "Nothing to flip" in as_text(settled)


def test_every_flip_is_one_and_a_little_less_is_none(made: Flips) -> None:
    scenario = sim.read("first-steps")
    assert len(made.flips) > 2
    for one in made.flips:
        assert isinstance(one.value, float)
        for value, crosses in ((one.value, True), (one.value - 0.011 * np.sign(one.value), False)):
            edited = sim.edit(scenario, {one.path: value})
            answer = sim.forecast(edited, draws=200, policies=["strikes"]).answers["strikes", "Q6"]
            assert (answer.word != made.word) is crosses
            assert not crosses or answer.word == one.word


def test_the_smallest_comes_first(made: Flips) -> None:
    amounts = [one.amount for one in made.flips if one.kind == "judgment"]
    assert amounts == sorted(amounts)


def test_forms(made: Flips) -> None:
    told = json.loads(flip_export.as_json(made))
    assert [one["path"] for one in told["flips"]] == [one.path for one in made.flips]
    assert flip_export.as_csv(made).splitlines()[0].split(",") == list(flip_export.COLUMNS)
    assert "It stands at 11.2 %: very unlikely" in as_text(made)


def test_unknown() -> None:
    with pytest.raises(sim.ModelError, match="unknown question 'Q9'"):
        flip(sim.read("first-steps"), "Q9")
