"""Shares by voice in every answer: closed forms, the account of `sim explain`, and answers that have none."""

from __future__ import annotations

from dataclasses import replace
from math import log
from pathlib import Path

import numpy as np
import pytest
from scipy.special import ndtri

from sim.priors.latent_draws import drawn
from sim.results.explain.case import case
from sim.results.explain.shares import explain
from sim.results.forecast.cache import Cache
from sim.results.forecast.model import Answer, Forecast
from sim.results.forecast.run import forecast
from sim.results.shares import by_voice
from sim.results.shares.by_voice import take_shares
from sim.results.shares.model import BOOK, TRUST, WHO, AnswerShares
from sim.scenario.edit import edit
from sim.scenario.evidence import evidence
from sim.scenario.file.read import loads, read
from sim.scenario.resolve.scenario import Scenario

ROOT = Path(__file__).parents[3]
SD = {factor: log(factor) / ndtri(0.95) for factor in (2, 3, 4)}
NEAR = 0.03
"""How near the shares of a run are to those of `sim explain`."""

TWO = """
schema_version: 1
id: two
title: Two voices
as_of: 2025-12-24
timeline: {steps: 1, step: 1 week}
dependence: 0
pool: {rule: log, concentration: inf}
experts:
  ann: {name: Ann}
  bob: {name: Bob, weight: 2, kind: market}
variables:
  rain: {label: Rain, role: lever, states: ["no", "yes"]}
judgments:
  rain:
    J1: {expert: ann, about: "yes", says: {probability: 20%, odds_within: 3}}
    J2: {expert: bob, about: "yes", says: {probability: 60%, odds_within: 4}}
policies: {none: {}, wet: {rain: "yes"}}
questions:
  Q: {asks: "Does it rain?", is: {rain: "yes"}, at: 2025-12-31}
"""
ANN, BOB = SD[3] / 3, 2 * SD[4] / 3


def shares(scenario: Scenario, question: str = "Q", policy: str = "none", **run: object) -> AnswerShares:
    made = forecast(scenario, policies=[policy], **run).answers[policy, question].shares  # type: ignore[arg-type]
    assert made is not None
    return made


def total(made: AnswerShares) -> float:
    return sum(made.voices.values()) + sum(made.rest.values())


@pytest.fixture(scope="module")
def flagship() -> Scenario:
    return read(ROOT / "tests" / "scenarios" / "valid" / "flagship-11.yaml")


@pytest.fixture(scope="module")
def whole(flagship: Scenario) -> Forecast:
    return forecast(flagship, policies=["blockade", "strikes"])


def test_under_fixed_weights_a_voice_carries_its_weight_squared_times_its_variance() -> None:
    made = shares(loads(TWO))
    expected = {"bob": BOB**2 / (ANN**2 + BOB**2), "ann": ANN**2 / (ANN**2 + BOB**2)}
    assert made.voices == pytest.approx(expected, abs=0.01)
    assert list(made.voices) == ["bob", "ann"]
    assert made.kinds == {"market": made.voices["bob"], "published": made.voices["ann"]}
    assert (made.experts, made.author) == (made.voices["ann"], 0.0)
    assert total(made) == pytest.approx(1, abs=1e-6)


def test_voices_on_one_column_share_by_what_their_words_move() -> None:
    """Wholly shared errors: L = (a + b) z, of which a and b are each voice's weight times its spread."""
    made = shares(edit(loads(TWO), {"dependence": 1}))
    assert made.voices == pytest.approx({"ann": ANN / (ANN + BOB), "bob": BOB / (ANN + BOB)}, abs=0.01)


def test_the_author_alone_has_it_all() -> None:
    alone = edit(loads(TWO), {"experts.ann.kind": "assumption", "experts.bob.weight": 0})
    made = shares(alone)
    assert made.voices == {"ann": pytest.approx(1, abs=1e-3)}
    assert made.author == made.voices["ann"]


