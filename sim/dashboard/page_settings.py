"""Settings: how voices are pooled, the lexicon, how much is sampled, and the command that does the same."""

from __future__ import annotations

import streamlit as st

from sim.dashboard import settings
from sim.dashboard.added.settle import elicited_name
from sim.dashboard.choosers import choose_policy
from sim.dashboard.visit import PageVisit, make_view
from sim.show import words


def draw_page(visit: PageVisit) -> None:
    """Draw the page."""
    visit.draw_choices()
    choose_policy(visit)
    view = make_view(visit)
    if view is None:
        return
    settings.draw_settings(view.file, view.scenario, view.state)
    name = elicited_name(visit.source) if visit.state.said else view.forecast.file
    told = ", on the scenario file that the page Elicit gives" if visit.state.said else ""
    st.caption(words.method_line(view.answer, view.forecast) + f" The same in a terminal{told}:")
    st.code(settings.write_command(name, view.state), language=None, wrap_lines=True)
