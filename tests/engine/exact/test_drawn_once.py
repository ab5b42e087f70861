"""Variables drawn once that others hang on, in closed form: carried along with the chain, and read a step back."""

from __future__ import annotations

import pytest

from sim.results.forecast.run import forecast
from sim.scenario.file import read

FRAME = """
schema_version: 1
id: drawn-once
title: A leak, the alarm that hangs on it, and the crew
as_of: 2026-01-05
timeline: {steps: 3, step: 1 week}
experts: {ann: {name: Ann}}
policies: {free: {}}
"""
ALARM = """
variables:
  leak: {label: Leak, states: [none, small]}
  alarm: {label: Alarm, states: [silent, rings], parents: [leak], chance: each_step}
  crew: {label: Crew, states: [stays, leaves], parents: [leak, alarm], chance: once}
judgments:
  leak: {J1: {expert: ann, about: small, says: {probability: 20%, family: point}}}
  alarm:
    J2: {expert: ann, about: rings, given: {leak: small}, per: step, says: {probability: 10%, family: point}}
    J3: {expert: ann, about: rings, given: {leak: none}, per: step, says: {probability: 30%, family: point}}
  crew:
    J4: {expert: ann, about: leaves, given: {leak: small, alarm: rings}, says: {probability: 80%, family: point}}
    J5: {expert: ann, about: leaves, given: {leak: none, alarm: rings}, says: {probability: 40%, family: point}}
    J6: {expert: ann, about: leaves, given: {alarm: silent}, says: {probability: 0, certain: true}}
"""
ALARM_ASKED = {
    "{is: {alarm: rings}, at: 2026-01-12, given: {leak: none}}": 0.3,
    "{all: [{is: {alarm: rings}, at: 2026-01-12}, {is: {leak: none}, at: 2026-01-12}]}": 0.8 * 0.3,
    "{any: [{is: {alarm: rings}, at: 2026-01-12}, {is: {leak: none}, at: 2026-01-12}]}": 0.8 + 0.2 * 0.1,
    "{reaches: {alarm: rings}, by: 2026-01-26, given: {leak: none}}": 1 - 0.7**3,
    "{reaches: {leak: small}, by: 2026-01-26, given: {alarm: rings}}": (
        0.2 * (1 - 0.9**3) / (0.2 * (1 - 0.9**3) + 0.8 * (1 - 0.7**3))
    ),
    "{reaches: {alarm: rings}, within: 1 steps, of: {leak: none}}": 1 - 0.7**2,
    "{reaches: {alarm: rings}, by: 2026-01-26}": 1 - (0.2 * 0.9**3 + 0.8 * 0.7**3),
    "{reaches: {crew: leaves}, by: 2026-01-26}": 0.2 * 0.8 * (1 - 0.9**3) + 0.8 * 0.4 * (1 - 0.7**3),
    "{reaches: {crew: leaves}, by: 2026-01-26, given: {leak: small}}": 0.8 * (1 - 0.9**3),
}
FLOOD = """
variables:
  flood: {label: Flood, states: [no, yes], chance: once, start: no}
  road: {label: Road, states: [open, shut], parents: [flood@previous], chance: once}
  mood: {label: Mood, states: [calm, tense], parents: [flood, flood@previous, mood@previous], start: calm}
  talk: {label: Talk, states: [little, much], parents: [flood@previous, flood], chance: each_step}
judgments:
  flood: {J1: {expert: ann, about: "yes", says: {probability: 20%, family: point}}}
  road:
    J2: {expert: ann, about: shut, given: {flood@previous: "yes"}, says: {probability: 90%, family: point}}
    J3: {expert: ann, about: shut, given: {flood@previous: "no"}, says: {probability: 10%, family: point}}
  mood:
    J4: {expert: ann, about: tense, given: {flood: "yes", flood@previous: "yes"}, per: step,
         says: {probability: 50%, family: point}}
    J5: {expert: ann, about: tense, given: {flood: "yes", flood@previous: "no"}, per: step,
         says: {probability: 20%, family: point}}
    J6: {expert: ann, about: tense, given: {flood: "no"}, per: step, says: {probability: 0, certain: true}}
  talk:
    J7: {expert: ann, about: much, given: {flood: "yes", flood@previous: "yes"}, per: step,
         says: {probability: 50%, family: point}}
    J8: {expert: ann, about: much, given: {flood: "yes", flood@previous: "no"}, per: step,
         says: {probability: 20%, family: point}}
    J9: {expert: ann, about: much, given: {flood: "no"}, per: step, says: {probability: 0, certain: true}}
"""
FLOOD_ASKED = {
    "{is: {flood: 'yes'}, at: 2026-01-26, given: {road: shut}}": 0.2 * 0.9 / (0.2 * 0.9 + 0.8 * 0.1),
    "{reaches: {road: shut}, by: 2026-01-26}": 0.2 * 0.9 + 0.8 * 0.1,
    "{is: {mood: tense}, at: 2026-01-26}": 0.2 * (1 - 0.8 * 0.5 * 0.5),
    "{is: {talk: much}, at: 2026-01-12}": 0.2 * 0.2,
    "{is: {talk: much}, at: 2026-01-26}": 0.2 * 0.5,
    "{reaches: {talk: much}, by: 2026-01-26}": 0.2 * (1 - 0.8 * 0.5 * 0.5),
    "{reaches: {talk: much}, by: 2026-01-26, given: {flood: 'yes'}}": 1 - 0.8 * 0.5 * 0.5,
}


@pytest.mark.parametrize(("scenario", "asked"), [(ALARM, ALARM_ASKED), (FLOOD, FLOOD_ASKED)], ids=["alarm", "flood"])
def test_what_hangs_on_a_variable_drawn_once_is_solved_with_it(scenario: str, asked: dict[str, float]) -> None:
    questions = "".join(f"  Q{n}: {{asks: x, {text[1:]}\n" for n, text in enumerate(asked))
    made = forecast(read.loads(FRAME + scenario + "questions:\n" + questions), draws=2)
    answers = [made.answers["free", f"Q{n}"] for n in range(len(asked))]
    assert {text: one.method for text, one in zip(asked, answers, strict=True)} == dict.fromkeys(asked, "solved")
    found = {text: one.probability for text, one in zip(asked, answers, strict=True)}
    assert found == pytest.approx(asked, abs=1e-12)