def test_three_answers_of_the_flagship_are_near_those_of_explain(flagship: Scenario, whole: Forecast) -> None:
    for question in ("Q1", "Q6", "Q17"):
        made = whole.answers["strikes", question].shares
        one = explain(case(flagship, question, "strikes"))
        assert made is not None
        assert made.voices == pytest.approx({voice: one.by_voice().get(voice, 0.0) for voice in made.voices}, abs=NEAR)
        assert made.kinds == pytest.approx({kind: one.by_kind().get(kind, 0.0) for kind in made.kinds}, abs=NEAR)
        assert made.rest == pytest.approx({part.name: part.share for part in one.parts}, abs=NEAR)
        assert len(made.voices) > 2


def test_the_shares_of_another_question_are_not_near(flagship: Scenario, whole: Forecast) -> None:
    """The control: the bar of three points tells answers apart."""
    one = explain(case(flagship, "Q6", "strikes"))
    other = whole.answers["strikes", "Q17"].shares
    assert other is not None
    assert other.voices != pytest.approx({voice: one.by_voice().get(voice, 0.0) for voice in other.voices}, abs=NEAR)


def test_every_answer_that_varies_has_shares_that_add_up(whole: Forecast) -> None:
    without = {place for place, answer in whole.answers.items() if answer.shares is None}
    assert without == {place for place, answer in whole.answers.items() if answer.settled}
    for answer in whole.answers.values():
        if answer.shares is not None:
            assert total(answer.shares) == pytest.approx(1, abs=1e-5)
            assert sum(answer.shares.kinds.values()) == pytest.approx(sum(answer.shares.voices.values()), abs=1e-5)


def test_what_nobody_else_speaks_about_is_the_author_s(whole: Forecast) -> None:
    """Q1 under the blockade: no expert spoke about it, and what they say elsewhere has little part in it."""
    answer = whole.answers["blockade", "Q1"]
    assert answer.rests_on == ("author",)
    assert answer.shares is not None
    assert answer.shares.author > 0.9


def test_who_speaks_is_listed_by_share(whole: Forecast) -> None:
    answer = whole.answers["strikes", "Q6"]
    assert answer.shares is not None
    share = [answer.shares.voices.get(voice, 0.0) for voice in answer.rests_on]
    assert len(share) > 2
    assert share == sorted(share, reverse=True)


def test_other_questions_and_threads_and_what_is_kept_change_nothing(flagship: Scenario) -> None:
    run = {"draws": 200, "policies": ["strikes"]}
    every = forecast(flagship, **run).answers  # type: ignore[arg-type]
    alone = forecast(flagship, shares=["Q6"], threads=2, kept=Cache(), **run).answers  # type: ignore[arg-type]
    assert alone["strikes", "Q6"].shares == every["strikes", "Q6"].shares is not None
    assert alone["strikes", "Q17"].shares is None
    none = forecast(flagship, shares=False, **run).answers  # type: ignore[arg-type]
    assert {answer.shares for answer in none.values()} == {None}


def test_the_weights_of_draws_enter_the_regression() -> None:
    """In draws in which one voice says nearly the same, what differs is the other's."""
    one = case(loads(TWO), "Q", "none")
    (ann, _) = drawn(one.priors, {"rain": np.array([True])}, 1).spoke
    said = ann.log_odds[0]
    alike = (np.abs(said - said.mean()) < 0.2 * said.std()).astype(float)
    outcomes = replace(one.outcomes(), weights=alike / alike.sum())
    assert take_shares(one.scenario, one.priors, outcomes, ["Q"])["Q"].voices["bob"] > 0.97


def test_evidence_takes_answers_apart_too(flagship: Scenario) -> None:
    observations = evidence(flagship, given=["us_action: limited_strike or more @ 2026-01-21"])
    made = shares(flagship, "Q6", "let_it_run", observations=observations, draws=200)
    assert total(made) == pytest.approx(1, abs=1e-5)


def test_answers_without_a_doubt_have_none() -> None:
    two = loads(TWO)
    assert forecast(two, draws=100).answers["wet", "Q"].shares is None
    sure = {f"judgments.{key}.says": {"probability": 0.2, "family": "point"} for key in ("J1", "J2")}
    assert forecast(edit(two, sure), draws=100, policies=["none"]).answers["none", "Q"].shares is None


