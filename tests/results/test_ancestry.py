"""Which rows can be met under a policy before a deadline."""

from __future__ import annotations

import pytest

from sim.results.ancestry import rows_met
from sim.scenario.file.read import loads
from sim.scenario.resolve.scenario import Scenario

TEXT = """
schema_version: 1
id: behind
title: Behind
as_of: 2025-12-24
timeline: {steps: 4, step: 1 week}
experts: {ann: {name: Ann}}
variables:
  lever: {label: Lever, role: lever, states: [low, middle, high], never_falls: true, start: low}
  mood: {label: Mood, states: [calm, angry], parents: [lever]}
  echo: {label: Echo, states: [none, loud], parents: [lever@previous, mood]}
  other: {label: Other, states: [none, some]}
judgments:
  lever: {L1: {expert: ann, about: high, per: step, says: unlikely}}
  mood: {M1: {expert: ann, about: angry, given: {lever: high}, says: likely}}
  echo: {E1: {expert: ann, about: loud, per: step, says: likely}}
policies:
  rest: {lever: low}
  push: {lever: high}
  jump: {lever: high from 2026-01-07}
  climb: {lever: at_least middle from 2026-01-07}
  free: {}
questions:
  early: {asks: "Angry at once?", is: {mood: angry}, at: 2025-12-31}
  late: {asks: "Angry in the end?", is: {mood: angry}, at: 2026-01-21}
  soon: {asks: "Loud in two weeks?", is: {echo: loud}, at: 2026-01-07}
  pulled: {asks: "High?", reaches: {lever: high}, by: 2026-01-07}
  heard: {asks: "Loud in the end?", is: {echo: loud}, at: 2026-01-14}
"""


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return loads(TEXT)


@pytest.mark.parametrize(
    ("question", "policy", "met"),
    [
        ("late", "rest", [True, False, False]),
        ("early", "jump", [True, False, False]),
        ("late", "jump", [True, False, True]),
        ("late", "climb", [True, True, True]),
        ("late", "free", [True, True, True]),
    ],
)
def test_only_rows_that_the_policy_comes_through(
    scenario: Scenario, question: str, policy: str, met: list[bool]
) -> None:
    assert rows_met(scenario, question, policy)[0]["mood"].tolist() == met


@pytest.mark.parametrize(
    ("question", "policy", "before"),
    [
        ("heard", "jump", [True, False, True]),
        ("soon", "jump", [True, False, False]),
        ("soon", "push", [True, False, True]),
    ],
)
def test_a_previous_state_begins_with_the_start_and_ends_a_step_early(
    scenario: Scenario, question: str, policy: str, before: list[bool]
) -> None:
    rows, _ = rows_met(scenario, question, policy)
    assert rows["echo"].reshape(3, 2).tolist() == [[one, one] for one in before]


def test_levers_that_are_held_and_strangers_are_left_out(scenario: Scenario) -> None:
    assert list(rows_met(scenario, "heard", "jump")[0]) == ["echo", "mood"]
    assert list(rows_met(scenario, "heard", "free")[0]) == ["echo", "lever", "mood"]
    assert rows_met(scenario, "pulled", "jump") == ({}, 2)
    assert list(rows_met(scenario, "pulled", "free")[0]) == ["lever"]
