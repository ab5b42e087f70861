"""Dates at the ends of the calendar: a timeline may touch them, and what would pass them is told."""

from __future__ import annotations

import datetime

import pytest

from sim.errors import FormatError, ModelError
from sim.results.forecast.run import forecast
from sim.scenario import edit, evidence
from sim.scenario.file import read

FILE = """schema_version: 1
id: t
title: T
as_of: {as_of}
timeline: {{steps: {steps}, step: {step}}}
experts: {{ann: {{name: Ann}}}}
variables: {{v: {{label: V, states: [a, b], start: a, never_falls: true}}}}
judgments: {{v: {{J: {{expert: ann, about: b, within: 1 step, says: 10%}}}}}}
questions: {{q: {{asks: "B?", reaches: {{v: b}}, by: {by}}}}}
"""


def scenario(as_of: str, by: str, steps: int = 2, step: str = "1 day"):
    return read.loads(FILE.format(as_of=as_of, by=by, steps=steps, step=step), "x.yaml")


@pytest.mark.parametrize(
    ("as_of", "by", "steps", "step"),
    [
        ("9999-12-29", "9999-12-31", 2, "1 day"),
        ("9999-10-31", "9999-12-31", 2, "1 month"),
        ("9997-12-31", "9999-12-31", 2, "1 year"),
        ("9999-12-17", "9999-12-31", 2, "1 week"),
        ("0001-01-01", "0001-01-03", 2, "1 day"),
        ("0001-01-01", "0003-01-01", 2, "1 year"),
    ],
)
def test_a_timeline_may_touch_the_ends(as_of: str, by: str, steps: int, step: str) -> None:
    found = scenario(as_of, by, steps, step)
    assert found.calendar.ends[2] == datetime.date.fromisoformat(by)
    answer = forecast(found, draws=20, worlds=64).answers["let_it_run", "q"]
    assert answer.curve.dates[-1] == datetime.date.fromisoformat(by)
    seen = f"schema_version: 1\nevidence:\n  E1: {{date: {by}, variable: v, reached: b}}\n"
    assert evidence.loads(seen, "e.yaml", found)[0].step == 2


@pytest.mark.parametrize(
    ("as_of", "steps", "step"),
    [
        ("9999-12-31", 1, "1 day"), ("9999-12-30", 2, "1 day"), ("9999-12-31", 1, "9999 years"),
        ("9999-11-30", 2, "1 month"), ("9998-01-01", 520, "9999 days"), ("0001-01-01", 520, "9999 months"),
        ("2026-01-01", 520, "9999 weeks"),
    ],
)  # fmt: skip
def test_a_timeline_beyond_the_end_is_told(as_of: str, steps: int, step: str) -> None:
    with pytest.raises(ModelError) as caught:
        scenario(as_of, "9999-12-31", steps, step)
    assert str(caught.value) == "x.yaml:5:19  timeline.steps: the timeline ends after the year 9999"


@pytest.mark.parametrize("as_of", ["0000-12-31", "10000-01-01", "9999-12-32"])
def test_dates_outside_the_calendar_are_told(as_of: str) -> None:
    with pytest.raises(FormatError, match=r"x\.yaml:4:8  as_of: "):
        scenario(as_of, "9999-12-31")


@pytest.mark.parametrize("path", ["as_of", "timeline.steps", "timeline.step"])
def test_a_setting_that_leads_beyond_the_end_is_told(path: str) -> None:
    good = scenario("9999-12-29", "9999-12-31")
    beyond = {"as_of": "9999-12-31", "timeline.steps": 3, "timeline.step": "1 week"}[path]
    with pytest.raises(ModelError, match="the timeline ends after the year 9999"):
        edit.edit(good, {path: beyond})
