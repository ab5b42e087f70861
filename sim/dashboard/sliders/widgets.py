"""The six sliders of a question, each with its speaker, its phrase and a way back to the file's value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from sim.dashboard import address
from sim.dashboard.address import escape
from sim.dashboard.sliders.controls import Control
from sim.dashboard.sliders.labels import fine_per_cent, label_places, write_number
from sim.dashboard.sliders.ranges import Ranges, shift_median
from sim.errors import SimError
from sim.scenario import edit
from sim.scenario.resolve.scenario import Scenario


def draw_sliders(controls: Sequence[Control], places: Ranges, scope: str) -> None:
    """Draw the sliders at their places; `scope` tells one scenario's widgets from another's."""
    if not controls:
        st.caption("Nobody speaks about this question under this policy, so there is nothing to move.")
    asked = address.read_state().edits
    for control in controls:
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            _slider(control, places[control.path], f"{scope}:{control.path}")
            st.button(
                "Reset",
                key=f"{scope}:{control.path}:reset",
                icon=":material/undo:",
                type="tertiary",
                help="Back to the file's value",
                disabled=control.value == control.base and control.path not in asked,
                on_click=_reset,
                args=(control.path, write_number(control.base)),
            )


def reset_all() -> None:
    """A callback: every value as the file has it, the view otherwise unchanged."""
    address.go(replace(address.read_state(), edits={}))


def write_difference(file: Scenario, path: str, text: str) -> str:
    """One edited value, as the file has it and as it is here, as Markdown."""
    try:
        before = edit.value(file, path)
    except SimError:
        return f"{escape(path)}: not in the file"
    if before is None:
        return f"{escape(path)}: {escape(text)}; not stated in the file"
    shown = f"{before:g}" if isinstance(before, float) else str(before)
    return f"{escape(path)}: {escape(text)}; in the file {escape(shown)}"


def _reset(path: str, base: str) -> None:
    address.go(address.read_state().put_back(path, base))


def _slider(control: Control, places: Sequence[float], key: str) -> None:
    """The slider stands at values and shows weights, or the medians that nudges give.

    Its widget is known by its key alone: were a range part of it, as in `st.slider`, each change of
    the range would put another widget at its lower end in the place of this one.
    """
    name, text, about = _faces(control)
    labels = label_places(places, control.value, text)
    address.hold(key, control.value, tuple(labels[place] for place in places))
    st.select_slider(
        name,
        options=list(labels),
        format_func=labels.__getitem__,
        help=escape(about),
        **address.bind_edit(control.path, key, control.base, write_number),
    )


def _faces(control: Control) -> tuple[str, Callable[[float], str], str]:
    """A slider's name, how it shows a value, and what is told about it."""
    median = control.median
    if control.share is not None:
        share = f": {100 * control.share:.0f} % of the voices"
        return f"{escape(control.speaker + control.said)} · weight{share}", "{:.2f}".format, control.about
    if median is None:
        return escape(control.said), "{:.2f}".format, control.about

    def shown(nudge: float) -> str:
        return fine_per_cent(shift_median(median, nudge - control.base))

    name = f"{escape(control.speaker)} · {escape(control.said)}"
    return name, shown, f"{control.about}. Unmoved {shown(control.base)}."
