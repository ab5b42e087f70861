"""Which sliders a question gets: voices first, then judgments, and none that could not matter."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.dashboard import controls
from sim.priors import account
from sim.scenario import edit, read
from sim.scenario.model import Scenario

HARBOUR = Path(__file__).with_name("harbour.yaml")
FLAGSHIP = Path(__file__).parents[2] / "scenarios" / "venezuela-2025"


def paths(scenario: Scenario, question: str, policy: str, **edits: str) -> list[str]:
    return [c.path for c in controls.controls(scenario, edits, account.judgments(scenario), question, policy)]


@pytest.fixture(scope="module")
def harbour() -> Scenario:
    return read.read(HARBOUR)


def test_weights_come_first_and_assumptions_last_among_them(harbour: Scenario) -> None:
    assert paths(harbour, "Q1", "close") == [
        "experts.ann.weight", "experts.bob.weight", "experts.past.weight", "experts.author.weight",
        "judgments.J1.nudge", "judgments.J2.nudge",
    ]  # fmt: skip


def test_a_judgment_that_cannot_bear_under_the_policy_is_not_offered(harbour: Scenario) -> None:
    assert paths(harbour, "Q1", "talk") == ["judgments.J4.nudge"]


def test_a_variables_own_judgments_come_before_its_ancestors(harbour: Scenario) -> None:
    found = paths(harbour, "Q2", "close")
    assert found[2:] == ["judgments.J5.nudge", "judgments.J1.nudge", "judgments.J2.nudge", "judgments.J3.nudge"]
    assert found[:2] == ["experts.ann.weight", "experts.author.weight"]


def test_nobody_speaks_about_a_bare_lever(harbour: Scenario) -> None:
    assert paths(harbour, "Q4", "close") == []


def test_a_free_lever_is_an_ancestor_and_a_held_one_is_not(harbour: Scenario) -> None:
    assert list(controls.ancestry(harbour, "mood", "let_it_run")) == ["mood", "clash", "pressure"]
    assert list(controls.ancestry(harbour, "mood", "close")) == ["mood", "clash"]


def test_a_split_is_shown_by_the_questions_own_event(harbour: Scenario) -> None:
    priors = account.judgments(harbour)
    (shots,) = controls.controls(harbour, {}, priors, "Q1", "talk")
    (battle,) = controls.controls(harbour, {}, priors, "Q3", "talk")
    assert (shots.said, shots.median) == ("split: shots or more", pytest.approx(0.10))
    assert (battle.said, battle.median) == ("split: battle", pytest.approx(0.02))


def test_a_splits_nudge_moves_its_tail_by_the_nudge_in_log_odds(harbour: Scenario) -> None:
    nudged = {"judgments.J4.nudge": "0.7"}
    changed = edit.edit(harbour, {"judgments.J4.nudge": 0.7})
    (slider,) = controls.controls(harbour, nudged, account.judgments(changed), "Q1", "talk")
    assert slider.value == 0.7
    assert slider.median == pytest.approx(controls.shifted(0.10, 0.7))


def test_shares_add_up_over_those_who_speak(harbour: Scenario) -> None:
    found = controls.controls(harbour, {"experts.past.weight": "2.75"}, account.judgments(harbour), "Q1", "close")
    shares = [control.share for control in found if control.share is not None]
    assert shares == pytest.approx([0.2, 0.2, 0.55, 0.05])


def test_speakers_without_weight_are_not_named_unless_they_are_the_background(harbour: Scenario) -> None:
    silent = edit.edit(harbour, {"experts.bob.weight": 0, "experts.author.weight": 0})
    assert controls.speakers(silent, "clash", "close") == ("ann", "past", "author")


def test_a_hopeless_edit_leaves_the_slider_at_the_files_value(harbour: Scenario) -> None:
    edits = {"experts.past.weight": "{", "judgments.J1.nudge": "lots"}
    found = {c.path: c for c in controls.controls(harbour, edits, account.judgments(harbour), "Q1", "close")}
    assert found["experts.past.weight"].value == 0.5
    assert found["judgments.J1.nudge"].value == 0.0


@pytest.mark.parametrize("median", [0.0004, 0.003, 0.2, 0.5, 0.97, 0.9996])
def test_no_two_places_of_a_slider_look_alike(median: float) -> None:
    grid = controls.nudges_from(0.0, median, 0.0)
    shown = [controls.fine_per_cent(controls.shifted(median, nudge)) for nudge in grid]
    assert 0.0 in grid
    assert len(set(shown)) == len(shown)
    assert grid == sorted(grid)


def test_every_question_of_the_flagship_has_at_most_six() -> None:
    scenario = read.read(FLAGSHIP)
    priors = account.judgments(scenario)
    for policy in scenario.policies:
        for question in scenario.questions:
            found = [control.path for control in controls.controls(scenario, {}, priors, question, policy)]
            assert len(found) <= controls.MOST, (policy, question)
            assert len(set(found)) == len(found), (policy, question)
