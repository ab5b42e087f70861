"""Words recalibrated in whole rows: closed forms of the three outside views, of several voices, rules and clocks."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import special

from sim.errors import FormatError, ModelError
from sim.lexicon.record import shipped_record
from sim.priors.build import build
from sim.priors.recalibration.fit import draw_lines
from sim.priors.recalibration.trust import effective_number
from sim.priors.rows.hazard import hazard
from sim.scenario import edit
from sim.scenario.file import read
from sim.scenario.resolve.scenario import Scenario

DRAWS = 100
WORDS = "{probability: 90%, family: point}"


def _scenario(
    pool: str, voices: int = 1, *, base: str = "", author: str = "", market: str = "", dependence: float = 0.0,
    clock: str = "", rule: str = "log", says: str = WORDS,
) -> Scenario:  # fmt: skip
    """Published voices v0, v1, ... who all say 90 %; a base rate, an author's background, a market where given."""
    experts = {f"v{i}": "{name: V}" for i in range(voices)}
    judgments = {f"J{i}": f"{{expert: v{i}, about: yes, says: {says}{clock}}}" for i in range(voices)}
    for name, kind, text in (("base", "base_rate", base), ("price", "market", market)):
        if text:
            experts[name] = f"{{name: N, kind: {kind}}}"
            judgments[name] = f"{{expert: {name}, about: yes, says: {text}{clock}}}"
    if author:
        experts["me"] = "{name: Me, kind: assumption, weight: 0.25}"
        judgments["A"] = f"{{expert: me, about: any, says: {author}{clock}}}"
    once = "" if not clock else ", never_falls: true, start: no"
    return read.loads(f"""
schema_version: 1
id: words
title: Words
as_of: 2026-01-01
timeline: {{steps: 4, step: 1 week}}
dependence: {dependence}
pool: {{rule: {rule}, concentration: inf, {pool}}}
background: [{"me" if author else ""}]
experts: {{{", ".join(f"{name}: {text}" for name, text in experts.items())}}}
variables: {{x: {{label: X, states: [no, yes]{once}}}}}
judgments: {{x: {{{", ".join(f"{name}: {text}" for name, text in judgments.items())}}}}}
policies: {{none: {{}}}}
questions: {{Q: {{asks: "X?", is: {{x: yes}}, at: 2026-01-29}}}}
""")


def _log_odds(scenario: Scenario) -> np.ndarray:
    return np.asarray(special.logit(build(scenario, DRAWS, 1).tables["x"].tails[0, :, 0]))


X = special.logit(0.9)
BASE, AUTHOR = "{probability: 2%, family: point}", "{split: {no: 80%, yes: 20%}, odds_within: 1.0001}"


@pytest.mark.parametrize("rule", ["log", "linear", "average", "median"])
@pytest.mark.parametrize("voices", [1, 2, 10])
def test_gamma_one_is_the_words_own_pool_as_it_stands(rule: str, voices: int) -> None:
    """And the base rate that is the anchor does not vote."""
    scenario = _scenario("recalibrate: record, gamma: 1", voices, base=BASE, rule=rule)
    np.testing.assert_allclose(_log_odds(scenario), X, atol=1e-9)


@pytest.mark.parametrize(
    ("outside", "anchor"),
    [({"base": BASE}, special.logit(0.02)), ({"base": BASE, "author": AUTHOR}, special.logit(0.02)), ({}, 0.0)],
)
def test_gamma_nought_is_the_anchor_alone(outside: dict[str, str], anchor: float) -> None:
    scenario = _scenario("recalibrate: record, gamma: 0", base=outside.get("base", ""))
    np.testing.assert_allclose(_log_odds(scenario), anchor, atol=1e-9)


def test_without_a_base_rate_the_background_is_the_outside_view() -> None:
    """The author's word is the anchor of the words; as a background it completes and does not vote."""
    for gamma in (0.0, 0.38, 1.0):
        found = _log_odds(_scenario(f"recalibrate: record, gamma: {gamma}", author=AUTHOR))
        b = special.logit(0.2)
        own = b + gamma * (X - b)
        vote = 0.25 / 1.25  # an assumption votes beside the words
        np.testing.assert_allclose(found, (1 - vote) * own + vote * b, atol=1e-3)


def test_a_background_voice_s_own_word_on_the_event_is_the_outside_view() -> None:
    """Also where it is no split; it votes beside the words as ever."""
    scenario = _scenario("recalibrate: record, gamma: 0.4", author="{split: {no: 50%, yes: 50%}, odds_within: 1.0001}")
    word = {"probability": "20%", "family": "point"}
    text = edit.edit(scenario, {"judgments.A.about": "yes", "judgments.A.says": word})
    b = special.logit(0.2)
    np.testing.assert_allclose(_log_odds(text), 0.8 * (b + 0.4 * (X - b)) + 0.2 * b, atol=1e-9)


