"""Forecasts under evidence: weights in every number, what is learned, what cannot be."""

from __future__ import annotations

import csv
import io
import json
import math
from dataclasses import replace

import numpy as np
import pytest

from sim.engine.program.outcomes import Outcomes
from sim.errors import ImpossibleError, ModelError
from sim.results.forecast.export import as_csv, as_json
from sim.results.forecast.run import forecast
from sim.results.forecast.trajectories import WORLD_COLUMNS, whole_worlds
from sim.results.statistics.conditional import ENOUGH, levels_and_spread
from sim.results.statistics.sampling_error import spread
from sim.scenario import evidence
from sim.scenario.file import read

TEXT = """
schema_version: 1
id: two-voices
title: Two voices on one strike
as_of: 2025-12-24
timeline: {steps: 4, step: 1 week}
background: [c]
experts:
  hawk: {name: Hawk}
  dove: {name: Dove}
  c: {name: Filler, kind: assumption, weight: 0.01}
variables:
  strike: {label: Strike, role: lever, states: [none, raid, war], never_falls: true, start: none}
  reply: {label: Reply, states: [silent, loud], parents: [strike]}
  echo: {label: Echo, states: [none, some], parents: [reply]}
judgments:
  strike:
    H1: {expert: hawk, about: raid or more, by: 2026-01-21, says: {probability: 80%, odds_within: 3}}
    D1: {expert: dove, about: raid or more, by: 2026-01-21, says: {probability: 5%, odds_within: 3}}
    C1: {expert: c, about: any, by: 2026-01-21, says: {split: {none: 60%, raid: 30%, war: 10%}, odds_within: 3}}
  reply:
    D2: {expert: dove, about: loud, given: {strike: raid or more}, says: {probability: 70%, odds_within: 3}}
    C2: {expert: c, about: loud, says: {probability: 10%, odds_within: 3}}
  echo:
    C3: {expert: c, about: any, says: {split: {none: 50%, some: 50%}, odds_within: 3}}
    C4: {expert: c, about: any, says: {shift: {reply: {loud: 1}}, sd: 0.4}}
policies:
  let_it_run: {}
  none: {strike: none}
  raid: {strike: raid from 2026-01-07}
questions:
  Q1: {asks: "A raid?", reaches: {strike: raid or more}, by: 2026-01-21}
  Q2: {asks: "Loud after a raid?", reaches: {reply: loud}, within: 1 step, of: {strike: raid or more}}
  Q3: {asks: "An echo, if loud?", is: {echo: some}, at: 2026-01-21, given: {reply: loud}}
  Q4: {asks: "Loud, or war?", any: [{reaches: {reply: loud}, by: 2026-01-14}, {is: {strike: war}, at: 2026-01-21}]}
"""
RAID = "strike: raid or more @ 2026-01-07"
RUN = {"draws": 400, "worlds": 64, "seed": 3}


@pytest.fixture(scope="module")
def scenario():
    return read.loads(TEXT, "two.yaml")


@pytest.fixture(scope="module")
def bare(scenario):
    return forecast(scenario, **RUN)


def given(scenario, *texts):
    return tuple(evidence.from_text(text, n, scenario) for n, text in enumerate(texts, start=1))


@pytest.fixture(scope="module")
def raided(scenario):
    return forecast(scenario, policies=["let_it_run"], observations=given(scenario, RAID), **RUN)


def test_who_expected_it_gains(raided):
    voices = {one.voice: one for one in raided.seen["let_it_run"].voices}
    assert voices["hawk"].after > voices["hawk"].before + 0.1
    assert voices["dove"].after < voices["dove"].before - 0.1
    assert sum(one.after for one in voices.values()) == pytest.approx(1.0)


def test_judgments_move_towards_what_was_seen(raided):
    moved = {(one.judgment, one.event): one for one in raided.seen["let_it_run"].judgments}
    assert moved["D1", "raid or more"].after[1] > moved["D1", "raid or more"].before[1]
    assert moved["D1", "raid or more"].before == pytest.approx((0.0172, 0.05, 0.1366), abs=0.004)
    assert moved["C4", "shift by reply loud"].log_odds
    assert moved["C4", "shift by reply loud"].before[1] == pytest.approx(1.0, abs=0.02)
    assert ("C1", "war") in moved


def test_the_probability_of_the_evidence_is_that_of_the_question(scenario, bare, raided):
    """A raid by 7 January, at the end of step 2: the curve's second point is what is divided by."""
    before = bare.answers["let_it_run", "Q1"].curve.probability[1]
    assert raided.seen["let_it_run"].probability == pytest.approx(before, abs=1e-9)
    assert raided.answers["let_it_run", "Q1"].probability == pytest.approx(1.0, abs=1e-12)


def test_both_effective_sample_sizes_are_told(raided):
    seen = raided.seen["let_it_run"]
    assert 1 < seen.effective_draws < 400
    assert seen.effective_draws < seen.effective_worlds <= 400 * 64


