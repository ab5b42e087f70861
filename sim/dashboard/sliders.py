"""The six sliders of a question, each with its speaker, its phrase and a way back to the file's value."""

from __future__ import annotations

import math
from collections.abc import Sequence

import streamlit as st

from sim.dashboard import address
from sim.dashboard.address import plain
from sim.dashboard.controls import Control, fine_per_cent, nudges_from, shifted
from sim.errors import SimError
from sim.scenario import edit
from sim.scenario.scenario import Scenario


def show(controls: Sequence[Control], scope: str) -> None:
    """Draw the sliders; `scope` tells one scenario's widgets from another's."""
    if not controls:
        st.caption("Nobody speaks about this question under this policy, so there is nothing to move.")
    for control in controls:
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            (_weight if control.kind == "weight" else _nudge)(control, f"{scope}:{control.path}")
            st.button(
                "Reset",
                key=f"{scope}:{control.path}:reset",
                icon=":material/undo:",
                type="tertiary",
                help="Back to the file's value",
                disabled=control.value == control.base,
                on_click=_reset,
                args=(control.path,),
            )


def reset_all() -> None:
    """A callback: every value as the file has it, the view otherwise unchanged."""
    state = address.current()
    for path in state.edits:
        state = state.with_edit(path, None)
    address.go(state)


def difference(file: Scenario, path: str, text: str) -> str:
    """One edited value, as the file has it and as it is here, as Markdown."""
    try:
        before = edit.value(file, path)
    except SimError:
        return f"{plain(path)}: not in the file"
    shown = f"{before:g}" if isinstance(before, float) else str(before)
    return f"{plain(path)}: {plain(text)}; in the file {plain(shown)}"


def _reset(path: str) -> None:
    address.go(address.current().with_edit(path, None))


def _weight(control: Control, key: str) -> None:
    address.hold(key, round(control.value, 2))
    share = "" if control.share is None else f": {100 * control.share:.0f} % of the voices"
    st.slider(
        f"{plain(control.speaker)} · weight{share}",
        min_value=0.0,
        max_value=max(3.0, 2.0 * math.ceil(max(control.base, control.value))),
        step=0.05,
        format="%.2f",
        key=key,
        help=plain(control.about),
        on_change=address.edits(control.path, key, control.base, _number),
    )


def _nudge(control: Control, key: str) -> None:
    """The slider stands at nudges and shows the medians that they give."""
    if control.median is None:
        return
    median = control.median
    address.hold(key, control.value)
    st.select_slider(
        f"{plain(control.speaker)} · {plain(control.said)}",
        options=nudges_from(control.base, median, control.value),
        format_func=lambda nudge: fine_per_cent(shifted(median, nudge - control.base)),
        key=key,
        help=plain(f"{control.about}. Unmoved {fine_per_cent(median)}."),
        on_change=address.edits(control.path, key, control.base, _number),
    )


def _number(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")
