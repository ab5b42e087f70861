"""Indicators over time: closed forms, what is left out, what is sampled and how far it errs."""

from __future__ import annotations

import datetime
import json
import math

import numpy as np
import pytest

import sim
from sim.results.indicators import export
from sim.results.indicators.model import Indicator, Indicators
from sim.results.indicators.pairs import Together, steady
from sim.results.indicators.worth import SeenTable, entropy
from sim.scenario.file import read
from sim.scenario.resolve.questions import Event
from sim.scenario.resolve.scenario import Scenario
from sim.show.over_time.indicators import as_text, pick_top, sentence

TEXT = """schema_version: 1
id: coast
title: A coast
as_of: 2026-03-02
timeline: {steps: 4, step: 1 week}
experts: {ann: {name: Ann}}
variables:
  dike: {label: Dike, states: [low, high], role: lever, start: low}
  storm: {label: Storm, states: [calm, storm], never_falls: true, start: calm}
  damage: {label: Damage, states: [none, damage], chance: each_step, parents: [storm]}
  news: {label: News, states: [quiet, a_line, a_page], parents: [damage]}
  coin: {label: Coin, states: [heads, tails, edge], ordered: false}
judgments:
  storm: {J1: {expert: ann, about: storm, per: step, says: STORM}}
  damage:
    J2: {expert: ann, about: damage, given: {storm: storm}, per: step, says: {probability: 50%, family: point}}
    J3: {expert: ann, about: damage, given: {storm: calm}, per: step, says: {probability: 10%, family: point}}
  news: {J4: {expert: ann, says: {table: [[0.7, 0.2, 0.1], [0.2, 0.3, 0.5]]}}}
  coin: {J5: {expert: ann, says: {table: [0.5, 0.3, 0.2]}}}
policies: {as_it_is: {dike: low}}
questions:
  Q1: {asks: "Damage by 16 March?", statement: there is damage by 16 March, short: Harm,
       reaches: {damage: damage}, by: 2026-03-16}
  Q2: {asks: "Damage, if a storm?", is: {damage: damage}, at: 2026-03-16, given: {storm: storm}}
  Q3: {asks: "A storm by 16 March?", short: Gale, reaches: {storm: storm}, by: 2026-03-16}
  Q5:
    asks: "Both by 16 March?"
    short: Both
    all: [{reaches: {storm: storm}, by: 2026-03-16}, {reaches: {damage: damage}, by: 2026-03-16}]
  Q4: {asks: "A high dike on 16 March?", is: {dike: high}, at: 2026-03-16}
"""
CERTAIN = "{probability: 20%, family: point}"


def coast(storm: str = CERTAIN) -> Scenario:
    return read.loads(TEXT.replace("STORM", storm))


def found(made: Indicators, variable: str, event: str = "") -> Indicator:
    return next(one for one in made.indicators if one.variable == variable and one.event.startswith(event))


@pytest.fixture(scope="module")
def made() -> Indicators:
    return sim.indicators(coast(), "Q1", draws=4)


def test_an_event_by_the_middle_is_worth_what_the_hand_finds(made: Indicators) -> None:
    storm, figures = found(made, "storm"), found(made, "storm").figures
    seen, unseen = 1 - 0.5**2, 1 - 0.9 * (0.8 * 0.9 + 0.2 * 0.5)  # a storm in week 1 stays for both
    now = 0.2 * seen + 0.8 * unseen
    assert made.by == datetime.date(2026, 3, 9)  # half of the way to the deadline, which is two steps away
    assert made.probability == pytest.approx(now, abs=1e-12)
    assert (figures.happens, figures.probability) == pytest.approx((0.2, 0.2))
    assert (figures.seen, figures.unseen) == pytest.approx((seen, unseen), abs=1e-12)
    assert figures.ratio == pytest.approx(0.2 * seen / now / (0.2 * (1 - seen) / (1 - now)))
    assert figures.bits == pytest.approx(entropy(now) - 0.2 * entropy(seen) - 0.8 * entropy(unseen), abs=1e-12)
    assert figures.brier == pytest.approx(0.2 * 0.8 * (seen - unseen) ** 2, abs=1e-12)
    assert storm.already == pytest.approx(0.5 / seen)
    assert (storm.method, storm.named, storm.relation) == ("solved", "Gale", "driver")


def test_what_is_not_reported_may_have_happened() -> None:
    figures = found(sim.indicators(coast(), "Q1", reported=0.5, draws=4), "storm").figures
    seen, unseen = 0.75, (0.2 * 0.5 * 0.75 + 0.8 * 0.262) / 0.9
    assert (figures.happens, figures.probability) == pytest.approx((0.2, 0.1))
    assert (figures.seen, figures.unseen) == pytest.approx((seen, unseen), abs=1e-12)
    assert figures.brier == pytest.approx(0.1 * 0.9 * (seen - unseen) ** 2, abs=1e-12)


