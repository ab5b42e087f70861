"""The first page: how likely one thing is, what happens under each policy, how far it is open, and what moves it.

Places are laid first and filled in the order in which a reader waits for them: the answer under the chosen policy
and its chart, at a visitor's first sight with time to be drawn; the choices and the sliders; then the other policies,
then everything else.
"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from sim.dashboard import picker
from sim.dashboard.choosers import choose_question
from sim.dashboard.forecast import (
    answer,
    cards,
    first_sight,
    move,
    over_time,
    pictures,
    responses,
    spread,
    style,
    whose,
)  # fmt: skip
from sim.dashboard.forecast.moment import Moment, settle_moment
from sim.dashboard.visit import PageVisit
from sim.errors import SimError
from sim.results.focus.focus import Focus

_CHANGE = "Change what was said"


@dataclass(frozen=True)
class PagePlaces:
    """Where the parts of the page go, from top to bottom; the last two are the column beside it."""

    answer: DeltaGenerator
    cards: DeltaGenerator
    worlds: DeltaGenerator
    readings: DeltaGenerator
    below: DeltaGenerator
    head: DeltaGenerator
    rack: DeltaGenerator


def draw_page(visit: PageVisit) -> None:
    """Draw the page."""
    try:
        moment = settle_moment(visit)
    except SimError as error:
        _draw_choices(visit)
        with visit.problems:
            picker.show_problems(error, "This scenario cannot be run")
        return
    style.lay_out(moment.palette, several=len(moment.file.policies) > 1)
    places = _lay_places()
    way, voices = _draw_answer(moment, places)
    waits = whose.find_before(moment) is not None
    if waits:  # what is true of the values before must not stand there as if it were of these
        with voices:
            whose.draw_voices(moment)
    first_sight.leave_time()
    with way:
        visit.draw_way("why", answer.WAY)
    takeaway = _draw_choices(visit)
    with places.head:
        move.draw_head(moment)
    move.draw_sliders(moment, places.rack)
    everywhere = moment.everywhere()
    _draw_policies(moment, places, everywhere)
    if not waits:
        with voices:
            whose.draw_voices(moment)
    try:
        found = responses.find_responses(moment, everywhere.forecast, visit.problems)
    except SimError as error:
        with visit.problems:
            picker.show_problems(error, "Not every question of this scenario can be answered")
        return
    with places.below:
        responses.draw_responses(moment, found)
        over_time.draw_over_time(moment)
    with takeaway:
        pictures.draw_takeaway_of(moment, everywhere, found)


def _lay_places() -> PagePlaces:
    left, right = st.columns([2.35, 1], gap="large")
    with left:
        names = ("answer", "policies", "happenings", "dots", "below")
        column = [st.container(key=name, gap="small") for name in names]
    with right, st.container(key="move", gap="xsmall"):
        st.html(f'<details class="move-fold"><summary>{_CHANGE}</summary></details>')  # on a narrow page
        st.markdown(f"## {_CHANGE}", anchors=False)
        beside = [st.container(key=name, gap="xsmall") for name in ("moved", "sliders")]
    return PagePlaces(*column, *beside)


def _draw_answer(moment: Moment, places: PagePlaces) -> tuple[DeltaGenerator, DeltaGenerator]:
    """What is asked and how likely it is, with its readings; gives back the places of the way on and of the voices."""
    with places.answer:
        answer.draw_answer(moment)
        way = st.container(key="way")
        voices = st.container(key="voices")
    with places.readings:
        spread.draw_readings(moment)
    return way, voices


def _draw_choices(visit: PageVisit) -> DeltaGenerator:
    """The choices in the head; gives back the place of the take-away button."""
    visit.draw_choices()
    choose_question(visit, visit.row)
    return visit.row.container(width="content", key="take-away-place")


def _draw_policies(moment: Moment, places: PagePlaces, found: Focus) -> None:
    """The same question under the other policies."""
    question = moment.state.question
    with places.cards:
        cards.draw_cards(moment, {policy: found.forecast.answers[policy, question] for policy in moment.file.policies})
    with places.worlds:
        spread.draw_worlds(moment, found.states)
