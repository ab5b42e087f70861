"""What takes further runs: each judgment high and low, and the answer without each voice."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from sim.dashboard.forecast import first_sight
from sim.dashboard.forecast.moment import Moment
from sim.dashboard.why import found, worth
from sim.dashboard.why.against import Objection, fill_objections, list_gaps, list_objections, tell_views, tell_without
from sim.dashboard.why.rests import fill_rests
from sim.dashboard.why.sentences import SentenceTeller
from sim.dashboard.why.weights import write_table, write_without
from sim.dashboard.why.worth import write_line
from sim.errors import SimError
from sim.results.explain.model import Explanation
from sim.results.explain.standing import AnswerGrounds

_TOLD = "Running the question again, with each sentence low and high and without each voice"
_ASK, _BUTTON = "Run the question again, with each sentence low and high and without each voice", "run-what-if"


@dataclass(frozen=True)
class WhatIfPlaces:
    """Where it goes: below the answer, into the sentences, what speaks against it and the table, and below everything.

    table: None where no sentence moves the answer.
    """

    views: DeltaGenerator
    sentences: DeltaGenerator
    objections: DeltaGenerator
    table: DeltaGenerator | None
    below: DeltaGenerator


def draw_what_if(moment: Moment, grounds: AnswerGrounds, teller: SentenceTeller, places: WhatIfPlaces) -> None:
    """The runs, unasked where they take a moment, else on a button; and what `sim coherence` finds."""
    made = grounds.explanation
    more = list(_find_gaps(moment, grounds, teller))
    if places.table is not None:
        with places.below:
            known = found.recall_reruns(moment) or _run(moment, made)
        if known is not None:
            places.table.html(write_table(known, teller))
            fill_rests(places.sentences, known, teller)
            with places.below:
                st.markdown("## Without one voice", anchors=False)
                st.html(write_without(known, moment.scenario))
            told = (tell_without(known, moment.scenario), _tell_views(moment, made, places.views))
            found_now = [objection for objection in told if objection is not None]
            more += sorted(found_now, key=lambda objection: -objection.moves)
    if more:
        fill_objections(places.objections, [*more, *list_objections(grounds, teller)], teller)


def _run(moment: Moment, made: Explanation) -> Explanation | None:
    """The explanation with its runs; None while the button waits."""
    first_sight.leave_time()  # what stands above is on its way to the browser, and work here would hold it up
    slot = st.empty()
    asked = bool(st.session_state.get(_BUTTON))
    bar = slot.progress(0.0, _TOLD)

    def show(share: float) -> None:
        bar.progress(min(share, 1.0), _TOLD)

    done = found.make_reruns(moment, made, show, inf if asked else found.LIMIT)
    slot.empty()
    if done is None:
        slot.button(_ASK, key=_BUTTON)
    return done


def _find_gaps(moment: Moment, grounds: AnswerGrounds, teller: SentenceTeller) -> list[Objection]:
    """What `sim coherence` finds; nothing where there is nothing to compare, or it cannot be done."""
    try:
        return list(list_gaps(found.check_coherence(moment.scenario, moment.state.policy), grounds.met, teller))
    except SimError:
        return []


def _tell_views(moment: Moment, made: Explanation, place: DeltaGenerator) -> Objection | None:
    """Say in its place what `sim alternatives` makes of the answer, and give it back as an objection.

    None where the scenario names no other view, none moves the answer, or they cannot be run.
    """
    if not moment.scenario.alternatives:
        return None
    try:
        views = found.ask_views(moment)
    except SimError:
        return None
    place.html(write_line("Other views", worth.tell_views(made.answer, views)))
    return tell_views(made, views)
