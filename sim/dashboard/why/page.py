"""Why: whose sentences an answer rests on, what speaks against it, what moves it, and what no expert said."""

from __future__ import annotations

import re

import streamlit as st

from sim.dashboard import picker
from sim.dashboard.address import escape
from sim.dashboard.choosers import choose_policy, choose_question
from sim.dashboard.forecast.answer import answer_sentence
from sim.dashboard.forecast.moment import Moment, settle_moment
from sim.dashboard.visit import PageVisit, list_differing
from sim.dashboard.why import all_sentences, bridge, found, rests, style, unasked, voices, weights, what_if, worth
from sim.dashboard.why.against import draw_objections
from sim.dashboard.why.sentences import SentenceTeller
from sim.errors import SimError
from sim.results.explain.standing import AnswerGrounds
from sim.show import words
from sim.show.naming import names

_WAY = "What to watch next, and what would change it"


def draw_page(visit: PageVisit) -> None:
    """Draw the page: the answer at once, then what it is taken apart into, and last what takes further runs."""
    visit.draw_choices()
    choose_policy(visit)
    choose_question(visit, visit.row)
    try:
        moment = settle_moment(visit)
    except SimError as error:
        with visit.problems:
            picker.show_problems(error, "This scenario cannot be run")
        return
    style.lay_out(moment.palette)
    with st.container(key="why-answer", gap="small"):
        _draw_answer(moment)
    try:
        grounds = found.take_apart(moment)
    except SimError as error:
        picker.show_problems(error, "This answer cannot be taken apart")
        return
    _draw_grounds(visit, moment, grounds)


def _draw_answer(moment: Moment) -> None:
    """The answer as the first page has it, the figures of `sim explain`, and what was changed."""
    st.markdown(f"# {answer_sentence(moment)}", anchors=False)
    if not moment.answer.settled:
        scale = _name_scale(moment.answer.word_lexicon)
        st.markdown(escape(f"{words.figures(moment.answer)}, in the words of {scale}."))
    edits = list_differing(moment.file, moment.scenario, moment.state.edits)
    if edits:
        told = ", ".join(dict.fromkeys(names.name_path(moment.file, path) for path in edits))
        st.caption(escape(f"With what was changed on the first page: {told}."))


def _name_scale(lexicon: str) -> str:
    """Whose words the answer is told in."""
    return "the US intelligence community's scale" if lexicon == "icd203" else words.lexicon_name(lexicon)


def _draw_grounds(visit: PageVisit, moment: Moment, grounds: AnswerGrounds) -> None:
    made, teller = grounds.explanation, SentenceTeller(moment.scenario, grounds.judgments, moment.file)
    for note in made.notes:
        st.info(escape(_say(note, moment)))
    if (outside := bridge.find_apart(grounds)) is not None:
        told = bridge.tell_bridge(moment.scenario, grounds, outside)
        st.html(worth.write_line("From the voices to the number", told))
    views = worth.draw_worth(moment, made)
    visit.draw_way("learn", _WAY, learn_day=visit.file.as_of.isoformat())  # the same number: nothing is seen by then
    left, right = st.columns(2, gap="large")
    with left:
        sentences = rests.draw_rests(made, teller)
    with right:
        objections = draw_objections(grounds, teller)
    voices.draw_voices(moment, grounds, teller)
    table = weights.lay_table(made, teller)
    unasked.draw_unasked(grounds, teller)
    all_sentences.draw_all_sentences(grounds, teller)
    places = what_if.WhatIfPlaces(views, sentences, objections, table, st.container(key="why-runs"))
    what_if.draw_what_if(moment, grounds, teller, places)


def _say(note: str, moment: Moment) -> str:
    """A note of the explanation, with policies by their names."""
    note = note.replace("their log-odds are those of", "it counts there as")
    for policy in sorted(moment.file.policies, key=len, reverse=True):
        name = moment.titles.policy(policy).replace("\\", r"\\")
        note = re.sub(rf"(?:(?<=\bpolicy )|(?<=\bunder )|(?<=, )){re.escape(policy)}\b", name, note)
    return note
