"""Why: what moves the answer, who said what, and what no expert said."""

from __future__ import annotations

from collections import Counter

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from sim.dashboard import address
from sim.dashboard.address import escape
from sim.dashboard.view import View
from sim.dashboard.visit import PageVisit, make_view
from sim.dashboard.why import explanation, judgments
from sim.show import words
from sim.show.titles import find_titles


def draw_page(visit: PageVisit) -> None:
    """Draw the page; what is in an expander is made only while it is open."""
    visit.draw_choices()
    choose_policy(visit)
    choose_question(visit, visit.row)
    view = make_view(visit)
    if view is None:
        return
    voices = {key: (escape(expert.name), expert.kind) for key, expert in view.scenario.experts.items()}
    st.markdown(f"#### {escape(view.answer.asks)}", anchors=False)
    st.markdown(words.headline(view.answer, voices, "**"))
    for key, title, content in (
        ("explained", "Which sentence moves the answer", explanation.draw_explanation),
        ("judgments", "Judgments", lambda view: judgments.draw_judgments(view.scenario, view.answer, view.state)),
        ("assumptions", f"What no expert said ({len(view.forecast.assumptions)})", _assumptions),
    ):
        expander = st.expander(title, key=f"fold-{key}", expanded=key == "explained", on_change="rerun")
        if expander.open:
            with expander:
                content(view)


def choose_policy(visit: PageVisit) -> None:
    """The policies, in the head."""
    titles = find_titles(visit.file)
    visit.row.segmented_control(
        "Policy", list(visit.file.policies), format_func=lambda policy: escape(titles.policy(policy)),
        required=True, wrap=True, label_visibility="collapsed", **address.bind_field(visit.state, "policy"),
    )  # fmt: skip


def choose_question(visit: PageVisit, place: DeltaGenerator) -> None:
    """The questions by their titles."""
    titles = find_titles(visit.file).questions
    several = Counter(titles.values())
    asks = {key: f" ({visit.file.questions[key].asks})" for key in titles}
    names = {key: title + (asks[key] if several[title] > 1 else "") for key, title in titles.items()}
    place.selectbox(
        "Question", list(names), format_func=names.__getitem__, label_visibility="collapsed",
        **address.bind_field(visit.state, "question"),
    )  # fmt: skip


def _assumptions(view: View) -> None:
    for line in view.forecast.warnings:
        st.warning(escape(line))
    st.markdown("\n".join(f"- {escape(line)}" for line in view.forecast.assumptions))
