"""Sliders of judgments that were elicited point by point, and of splits made of such."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from scipy import stats
from streamlit.testing.v1 import AppTest

from sim.dashboard.sliders import controls
from sim.log_odds import log_odds_of, probability_of
from sim.priors.judgment_priors import judgments
from sim.scenario.edit import edit
from sim.scenario.file import read

FORMS = Path(__file__).parents[1] / "scenarios" / "valid" / "every-form.yaml"


def slider(question: str, judgment: str) -> controls.Control:
    scenario = read.read(FORMS)
    found = controls.find_controls(scenario, scenario, question, "let_it_run")
    return next(one for one in found if one.path == f"judgments.{judgment}.nudge")


def test_a_range_has_a_slider_at_its_best() -> None:
    one = slider("high", "L1")
    assert one.median == pytest.approx(0.15, abs=1e-6)
    assert "best 15\u00a0%" in one.name


SPLIT = """
schema_version: 1
id: patient
title: What becomes of the patient?
as_of: 2026-03-02
timeline: {steps: 1, step: 1 week}
experts: {ann: {name: Ann}}
variables: {outcome: {label: Outcome, states: [good, sequel, dead]}}
judgments:
  outcome:
    J1:
      expert: ann
      says:
        split:
          good: {quantiles: {25%: 50%, 50%: 55%, 75%: 60%}}
          sequel: {quantiles: {25%: 25%, 50%: 30%, 75%: 35%}}
          dead: {low: 10%, best: 15%, high: 25%, confidence: 80%}
questions: {Q: {asks: "Dead?", is: {outcome: dead}, at: 2026-03-09}}
"""


def test_a_split_asked_for_state_by_state_has_a_slider_at_its_median() -> None:
    scenario = read.loads(SPLIT)
    (one,) = controls.find_controls(scenario, scenario, "Q", "let_it_run")
    family = judgments(scenario)["J1"].family
    alpha = [float(a) for a in family[len("Dirichlet(") : -1].split(",")]
    assert one.path == "judgments.J1.nudge"
    assert one.name.startswith("Ann: 1")
    assert one.name.endswith("% - Outcome: dead")
    assert one.median == pytest.approx(stats.beta(alpha[2], alpha[0] + alpha[1]).median(), rel=1e-2)


def test_the_page_opens_on_every_form(page: Callable[..., AppTest], folder: Path) -> None:
    shutil.copy(FORMS, folder / "every-form.yaml")
    shown = page(scenario="every-form", question="high")
    assert shown.select_slider(key="every-form:judgments.L1.nudge").value is not None


BOUND = """
schema_version: 1
id: ferry
title: Does the ferry sail?
as_of: 2026-03-02
timeline: {steps: 1, step: 1 week}
experts: {ann: {name: Ann}}
variables: {ferry: {label: Ferry, states: [stays, sails]}, road: {label: Road, states: [open, closed]}}
judgments:
  ferry: {J1: {expert: ann, about: sails, says: {at_most: 20%, down_to: 1%}, nudge: 0.1}}
  road: {J2: {expert: ann, about: closed, says: {at_least: {judgment: J1}, up_to: 99%}}}
questions:
  Q: {asks: "Sails?", is: {ferry: sails}, at: 2026-03-09}
  R: {asks: "Closed?", is: {road: closed}, at: 2026-03-09}
"""


def test_a_bound_has_a_slider_at_its_median_that_a_nudge_moves() -> None:
    scenario = read.loads(BOUND)
    (one,) = controls.find_controls(scenario, scenario, "Q", "let_it_run")
    assert (one.path, one.name) == ("judgments.J1.nudge", "Ann: at most 20\u00a0% - Ferry: sails")
    middle = (log_odds_of(0.2) + log_odds_of(0.01)) / 2
    assert one.median == pytest.approx(probability_of(middle + 0.1), rel=1e-6)
    moved = edit(scenario, {"judgments.J1.nudge": 1.1})
    (again,) = controls.find_controls(scenario, moved, "Q", "let_it_run")
    assert (again.median, again.value) == (pytest.approx(one.median), 1.1)
    (limited,) = controls.find_controls(scenario, scenario, "R", "let_it_run")
    assert limited.name == "Ann: at least what is said of Ferry: sails - Road: closed"
