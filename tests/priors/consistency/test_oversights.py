"""Warnings of what a sound scenario probably did not mean."""

from __future__ import annotations

import pytest

from sim.priors.build import build
from sim.priors.consistency.check import notes
from sim.scenario.file import read

BASE = """
schema_version: 1
id: oversights
title: Oversights
as_of: 2026-01-01
timeline: {{steps: 2, step: 1 week}}
experts: {{a: {{name: A}}, b: {{name: B}}}}
variables:
  lever: {{label: L, role: lever, states: [low, high]{lever}}}
  x: {{label: X, states: [no, some, much], parents: [lever]}}
  {more}
judgments:
  x:
    J1: {{expert: a, about: some or more, given: {{lever: low}}, says: unlikely{stance}}}
    J2: {{expert: b, about: {about}, given: {{lever: high}}, says: likely}}
    {third}
  {spoken}
policies: {{low: {{lever: low}}{policies}}}
questions: {{Q: {{asks: "X?", is: {{x: some or more}}, at: 2026-01-15}}}}
"""
SOUND = dict(lever="", more="", stance="", about="some or more", third="", spoken="", policies="")


def _notes(**parts: str) -> list[str]:
    return list(notes(read.loads(BASE.format(**SOUND | parts))))


def test_a_sound_scenario_has_none() -> None:
    assert _notes() == []


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ({"more": "y: {label: Y, states: [no, yes]}", "spoken": "y: {K: {expert: a, about: yes, says: likely}}"},
         "variables.y: no question asks about it and no variable depends on it"),
        ({"policies": ", free: {}"},
         "variables.lever: nobody spoke about this lever; under free its states are equally likely"),
        ({"policies": ", free: {}", "lever": ", never_falls: true, start: low"},
         "variables.lever: nobody spoke about this lever; under free it stays as it is"),
        ({"stance": ", stance: advocacy"},
         "judgments.J1: advocacy that carries a probability: it says what the speaker wants, not what is expected"),
    ],
)  # fmt: skip
def test_each_oversight_is_told(parts: dict[str, str], text: str) -> None:
    assert text in _notes(**parts)


def test_second_hand_words_are_no_oversight() -> None:
    assert _notes(stance=", stance: second_hand") == []


def test_the_cause_of_a_contradiction_is_named() -> None:
    """B calls 'some' alone likely where A calls 'some or more' unlikely: the part cannot be likelier than the whole."""
    third = "J3: {expert: a, about: some or more, given: {lever: high}, says: highly unlikely}"
    text = BASE.format(**SOUND | {"about": "some", "third": third})
    warned = [warning for warning in build(read.loads(text), 200, 1).warnings if "contradict" in warning]
    assert len(warned) == 1
    assert "; 'some' alone (J2) stands beside 'some or more' (J3): are both meant?" in warned[0]
    agree = text.replace("says: highly unlikely", "says: highly likely")
    assert not [warning for warning in build(read.loads(agree), 200, 1).warnings if "are both meant" in warning]