def test_the_phrase_book_and_trust_in_words_have_shares_of_their_own() -> None:
    words = edit(loads(TWO), {"judgments.J1.says": "unlikely", "lexicon": {"capphrase": 1, "icd203": 1}})
    assert shares(words, draws=500).rest[BOOK] > 0.01
    trusted = edit(words, {"pool.recalibrate": "record", "experts.bob.kind": "base_rate"})
    assert shares(trusted).rest[TRUST] > 0.03
    assert shares(edit(loads(TWO), {"pool.concentration": 1})).rest[WHO] > 0.05
    assert TRUST not in shares(words, draws=200).rest


def test_a_row_has_the_author_s_and_the_experts_share(whole: Forecast) -> None:
    row = next(row for row in whole.rows() if (row["policy"], row["question"]) == ("strikes", "Q6"))
    answer: Answer = whole.answers["strikes", "Q6"]
    assert answer.shares is not None
    assert (row["author_share"], row["experts_share"]) == (answer.shares.author, answer.shares.experts)
    assert row["experts_share"] == pytest.approx(answer.shares.voices["kosevich"] + answer.shares.voices["rouvinski"])


def test_with_many_draws_the_first_of_each_randomisation_are_looked_at() -> None:
    assert shares(loads(TWO), draws=10_000).voices == pytest.approx(shares(loads(TWO), draws=4000).voices, abs=0.02)


def test_an_answer_has_the_same_shares_whatever_stands_beside_it() -> None:
    scenario = read(ROOT / "scenarios" / "venezuela-2025" / "scenario.yaml")
    every = forecast(scenario, draws=100, policies=["let_it_run"])
    for question in ("Q6", "Q20", "D15", "Q25"):  # Q20 has an early deadline, D15 and Q25 look at all steps
        alone = forecast(scenario, draws=100, policies=["let_it_run"], questions=[question])
        mine, theirs = (one.answers["let_it_run", question] for one in (alone, every))
        assert all(getattr(mine, name) == getattr(theirs, name) for name in ("shares", "confidence", "assumptions"))
        assert mine.towards == theirs.towards


def test_only_what_the_answer_hangs_on_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario, rows = read(ROOT / "scenarios" / "venezuela-2025" / "scenario.yaml"), []
    monkeypatch.setattr(by_voice, "drawn", lambda *told: rows.append(list(told[1])) or drawn(*told))
    forecast(scenario, draws=100, policies=["strikes"], shares=["Q6"])
    assert rows == [["asset", "direct_military", "us_channel"]]


LATER = """
schema_version: 1
id: later
title: A lever that is pulled later
as_of: 2025-12-24
timeline: {steps: 3, step: 1 week}
experts:
  ann: {name: Ann}
  bob: {name: Bob, weight: 2, kind: market}
variables:
  rain: {label: Rain, role: lever, states: ["no", "yes"], start: "no", chance: each_step}
  flood: {label: Flood, states: ["no", "yes"], parents: [rain]}
judgments:
  rain:
    J0: {expert: ann, about: "yes", says: 10%, per: step}
  flood:
    J1: {expert: ann, about: "yes", given: {rain: "no"}, says: {probability: 20%, odds_within: 3}}
    J2: {expert: bob, about: "yes", given: {rain: "yes"}, says: {probability: 60%, odds_within: 4}}
policies: {wet: {rain: "yes from 2026-01-12"}}
questions:
  early: {asks: "Is there a flood?", is: {flood: "yes"}, at: 2025-12-31}
  late: {asks: "Is there a flood?", is: {flood: "yes"}, at: 2026-01-14}
"""


def test_rows_that_another_question_meets_later_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = []
    monkeypatch.setattr(by_voice, "drawn", lambda *told: rows.append(told[1]["flood"].tolist()) or drawn(*told))
    made = forecast(loads(LATER), draws=100, shares=["early"]).answers["wet", "early"].shares
    assert rows == [[True, True]]
    assert made is not None
    assert made.met["flood"].tolist() == [True, False]
