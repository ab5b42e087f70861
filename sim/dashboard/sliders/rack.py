"""The sliders of one question, at most six, those that carry most of the doubt first."""

from __future__ import annotations

import streamlit as st

from sim.dashboard.sliders.controls import find_controls
from sim.dashboard.sliders.doubt import BY_DIGEST, find_shares
from sim.dashboard.sliders.faces.rail import RAIL_CSS
from sim.dashboard.sliders.ranges import find_ranges
from sim.dashboard.sliders.widgets import draw_slider
from sim.scenario.resolve.scenario import Scenario

find_places = st.cache_resource(max_entries=32, show_spinner=False, hash_funcs=BY_DIGEST)(find_ranges)
"""Where each slider of a file can stand."""


def draw_rack(file: Scenario, scenario: Scenario, question: str, policy: str, *size: int) -> None:
    """Draw the sliders into `st.container(key="rack")`, each in a container of its own.

    file: as it is on disk; order and shares are those of its answer. scenario: with the values in use. size: draws,
    worlds and seed of the page.
    """
    controls = find_controls(file, scenario, question, policy, find_shares(file, question, policy, *size))
    places = find_places(file)
    st.html(f"<style>{RAIL_CSS}</style>")
    with st.container(key="rack", gap="small"):
        if not controls:
            st.caption("Nobody speaks about this question under this policy, so there is nothing to move.")
        for place, control in enumerate(controls):
            with st.container(key=f"rack-{place}", gap=None):
                draw_slider(scenario, control, places[control.path], f"{file.id}:{control.path}")