def test_what_is_watched_and_what_is_not(made: Indicators) -> None:
    events = {(one.variable, one.event): one.relation for one in made.indicators}
    assert events == {
        ("storm", "storm"): "driver", ("news", "a_line or more"): "consequence", ("news", "a_page"): "consequence",
        ("coin", "heads"): "sign", ("coin", "tails"): "sign", ("coin", "edge"): "sign",
    }  # fmt: skip
    assert made.certain == ()  # what the policy sets is no event at all
    assert found(made, "coin").figures.bits < 1e-12
    damage = 1 - 0.9 * 0.8 - 0.5 * 0.2  # in week 1
    chances = [found(made, "news", event).figures.happens for event in ("a_line", "a_page")]
    assert chances == pytest.approx([0.8 * damage + 0.3 * (1 - damage), 0.5 * damage + 0.1 * (1 - damage)], abs=1e-12)
    leading = sim.indicators(coast(), "Q1", leading=True, draws=4)
    assert {one.variable for one in leading.indicators} == {"storm", "coin"}


def test_a_question_that_is_not_asked_of_every_world() -> None:
    made = sim.indicators(coast(), "Q2", by=datetime.date(2026, 3, 9), draws=4)
    figures = found(made, "coin", "heads").figures
    assert made.probability == pytest.approx(0.5, abs=1e-12)
    assert (figures.happens, figures.seen) == pytest.approx((0.5, made.probability), abs=1e-12)
    assert {one.variable for one in made.indicators} == {"news", "coin"}  # neither the answer's nor the condition's


def test_what_is_seen_tells_which_draws_to_believe() -> None:
    made = sim.indicators(coast("{happened: 2, of: 10}"), "Q1", draws=2000)  # Beta(3, 9) a step
    figures, mixed = found(made, "storm").figures, 3 * 9 / (12 * 13)
    wanted = (0.19 * 0.75 + 0.36 * mixed) / 0.75  # E[(1 - h)(0.19 + 0.36 h)] / E[1 - h]
    assert figures.seen == pytest.approx(0.75, abs=1e-12)
    assert figures.unseen == pytest.approx(wanted, abs=5 * figures.unseen_error)
    assert 0 < figures.unseen_error < 1e-3
    interval = found(made, "storm").unseen90
    assert interval is not None
    assert interval.low < figures.unseen < interval.high


