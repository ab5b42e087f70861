"""One slider: its name in words, the probability and the phrase book's word over its thumb, the rail below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from sim.dashboard import address
from sim.dashboard.address import escape
from sim.dashboard.sliders.controls import Control
from sim.dashboard.sliders.faces import rail
from sim.dashboard.sliders.faces.thumbs import write_thumbs
from sim.dashboard.sliders.labels import label_places, write_number
from sim.scenario.resolve.scenario import Scenario


def draw_slider(scenario: Scenario, control: Control, places: Sequence[float], key: str) -> None:
    """Draw a slider and its rail.

    scenario: with the values in use. places: where it can stand, ascending. key: of the widget.

    Its widget is known by its key alone: were a range part of it, as in `st.slider`, each change of
    the range would put another widget at its lower end in the place of this one. Its value is its default, too:
    a browser knows a place by its label, and one that is gone since another slider moved is taken for the default.
    """
    labels = label_places(places, control.value, lambda values: write_thumbs(scenario, control, values))
    address.hold(key, control.value, tuple(labels.values()))
    st.select_slider(
        control.name,
        options=list(labels),
        value=control.value,
        format_func=labels.__getitem__,
        help=escape(f"{control.about} {rail.tell_rail(control, labels[control.base])}"),
        **address.bind_edit(control.path, key, control.base, write_number),
    )
    st.html(rail.write_rail(scenario, control, list(labels)))


def reset_all() -> None:
    """A callback: every value as the file has it, the view otherwise unchanged."""
    address.go(replace(address.read_state(), edits={}))
