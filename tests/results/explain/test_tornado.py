"""Leave one voice out, hold one judgment: the same as the edit or the held priors by themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.priors.what_if import hold
from sim.progress import untold
from sim.results.explain.case import case
from sim.results.explain.model import Explanation
from sim.results.explain.shares import explain
from sim.results.explain.tornado import with_reruns
from sim.results.forecast.run import forecast
from sim.scenario.edit import edit
from sim.scenario.file.read import loads, read
from sim.scenario.resolve.scenario import Scenario

ROOT = Path(__file__).parents[3]
FLAGSHIP = ROOT / "tests" / "scenarios" / "valid" / "flagship-11.yaml"


def made(scenario: Scenario, question: str, policy: str, told: list[float] | None = None) -> Explanation:
    one = case(scenario, question, policy, 100, 64, 1)
    return with_reruns(one, explain(one), untold if told is None else told.append)


@pytest.fixture(scope="module")
def flagship() -> Scenario:
    return read(FLAGSHIP)


@pytest.fixture(scope="module")
def found(flagship: Scenario) -> Explanation:
    return made(flagship, "Q6", "strikes")


def test_without_a_voice_is_the_forecast_with_its_weight_at_0(flagship: Scenario, found: Explanation) -> None:
    assert [one.voice for one in found.without] == list(dict.fromkeys(s.voice for s in found.sentences))
    for one in found.without:
        other = edit(flagship, {f"experts.{one.voice}.weight": 0})
        answer = forecast(other, draws=100, policies=["strikes"]).answers["strikes", "Q6"]
        assert one.answer is not None
        assert one.answer.probability == pytest.approx(answer.probability, abs=1e-12)
        assert one.answer.median == pytest.approx(answer.median, abs=1e-12)
        assert one.answer.interval90.low == pytest.approx(answer.interval90.low, abs=1e-12)


def test_the_background_still_completes(found: Explanation) -> None:
    author = next(one for one in found.without if one.voice == "author")
    assert author.notes == ("still completes what nobody else speaks about (A18, A2, A3, A4)",)
    assert all(not one.notes for one in found.without if one.voice != "author")


def test_the_tornado_is_the_answer_of_the_held_priors_largest_swing_first(
    flagship: Scenario, found: Explanation
) -> None:
    one = case(flagship, "Q6", "strikes", 100, 64, 1)
    widths = [swing.width for swing in found.tornado]
    assert widths == sorted(widths, reverse=True)
    assert {swing.sentence.judgment for swing in found.tornado} == {"S14", "S22", "B1", "A18", "A19", "A2", "A3"}
    for swing in found.tornado[:3]:
        low, high = (one.answer(one.outcomes(hold(one.priors, swing.sentence.judgment, q))) for q in (0.1, 0.9))
        assert (swing.low, swing.low_median) == (low.probability, low.median)
        assert (swing.high, swing.high_median) == (high.probability, high.median)


def test_what_is_told_grows_to_1(flagship: Scenario) -> None:
    told: list[float] = []
    made(flagship, "Q9", "strikes", told)
    assert told == sorted(told)
    assert told[-1] == 1


LONE = """
schema_version: 1
id: lone
title: One voice
as_of: 2025-12-24
timeline: {steps: 1, step: 1 week}
experts:
  ann: {name: Ann}
variables:
  rain: {label: Rain, states: [dry, damp, wet]}
judgments:
  rain:
    J1: {expert: ann, about: wet, says: unlikely}
    J2: {expert: ann, about: damp or more, says: {probability: 50%, odds_within: 3}}
policies: {none: {}}
questions:
  Q: {asks: "Does it pour?", is: {rain: wet}, at: 2025-12-31}
"""


def test_the_only_voice_cannot_be_left_out_and_it_says_why() -> None:
    (one,) = made(loads(LONE), "Q", "").without
    assert one.answer is None
    assert "weight" in one.why


def test_rows_that_nobody_is_left_for_are_told() -> None:
    two = LONE.replace("  ann: {name: Ann}\n", "  ann: {name: Ann}\n  bob: {name: Bob}\n").replace(
        "J2: {expert: ann, about: damp or more,", "J2: {expert: bob, about: damp or more,"
    )
    without = {one.voice: one for one in made(loads(two), "Q", "").without}
    assert without["bob"].answer is not None
    assert any("uniform" in note or "evenly" in note for note in without["bob"].notes)


def test_what_has_no_percentile_is_named_with_its_reason() -> None:
    text = LONE.replace(
        "J1: {expert: ann, about: wet, says: unlikely}",
        "J1: {expert: ann, about: any, says: {split: {dry: 50%, damp: 30%, wet: 20%}, worth: 9}}",
    ).replace("    J2: {expert: ann, about: damp or more, says: {probability: 50%, odds_within: 3}}\n", "")
    found = made(loads(text), "Q", "")
    assert found.tornado == ()
    assert [judgment for judgment, _ in found.not_held] == ["J1"]
    assert "one by one" in found.not_held[0][1]