def test_policies_that_set_what_was_seen_are_left_out_with_a_warning(scenario):
    made = forecast(scenario, observations=given(scenario, RAID), **RUN)
    assert made.policies == ("let_it_run",)
    assert made.warnings[0] == (
        "left out, since they set what was seen - G1 (strike is raid or more, 2026-01-07): none, raid"
    )


def test_a_policy_asked_for_by_name_that_sets_what_was_seen_is_an_error(scenario):
    with pytest.raises(ModelError, match=r"policies\.raid: sets strike, of which G1 .* was seen") as found:
        forecast(scenario, policies=["raid"], observations=given(scenario, RAID), **RUN)
    assert found.value.exit_code == 2


def test_evidence_that_cannot_be_is_named(scenario):
    seen = given(scenario, "reply: loud @ 2026-01-07", "strike: war @ 2025-12-26", "strike: none @ 2026-01-21")
    with pytest.raises(ImpossibleError) as found:
        forecast(scenario, policies=["let_it_run"], observations=seen, **RUN)
    assert str(found.value) == (
        "evidence  policies.let_it_run: G2 (strike is war, 2025-12-26), G3 (strike is none, 2026-01-21) cannot be "
        "together, though each can be alone: no world agrees with all of them"
    )
    assert found.value.exit_code == 3


def test_one_observation_that_cannot_be_is_named_alone(scenario):
    never = TEXT.replace("{probability: 10%, odds_within: 3}", "{probability: 0%, certain: true}")
    sure = read.loads(never, "two.yaml")
    seen = given(sure, "echo: some @ 2026-01-07", "reply: loud @ 2026-01-07")
    with pytest.raises(ImpossibleError, match=r"G2 \(reply is loud, 2026-01-07\) cannot be: no world agrees with it"):
        forecast(sure, policies=["none"], observations=seen, **RUN)


def test_a_question_asked_of_no_world_is_undefined(bare):
    answer = bare.answers["none", "Q2"]
    assert (answer.shown, answer.word, answer.method, answer.asked) == ("undefined",) * 3 + (0.0,)
    assert answer.settled
    assert math.isnan(answer.probability)
    assert answer.worlds_needed is None
    found = json.loads(as_json([bare]))["forecasts"][0]["answers"]
    (told,) = [one for one in found if (one["policy"], one["question"]) == ("none", "Q2")]
    assert told["probability"] is None
    assert told["interval90"] == [None, None]
    assert told["curve"]["median"] == [None] * 4
    assert told["asked"] == 0
    (line,) = [line for line in as_csv([bare]).splitlines() if ",two-voices,none,Q2," in line]
    assert ",2026-01-21,,,,,,,,,,undefined,undefined,icd203,0.0," in line


def test_csv_says_of_how_many_worlds_a_question_is_asked(bare):
    rows = list(csv.DictReader(io.StringIO(as_csv([bare]))))
    for row, answer in zip(rows, bare.answers.values(), strict=True):
        assert float(row["asked"]) == answer.asked
    asked = {(row["policy"], row["question"]): float(row["asked"]) for row in rows}
    assert 0 < asked["let_it_run", "Q2"] < asked["let_it_run", "Q1"] == 1


def test_a_conditional_answer_is_a_ratio_of_means_over_draws(bare):
    """P(loud given raid) must be near what the voices say of it: 70 %, with little of the filler."""
    answer = bare.answers["let_it_run", "Q2"]
    assert answer.asked == pytest.approx(bare.answers["let_it_run", "Q1"].curve.probability[-1], abs=0.01)
    assert answer.probability == pytest.approx(0.69, abs=0.03)
    assert answer.variable == "reply"
    assert answer.event == "loud within 1 step of strike raid or more"
    assert set(answer.rests_on) == {"hawk", "dove", "c"}


def test_a_question_asked_of_every_world_says_nothing_of_it(bare, raided):
    assert bare.answers["let_it_run", "Q1"].asked == bare.answers["let_it_run", "Q4"].asked == 1.0
    told = {one["question"]: one for one in json.loads(as_json([raided]))["forecasts"][0]["answers"]}
    assert "asked" not in told["Q1"]
    assert 0 < told["Q3"]["asked"] < 1


def test_the_words_of_compound_questions(bare):
    assert bare.answers["none", "Q3"].event == "some, given reply loud"
    assert bare.answers["none", "Q4"].event == "reply loud, or strike war"
    assert bare.answers["none", "Q4"].deadline.isoformat() == "2026-01-21"


def test_curves_of_equal_answers_compare_equal(scenario, bare):
    again = forecast(scenario, **RUN)
    assert again.answers["none", "Q2"].curve == bare.answers["none", "Q2"].curve
    assert again.answers["let_it_run", "Q2"] == bare.answers["let_it_run", "Q2"]


