"""The events behind an answer: who speaks of them, what all together make of them, and which row is shown."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.results.explain.case import case
from sim.results.explain.grounds import find_grounds
from sim.results.explain.shares import explain
from sim.results.explain.standing import AnswerGrounds, SpokenEvent
from sim.scenario.file import read
from sim.scenario.resolve.scenario import Scenario

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def flagship() -> Scenario:
    return read.read(ROOT / "scenarios" / "venezuela-2025" / "scenario.yaml")


def ground(scenario: Scenario, question: str, policy: str) -> AnswerGrounds:
    one = case(scenario, question, policy, 200)
    return find_grounds(one, explain(one))


@pytest.fixture(scope="module")
def clash(flagship: Scenario) -> SpokenEvent:
    """The heaviest event behind the exchange of fire."""
    return ground(flagship, "Q6", "strikes").events[0]


def test_the_heaviest_event_is_the_question_s_own_with_all_who_speak_of_it(clash: SpokenEvent) -> None:
    assert (clash.variable, clash.event, clash.steps) == ("direct_military", "incident or more", None)
    assert {one.judgment for one in clash.voices} == {"S6b", "S14", "B13", "A38"}
    assert clash.condition == "us_action: limited_strike or more"
    assert clash.lasting
    assert clash.share == pytest.approx(sum(one.share for one in clash.voices))


def test_a_judgment_on_the_event_itself_has_the_figures_of_the_explanation(flagship: Scenario) -> None:
    grounds = ground(flagship, "Q6", "strikes")
    said = {one.judgment: one for one in grounds.explanation.sentences}
    for stance in grounds.events[0].voices:
        sentence = said[stance.judgment]
        assert stance.share == sentence.share
        if sentence.low is not None:
            assert stance.span == (sentence.low, sentence.median, sentence.high)
            assert np.quantile(stance.draws, 0.5) == pytest.approx(sentence.median, rel=0.1)


def test_all_together_is_the_row_that_the_answer_is_made_from(flagship: Scenario, clash: SpokenEvent) -> None:
    one = case(flagship, "Q6", "strikes", 200)
    table = one.priors.tables["direct_military"]
    low, high = (min(s.span[1] for s in clash.voices), max(s.span[1] for s in clash.voices))
    assert low < clash.span[1] < high
    (row,) = (place for place, row in enumerate(table.tails) if np.allclose(clash.pooled, row[:, 0], atol=1e-12))
    assert (clash.asked, clash.turns, clash.movers) == (True, ("asset", "us_channel"), ("author",))
    everywhere = replace(table, row_of=np.full_like(table.row_of, row))
    flat = replace(one.priors, tables=dict(one.priors.tables) | {table.variable: everywhere})
    assert one.answer(one.outcomes(flat)).probability == pytest.approx(clash.pooled.mean())


def test_a_clock_is_told_over_its_whole_time(flagship: Scenario) -> None:
    events = ground(flagship, "Q6", "strikes").events
    asset = next(event for event in events if event.variable == "asset" and event.event == "cargo or more")
    assert (asset.steps, asset.alone) == (14, True)
    assert asset.span[1] == pytest.approx(0.5, abs=0.01)  # 'about even' within fourteen weeks


def test_rows_that_are_left_behind_come_last_and_every_event_has_one_name(flagship: Scenario) -> None:
    events = ground(flagship, "Q6", "strikes").events
    lasting = [event.lasting for event in events]
    assert lasting == sorted(lasting, reverse=True)
    assert len({event.key for event in events}) == len(events)
    before = next(event for event in events if event.condition == "us_action: blockade or less")
    assert not before.lasting


@pytest.mark.parametrize("name", ["recession-2025", "german-vote-2025", "nord-stream-2", "lung-clinic", "first-steps"])
def test_every_answer_of_every_scenario_has_its_grounds(name: str) -> None:
    scenario = read.read(ROOT / "scenarios" / f"{name}.yaml")
    policy = next(iter(scenario.policies))
    for question in list(scenario.questions)[:3]:
        grounds = ground(scenario, question, policy)
        shares = [event.share for event in grounds.events if event.lasting]
        assert shares == sorted(shares, reverse=True)
        for event in grounds.events:
            assert ((event.pooled >= 0) & (event.pooled <= 1)).all()
            assert all(len(stance.draws) == 200 for stance in event.voices)
