"""The rules of confidence, one by one, and what an answer's grounds are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sim.results.forecast.confidence import Grounds, judge
from sim.results.forecast.model import Answer, Forecast
from sim.results.forecast.run import forecast
from sim.scenario.edit import edit
from sim.scenario.file.read import loads, read

ROOT = Path(__file__).parents[3]
GOOD = Grounds(author=0.2, voices=4, experts=True, independent=1.4, disagreement=0.25)
FOUR = "4 voices beside the author, worth 1.4 independent ones"
NOBODY = "no expert was asked about this"

SCENARIO = """
schema_version: 1
id: voices
title: Voices
as_of: 2025-12-24
timeline: {steps: 1, step: 1 week}
sources: {good: {title: Good, reliability: B}, blog: {title: A blog, reliability: E}}
experts:
  ann: {name: Ann}
  bob: {name: Bob, kind: official}
  me: {name: The author, kind: assumption}
variables:
  rain: {label: Rain, states: ["no", "yes"]}
judgments:
  rain:
    J1: {expert: ann, source: good, about: "yes", says: unlikely}
    J2: {expert: bob, source: blog, about: "yes", says: unlikely}
    J3: {expert: me, about: "yes", says: 30%}
policies: {none: {}}
questions:
  Q: {asks: "Does it rain?", is: {rain: "yes"}, at: 2025-12-31}
"""


@pytest.mark.parametrize(
    ("changes", "level", "reason"),
    [
        ({}, "high", f"{FOUR}, 20 % the author's assumptions, and they agree"),
        ({"author": 0.21}, "moderate", "21 % the author's assumptions"),
        ({"author": 0.5}, "moderate", "50 % the author's assumptions"),
        ({"author": 0.51}, "low", "51 % the author's assumptions"),
        ({"author": 0.51, "experts": False}, "low", f"51 % the author's assumptions; {NOBODY}"),
        ({"author": 0.91, "voices": 0, "independent": 0.0}, "low", f"91 % the author's assumptions; {NOBODY}"),
        ({"author": 0.4, "voices": 0, "independent": 0.0}, "low", NOBODY),
        ({"independent": 1.39}, "moderate", FOUR),
        ({"voices": 1, "independent": 1.0}, "moderate", "one voice beside the author"),
        ({"disagreement": 0.26}, "moderate", "26 % disagreement between voices"),
        ({"disagreement": 0.51}, "low", "51 % disagreement between voices"),
        ({"disagreement": None}, "moderate", "the pooling rule hides how far voices differ"),
        ({"weak": 0.1}, "moderate", "10 % of the judgments have a weak source"),
        ({"weak": 0.5}, "low", "50 % of the judgments have a weak source"),
        ({"author": 0.3, "weak": 0.1}, "moderate",
         "30 % the author's assumptions; 10 % of the judgments have a weak source"),
    ],
)  # fmt: skip
def test_each_rule_at_its_bound(changes: dict[str, float], level: str, reason: str) -> None:
    found = judge(replace(GOOD, **changes))
    assert (found.level, found.reason) == (level, reason)


def answer(**changes: object) -> Answer:
    return forecast(edit(loads(SCENARIO), changes), draws=200).answers["none", "Q"]


def reason(**changes: object) -> str:
    confidence = answer(**changes).confidence
    assert confidence is not None
    return f"{confidence.level}: {confidence.reason}"


def test_half_of_the_judgments_from_a_blog_is_low() -> None:
    assert "50 % of the judgments have a weak source" in reason()
    assert "weak" not in reason(**{"sources.blog.reliability": "B"})


def test_voices_of_one_camp_are_worth_less() -> None:
    good = {"sources.blog.reliability": "B", "experts.me.weight": 0.1}
    assert "2 voices beside the author, worth 1.2 independent ones" in reason(**good)
    camp = {"camps": {"c": {"dependence": 1}}, "experts.ann.camp": "c", "experts.bob.camp": "c"}
    assert "2 voices beside the author, worth 1.0 independent ones" in reason(**good, **camp)
    assert "one voice beside the author" in reason(**good, **{"experts.bob.weight": 0})


def test_a_pool_that_hides_disagreement_is_named() -> None:
    good = {"sources.blog.reliability": "B"}
    assert "hides" in reason(**good, **{"pool.concentration": "inf"})
    assert "hides" not in reason(**good)


def test_the_author_alone_is_low() -> None:
    silent = {"experts.ann.weight": 0, "experts.bob.weight": 0}
    assert reason(**silent) == f"low: 100 % the author's assumptions; {NOBODY}"


@pytest.fixture(scope="module")
def whole() -> Forecast:
    flagship = read(ROOT / "tests" / "scenarios" / "valid" / "flagship-11.yaml")
    return forecast(flagship, draws=200, policies=["blockade", "strikes"])


def test_what_the_policy_sets_has_no_confidence(whole: Forecast) -> None:
    assert {one.settled for one in whole.answers.values() if one.confidence is None} == {True}
    assert {one.confidence for one in whole.answers.values() if one.settled} == {None}


def test_the_heaviest_assumptions_stand_with_each_answer(whole: Forecast) -> None:
    first = whole.answers["blockade", "Q1"].assumptions
    assert first[0].startswith("Rhetoric: the author's own numbers (A")
    assert first[0].endswith("% of the doubt")
    struck = whole.answers["strikes", "Q6"].assumptions
    assert len(struck) == 3
    assert struck != first
    assert any("words at face value" in text for text in struck)
    assert not any("words at face value" in text for text in first)


def test_an_assumption_of_rows_that_cannot_be_met_is_not_told() -> None:
    """Nobody spoke about the closure; under talks alone that is nothing to the answer."""
    text = SCENARIO.replace(
        '''  rain: {label: Rain, states: ["no", "yes"]}''',
        '''  port: {label: Port, role: lever, states: [open, closed]}
  rain: {label: Rain, states: ["no", "yes"], parents: [port]}''',
    ).replace("about: \"yes\", says", "about: \"yes\", given: {port: open}, says")
    text = text.replace("policies: {none: {}}", "policies: {talk: {port: open}, shut: {port: closed}, none: {}}")
    made = forecast(loads(text), draws=200).answers
    uniform = "rain: nobody spoke and no background: uniform"
    assert any(told.startswith(uniform) for told in made["none", "Q"].assumptions)
    assert not any(told.startswith(uniform) for told in made["talk", "Q"].assumptions)
    assert made["shut", "Q"].shares is None


def test_what_words_are_moved_towards_is_told() -> None:
    plain, words = answer(), answer(**{"pool.recalibrate": "record"})
    assert plain.towards == ()
    assert words.towards == ("even odds",)
    assert any("are moved towards the outside view" in text for text in words.assumptions)
    assert any("words at face value" in text for text in plain.assumptions)
    counted = answer(**{"pool.recalibrate": "record", "experts.me.kind": "base_rate"})
    assert counted.towards == ("base rate: me",)