def test_a_pair_that_costs_too_much_is_sampled_and_errs_as_told(
    made: Indicators, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Mean squares over the stated variance, 40 seeds: chance leaves 0.4 to 1.9 (chi-square) in 1 of 1,000."""
    monkeypatch.setattr("sim.engine.exact.multi_event.MOST_EVENTS", 0)
    apart, wrong = [], []
    for seed in range(40):
        sampled = found(sim.indicators(coast(), "Q1", draws=20, seed=seed), "news", "a_page")
        truth, told = found(made, "news", "a_page").figures, sampled.figures
        assert told.happens == pytest.approx(truth.happens, abs=1e-12)  # alone it is solved
        assert (sampled.method, sampled.seen90) == ("sampled", None)
        for name in ("seen", "bits"):
            error = getattr(told, f"{name}_error")
            apart.append((getattr(told, name) - getattr(truth, name)) / error)
            wrong.append((getattr(told, name) - 1.02 * getattr(truth, name)) / error)
    assert 0.4 < np.mean(np.square(apart)) < 1.9
    assert np.mean(np.square(wrong)) > 1.9  # a hundredth or two beside the truth is noticed


def test_a_ratio_of_worlds_errs_as_a_share_of_those_with_the_event() -> None:
    """Mean square of 30 errors over the stated variance: chance leaves 0.4 to 1.9 (chi-square) in 1 of 300."""
    draws, worlds, apart, told = 200, 64, [], []
    for seed in range(30):
        rng = np.random.default_rng(seed)
        came = rng.binomial(worlds, 0.3, draws)
        counted = Together(
            Event("x", frozenset({1}), "reaches", 1, "x"), came / worlds, rng.binomial(came, 0.4) / worlds,
            np.zeros(draws), np.zeros(draws), "sampled",
        )  # fmt: skip
        weights, one = np.full(draws, 1 / draws), np.ones(draws)
        pair = steady(counted, 0.3 * one, weights)
        figures = SeenTable(weights, one, 0.5 * one, pair.happens, pair.both, reported=1.0).figures()
        assert figures.happens == pytest.approx(0.3, abs=1e-12)
        apart.append((figures.seen - 0.4) / figures.seen_error)
        told.append(figures.seen_error)
    assert 0.4 < np.mean(np.square(apart)) < 1.9
    assert np.mean(told) == pytest.approx(np.sqrt(0.4 * 0.6 / (0.3 * worlds * draws)), rel=0.25)


def test_what_is_seen_only_if_the_answer_is_yes_has_no_ratio() -> None:
    one = np.ones(2) / 2
    made = SeenTable(one, 2 * one, one, np.full(2, 0.2), np.full(2, 0.2), reported=1.0).figures()
    assert (made.ratio, made.seen) == (None, 1.0)
    never = SeenTable(one, 2 * one, one, np.full(2, 0.2), np.zeros(2), reported=1.0).figures()
    assert (never.ratio, never.seen) == (0.0, 0.0)
    assert made.bits == pytest.approx(never.bits)


def test_the_default_date_starts_at_what_was_seen_last() -> None:
    seen = sim.evidence(coast(), given=["coin: heads @ 2026-03-05"])
    made = sim.indicators(coast(), "Q1", observations=seen, draws=4, worlds=64)
    assert made.by == datetime.date(2026, 3, 16)
    assert {"coin: heads", "coin: tails", "coin: edge"} <= set(made.certain)
    assert "Silences not counted" in as_text(made)
    assert "Given G1" in as_text(made)
    assert json.loads(export.as_json(made))["silences"]["told"] == "silences not counted"
    assert "Silences" not in as_text(sim.indicators(coast(), "Q1", draws=4))


@pytest.mark.parametrize("day", ["2026-03-08", "2026-03-17"])
def test_a_date_before_the_first_step_or_after_the_deadline_is_refused(day: str) -> None:
    with pytest.raises(sim.FormatError, match=f"{day} - must be a day from 2026-03-09"):
        sim.indicators(coast(), "Q1", by=datetime.date.fromisoformat(day), draws=4)


@pytest.mark.parametrize("reported", [0.0, 1.1, math.nan])
def test_a_chance_of_no_report_is_refused(reported: float) -> None:
    with pytest.raises(sim.FormatError, match="above 0 and at most 1"):
        sim.indicators(coast(), "Q1", reported=reported, draws=4)


def test_what_a_policy_sets_has_nothing_to_watch_for() -> None:
    made = sim.indicators(coast(), "Q4", draws=4)
    assert (made.settled, made.indicators, made.asking) == ("set by policy", (), ())
    assert as_text(made).endswith("Nothing to watch for: set by policy.\n")
    assert json.loads(export.as_json(made))["settled"] == "set by policy"


def test_sentences(made: Indicators) -> None:
    storm = found(made, "storm")
    assert sentence(made, storm) == (
        'If "Storm: storm" (Gale) is seen by 9 March 2026 (20 %), the chance that there is damage by 16 March rises '
        "from 36 % to 75 %; if not, it falls to 26 %."
    )
    assert sentence(made, found(made, "news", "a_page")).endswith("a trace of it rather than a warning.")
    assert "stays at 36 %; if not, it stays at 36 %" in sentence(made, found(made, "coin"))
    assert [one.variable for one in pick_top(made, 5)] == ["storm", "news"]  # a variable once, and no coin
    assert all(len(line) <= 80 for line in as_text(made).splitlines())
    assert "Nothing: it takes 100 draws." in as_text(made)


def test_json_and_csv_say_the_same(made: Indicators) -> None:
    told = json.loads(export.as_json(made))
    header, *rows = export.as_csv(made).splitlines()
    assert header.split(",") == list(export.COLUMNS)
    assert [row.split(",")[header.split(",").index("bits")] for row in rows] == [
        json.dumps(one["bits"]) for one in told["indicators"]
    ]
    assert told["indicators"][0]["variable"] == made.indicators[0].variable == "storm"


def test_the_flagship() -> None:
    """Three sentences that a reader of the field can use: every pair is solved, each event raises the chance."""
    made = sim.indicators(sim.read("venezuela-2025"), "Q6", policy="let_it_run", reported=0.95, draws=50)
    first = pick_top(made, 3)
    assert {one.method for one in made.indicators} == {"solved"}
    assert [(one.variable, one.event, one.relation) for one in first] == [
        ("us_action", "limited_strike or more", "driver"), ("asset", "flagged_ship or more", "driver"),
        ("us_channel", "written_off", "driver"),
    ]  # fmt: skip
    assert all(one.figures.seen > made.probability > one.figures.unseen for one in first)
    trace = next(one for one in made.indicators if one.relation == "consequence")
    assert trace.figures.bits > first[0].figures.bits  # a trace tells more, and is no warning
    assert made.certain == ("us_action: blockade or more",)  # it stands at the freeze