def test_json_carries_what_is_learned(raided, bare):
    assert "evidence" not in json.loads(as_json([bare]))["forecasts"][0]
    (seen,) = json.loads(as_json([raided]))["forecasts"][0]["evidence"]
    assert seen["observations"] == ["G1 (strike is raid or more, 2026-01-07)"]
    assert {one["unit"] for one in seen["judgments"]} == {"probability", "log-odds"}
    assert [one["id"] for one in seen["voices"]] == ["hawk", "dove", "c"]
    assert 0 < seen["probability"] < 1


def test_too_few_effective_worlds_are_told(scenario):
    seen = given(scenario, "echo: some @ 2026-01-07", "reply: loud @ 2025-12-31", "strike: war @ 2025-12-31")
    made = forecast(scenario, policies=["let_it_run"], observations=seen, draws=100, worlds=64, seed=1)
    assert any(line.startswith("let_it_run: the evidence leaves ") for line in made.warnings)


def test_threads_change_no_byte(scenario):
    made = [as_json([forecast(scenario, threads=threads, draws=600, worlds=64, seed=3)]) for threads in (1, 2)]
    assert made[0] == made[1]


def test_whole_worlds_are_rows_of_the_documented_columns(scenario):
    rows = list(whole_worlds(scenario, ["none", "raid"], 3, draws=2, seed=3))
    assert len(rows) == 2 * 3 * 4 * 3
    cells = [dict(zip(WORLD_COLUMNS, row, strict=True)) for row in rows]
    assert [(c["draw"], c["world"]) for c in cells[::12]] == [("1", "1"), ("2", "1"), ("1", "2")] * 2
    strikes = [c for c in cells if c["policy"] == "raid" and c["variable"] == "strike"]
    assert [c["state"] for c in strikes[:4]] == ["none", "raid", "raid", "raid"]
    assert {c["date"] for c in cells if c["step"] == "4"} == {"2026-01-21"}
    assert {c["weight"] for c in cells} == {"1.0"}


def outcomes(probability, noise, weights, **others) -> Outcomes:
    shape = (len(weights), 1, 1)
    arrays = {name: np.reshape(value, shape).astype(float) for name, value in others.items()}
    return Outcomes(
        "p", ("Q",), np.reshape(probability, shape), np.reshape(noise, shape), np.array(weights), {}, ("sampled",), 64,
        **arrays,
    )


def test_the_error_of_a_weighted_mean_counts_its_weights():
    """2,000 samples of 200 draws with chance weights: seven ninths of the stated error's square are the variance of
    the mean, and errors over it have a mean square near 1. The variance over the effective number of draws, which
    knows nothing of what the weights go with, is not."""
    rng = np.random.default_rng(5)
    means, errors, others = [], [], []
    for _ in range(2000):
        truth = rng.random(200)
        weights = truth**4 * rng.exponential(size=200)
        weights /= weights.sum()
        found = spread(outcomes(truth, np.zeros(200), weights))
        means.append(found.mean.item())
        errors.append(found.error.item())
        others.append(np.sqrt((weights**2).sum() * (weights * (truth - found.mean.item()) ** 2).sum()))
    assert np.sqrt(np.mean(np.square(errors)) * 7 / 9) == pytest.approx(np.std(means), rel=0.06)
    over = (np.array(means) - np.mean(means)) / errors
    assert 0.9 < np.sqrt(np.mean(np.square(over))) < 1.1
    assert np.mean(others) != pytest.approx(np.std(means), rel=0.12)


def test_draws_in_which_few_worlds_are_asked_share_their_scatter():
    """One world asked a draw, half of them yes: nothing is left of the spread but chance."""
    yes = np.tile([0.0, 1.0], 200)
    one = outcomes(yes, np.zeros(400), np.full(400, 1 / 400), asked=np.full(400, 1 / 64), squares=yes)
    levels, over_draws = levels_and_spread(one, [0.05, 0.95])
    assert over_draws.mean.item() == pytest.approx(0.5)
    assert over_draws.noise_share.item() == pytest.approx(1.0, abs=0.01)
    assert levels[:, 0, 0] == pytest.approx([0.5, 0.5], abs=0.03)


def test_with_enough_worlds_asked_the_replicates_tell_the_noise():
    yes = np.linspace(0.2, 0.6, 100)
    enough = replace(
        outcomes(yes, np.zeros(100), np.full(100, 0.01), asked=np.full(100, ENOUGH / 64), squares=yes), worlds=64
    )
    levels, over_draws = levels_and_spread(enough, [0.0, 1.0])
    assert over_draws.noise_share.item() == 0.0
    assert levels[:, 0, 0] == pytest.approx([0.2, 0.6])


def test_a_draw_of_which_nothing_is_asked_has_no_say():
    one = outcomes([0.3, 0.9], [0.0, 0.0], [0.5, 0.5], asked=[1.0, 0.0], squares=[0.09, 0.0])
    levels, over_draws = levels_and_spread(one, [0.05, 0.5, 0.95])
    assert over_draws.mean.item() == pytest.approx(0.3)
    assert levels[:, 0, 0] == pytest.approx([0.3] * 3)