@pytest.mark.parametrize("voices", [1, 2, 10])
@pytest.mark.parametrize("dependence", [0.0, 0.6, 1.0])
@pytest.mark.parametrize("rule", ["log", "average", "median", "linear"])
def test_several_voices_deserve_more_trust_as_far_as_they_are_several(
    voices: int, dependence: float, rule: str
) -> None:
    """gamma_k = k' gamma / (1 + (k' - 1) gamma), k' = k / (1 + (k - 1) dependence); under linear k' = 1."""
    gamma, delta = 0.38, 0.1
    k = 1.0 if rule == "linear" else voices / (1 + (voices - 1) * dependence)
    trust = k * gamma / (1 + (k - 1) * gamma)
    b = special.logit(0.02)
    pool = f"recalibrate: record, gamma: {gamma}, delta: {delta}"
    found = _log_odds(_scenario(pool, voices, base=BASE, dependence=dependence, rule=rule))
    np.testing.assert_allclose(found, b + delta + trust * (X - b), atol=1e-9)


def test_delta_is_of_the_event_as_it_was_stated() -> None:
    """Who says 90 % of 'no' says 10 % of 'yes', and delta raises 'no': each is the other's mirror."""
    pool = "recalibrate: record, gamma: 0.4, delta: 0.3"
    yes = _log_odds(_scenario(pool, 2))
    no = edit.edit(_scenario(pool, 2), {f"judgments.J{i}.about": "no" for i in range(2)})
    np.testing.assert_allclose(_log_odds(no), -yes, atol=1e-12)
    assert (yes > 0.3).all()
    mixed = edit.edit(_scenario(pool, 2), {"judgments.J0.about": "no"})
    np.testing.assert_allclose(_log_odds(mixed), 0.0, atol=1e-12)  # equal words for and against: delta cancels out


def test_markets_and_models_vote_beside_the_words() -> None:
    price = "{probability: 50%, family: point}"
    found = _log_odds(_scenario("recalibrate: record, gamma: 0.5", base=BASE, market=price))
    b = special.logit(0.02)
    np.testing.assert_allclose(found, 0.5 * (b + 0.5 * (X - b)) + 0.5 * 0.0, atol=1e-9)


def test_where_only_others_speak_nothing_is_moved() -> None:
    """A base rate beside a market, no words: pooled as ever."""
    text = {"base": BASE, "market": "{probability: 50%, family: point}"}
    with_it = _log_odds(_scenario("recalibrate: record", 0, **text))
    np.testing.assert_allclose(with_it, _log_odds(_scenario("recalibrate: none", 0, **text)), atol=0)


def test_the_pair_is_drawn_once_for_all() -> None:
    delta, gamma = draw_lines(shipped_record(), 1, DRAWS)
    np.testing.assert_allclose(_log_odds(_scenario("recalibrate: record")), delta + gamma * X, atol=1e-9)


def test_with_a_clock_the_chance_over_it_is_moved() -> None:
    scenario = _scenario("recalibrate: record, gamma: 0.5", base=BASE, clock=", within: 4 steps")
    b = special.logit(0.02)
    tails = build(scenario, DRAWS, 1).tables["x"]
    row = tails.tails[tails.row_of[0, 0], :, 0]
    np.testing.assert_allclose(special.logit(row), hazard(np.full(DRAWS, b + 0.5 * (X - b)), 4), atol=1e-9)


def test_words_that_are_certain_stay_certain_and_a_certain_anchor_is_none() -> None:
    never = "{probability: 0%, certain: true}"
    sure = _scenario("recalibrate: record", base=BASE, says=never)
    assert (build(sure, DRAWS, 1).tables["x"].tails == 0).all()
    anchored = _scenario("recalibrate: record, gamma: 0.5", base=never)
    np.testing.assert_allclose(_log_odds(anchored), 0.5 * X, atol=1e-9)


def test_a_voice_of_no_weight_counts_for_nothing() -> None:
    """k' goes to that of one voice as the second one's weight goes to nought: no jump where a slider reaches 0."""
    rho = np.full((2, 2), 0.6) + 0.4 * np.eye(2)
    assert effective_number([1.0, 1e-9], rho) == pytest.approx(1.0, abs=1e-6)
    assert effective_number([2.0, 2.0], rho) == pytest.approx(1.25, abs=1e-12)


def test_an_edit_moves_it_and_the_digest() -> None:
    scenario = _scenario("recalibrate: none")
    with_it = edit.edit(scenario, {"pool.recalibrate": "record"})
    assert with_it.digest != scenario.digest
    moved = edit.edit(with_it, {"pool.gamma": 0.7})
    np.testing.assert_allclose(_log_odds(moved), 0.7 * X, atol=1e-9)


@pytest.mark.parametrize(
    ("pool", "message"),
    [
        ("gamma: 0.5", "stands beside recalibrate"),
        ("recalibrate: record, delta: 0.1", "needs gamma beside it"),
        ("recalibrate: mine.csv", "without a folder"),
        ("recalibrate: recod", "must be none, record, or a csv file"),
        ("recalibrate: record, gamma: -1", "gamma"),
    ],
)
def test_what_is_refused(pool: str, message: str) -> None:
    with pytest.raises((FormatError, ModelError), match=message):
        _scenario(pool)
