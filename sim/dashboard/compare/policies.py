"""The chosen question under the chosen policy less under each other, and between the file and its versions."""

from __future__ import annotations

import streamlit as st

from sim.dashboard.address import escape
from sim.dashboard.compare.naming import capital
from sim.dashboard.compare.pairs import GUIDE, draw_figures, draw_picture, tell_order, tell_ranks
from sim.dashboard.compare.versions import compare_sides, list_versions, name_versions, tell_apart
from sim.dashboard.compare.work import compare_policies, find_run
from sim.dashboard.view import find_palette
from sim.dashboard.visit import PageVisit
from sim.results.compare.model import Difference
from sim.show.titles import find_titles


def draw_policies(visit: PageVisit) -> None:
    """Draw the comparison. Raises SimError where the scenario cannot be run."""
    state, palette = visit.state, find_palette()
    titles = find_titles(visit.file)
    st.markdown(f"## {escape(visit.file.questions[state.question].asks)}", anchors=False)
    others = _compare_others(visit)
    versions = {name: compare_sides(visit, name, (state.question,)).differences[0] for name in list_versions(visit)}
    if not others and not versions:
        st.info("There is one policy and nothing is changed, so there is nothing to set beside it.")
        return
    with st.container(key="compare-told"):
        if others:
            named = [(titles.policy(policy), one) for policy, one in others.items()]
            told = [tell_order(titles.case(state.policy), named), tell_ranks(titles.policy(state.policy), named)]
            st.markdown(" ".join(told))
        st.markdown("  \n".join(escape(tell_apart(name, one)) for name, one in versions.items()))
    first = capital(titles.policy(state.policy))
    pairs = [(f"{first} less {titles.policy(policy)}", one) for policy, one in others.items()]
    pairs += [(name_versions(name), one) for name, one in versions.items()]
    draw_picture(pairs, "policies", "The chosen policy less each other", palette)
    st.caption(GUIDE)
    with st.container(key="policies-figures"):
        draw_figures(pairs, "The chosen question, policy less policy", palette)


def _compare_others(visit: PageVisit) -> dict[str, Difference]:
    """Every other policy -> how far the answer lies apart."""
    state = visit.state
    others = tuple(policy for policy in visit.scenario.policies if policy != state.policy)
    if not others:
        return {}
    made = compare_policies(visit.scenario, (state.policy, *others), (state.question,), find_run(state))
    return {one.second.policy: one for one in made.differences}
