"""Compare and check: policies, versions, views and choices beside each other, and the forecast beside what came."""

from __future__ import annotations

import streamlit as st

from sim.dashboard import picker
from sim.dashboard.choosers import choose_policy, choose_question
from sim.dashboard.compare.choices import draw_choices
from sim.dashboard.compare.policies import draw_policies
from sim.dashboard.compare.questions import draw_questions
from sim.dashboard.compare.scores import draw_scores
from sim.dashboard.compare.views import draw_views
from sim.dashboard.learn.beside import read_beside
from sim.dashboard.learn.choice import settle_choice
from sim.dashboard.visit import PageVisit
from sim.errors import SimError
from sim.show import words

_PARTS = {
    draw_policies: "The policies cannot be compared", draw_questions: "This pair cannot be compared",
    draw_views: "The views cannot be compared", draw_choices: "The choices cannot be compared",
    draw_scores: "The forecast cannot be scored",
}  # fmt: skip


def draw_page(visit: PageVisit) -> None:
    """Draw the page, what is asked for first and quick before all else; what fails says so in its own place."""
    visit.draw_choices()
    choose_policy(visit)
    choose_question(visit, visit.row)
    _tell_learned(visit)
    for draw, trouble in _PARTS.items():
        try:
            draw(visit)
        except SimError as error:
            picker.show_problems(error, trouble)


def _tell_learned(visit: PageVisit) -> None:
    """One line where something counts as seen or supposed on the page Learn, which is not taken in here."""
    known = read_beside(visit.scenario)
    chosen, _ = settle_choice(visit.state, visit.scenario, known)
    entries, given = len(chosen.shows(known)), len(chosen.given)
    told = [f"{entries} thing{'s' * (entries > 1)} seen by {words.day(chosen.day)}"] if entries else []
    told += ["silence since"] if chosen.silence is not None else []
    told += [f"{given} condition{'s' * (given > 1)}"] if given else []
    if told:
        st.caption(
            f"All is compared as of {words.day(visit.scenario.as_of)}. What the page Learn takes in "
            f"({words.join_items(told)}) is not in these differences."
        )
