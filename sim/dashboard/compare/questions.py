"""Every question of one pair: the chosen policy less another, or one version of the file less another."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from sim.dashboard import address
from sim.dashboard.address import escape
from sim.dashboard.compare.naming import capital
from sim.dashboard.compare.pairs import Pairs, draw_figures, draw_picture
from sim.dashboard.compare.versions import VERSIONS, compare_sides, list_versions, name_versions
from sim.dashboard.compare.work import compare_policies, find_run
from sim.dashboard.view import find_palette
from sim.dashboard.visit import PageVisit
from sim.results.compare.model import Comparison
from sim.show.titles import find_titles

MOST_DRAWN = 12
"""Differences in the picture, so that what stands below it is not out of sight."""
NOISE = "Some intervals are too wide, by the noise of played worlds: more worlds a draw would narrow them."


def draw_questions(visit: PageVisit) -> None:
    """Draw the section. Raises SimError where the scenario cannot be run."""
    titles, palette = find_titles(visit.file), find_palette()
    policies = [policy for policy in visit.file.policies if policy != visit.state.policy]
    options = [*policies, *list_versions(visit)]
    if not options:
        return
    beside = visit.state.compare_with if visit.state.compare_with in options else options[0]
    first = capital(titles.policy(visit.state.policy))
    names = {policy: f"{first} less {titles.policy(policy)}" for policy in policies}
    names |= {name: name_versions(name) for name in list_versions(visit)}
    st.markdown("## Every question", anchors=False)
    st.selectbox(
        "What is compared", options, format_func=lambda option: escape(names[option]),
        **address.bind_field(replace(visit.state, compare_with=beside), "compare_with"),
    )  # fmt: skip
    with st.spinner("Comparing every question"):
        made = _compare(visit, beside)
    pairs = _sort(visit, made)
    draw_picture(pairs[:MOST_DRAWN], "every-question", "Every question under the first less the second", palette)
    more = f"The {MOST_DRAWN} largest of {len(pairs)} differences, the rest in the numbers below."
    st.caption(more if len(pairs) > MOST_DRAWN else "The largest difference stands first.")
    if made.warnings:
        st.caption(NOISE)
    expander = st.expander(f"The numbers of all {len(pairs)} questions", key="fold-compared", on_change="rerun")
    if expander.open:
        with expander, st.container(key="every-question-figures"):
            draw_figures(pairs, f"Every question, {names[beside]}", palette)


def _compare(visit: PageVisit, beside: str) -> Comparison:
    state = visit.state
    if beside in VERSIONS:
        return compare_sides(visit, beside)
    return compare_policies(visit.scenario, (state.policy, beside), (), find_run(state))


def _sort(visit: PageVisit, made: Comparison) -> Pairs:
    titles = find_titles(visit.file).questions
    ordered = sorted(made.differences, key=lambda one: (bool(one.settled), -abs(one.difference)))
    return [(titles[one.question], one) for one in ordered]
