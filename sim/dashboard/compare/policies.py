"""The chosen question under the chosen policy less under each other, and in the file less in your version."""

from __future__ import annotations

import streamlit as st

from sim.dashboard.address import escape
from sim.dashboard.compare.naming import capital
from sim.dashboard.compare.pairs import GUIDE, draw_figures, draw_picture, tell_order
from sim.dashboard.compare.work import compare_policies, compare_versions, find_run
from sim.dashboard.view import find_palette
from sim.dashboard.visit import PageVisit
from sim.results.compare.model import Difference
from sim.results.forecast.percent import fine_percent
from sim.show.charts.compare.rows import points_span
from sim.show.differences import points, sentence
from sim.show.titles import find_titles

OWN = "The file less your version"


def draw_policies(visit: PageVisit) -> None:
    """Draw the comparison. Raises SimError where the scenario cannot be run."""
    state, palette = visit.state, find_palette()
    titles = find_titles(visit.file)
    st.markdown(f"## {escape(visit.file.questions[state.question].asks)}", anchors=False)
    others = _compare_others(visit)
    own = _compare_own(visit)
    if not others and own is None:
        st.info("There is one policy and nothing is changed, so there is nothing to set beside it.")
        return
    with st.container(key="compare-told"):
        if others:
            st.markdown(tell_order(titles.case(state.policy), [(titles.policy(p), one) for p, one in others.items()]))
        if own is not None:
            st.markdown(escape(_tell_own(own)))
    first = capital(titles.policy(state.policy))
    pairs = [(f"{first} less {titles.policy(policy)}", one) for policy, one in others.items()]
    pairs += [] if own is None else [(OWN, own)]
    draw_picture(pairs, "policies", "The chosen policy less each other", palette)
    st.caption(GUIDE)
    with st.container(key="policies-figures"):
        draw_figures(pairs, "The chosen question, policy less policy", palette)


def _tell_own(own: Difference) -> str:
    """How far the visitor's version lies from the file."""
    if own.settled:
        return f"{OWN}: {sentence(own)}"
    first, second = fine_percent(own.first_probability), fine_percent(own.second_probability)
    apart = f"{points(own.difference)} points (90 %: {points_span(own.interval90)})"
    return f"In your version {second}, in the file {first}: the file less your version is {apart}."


def _compare_others(visit: PageVisit) -> dict[str, Difference]:
    """Every other policy -> how far the answer lies apart."""
    state = visit.state
    others = tuple(policy for policy in visit.scenario.policies if policy != state.policy)
    if not others:
        return {}
    made = compare_policies(visit.scenario, (state.policy, *others), (state.question,), find_run(state))
    return {one.second.policy: one for one in made.differences}


def _compare_own(visit: PageVisit) -> Difference | None:
    """In the file less in the visitor's version; None where nothing is changed."""
    state = visit.state
    if visit.scenario == visit.source:
        return None
    made = compare_versions(visit.source, visit.scenario, state.policy, (state.question,), find_run(state))
    return made.differences[0]
