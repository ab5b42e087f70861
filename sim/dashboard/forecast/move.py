"""The column of what can be moved: what a move did, the edits with a way back, the variant beside, and the sliders."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from sim.dashboard import address
from sim.dashboard.address import escape
from sim.dashboard.forecast.moment import Moment
from sim.dashboard.sliders import live, rack, undo
from sim.dashboard.sliders.widgets import reset_all
from sim.show.phrases import whole

_SPOKEN = "spoken"
_TRUST = "At face value; the record of such words then moves them towards the outside view."


def draw_head(moment: Moment) -> None:
    """What the last move did, the edits, and the variant that is kept."""
    _speak(moment)
    undo.draw_edits(moment.file, moment.scenario, moment.state.edits, moment.state.question)
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="variants"):
        if len(moment.state.edits) > 1:
            st.button("Undo all", key="undo-all", icon=":material/undo:", type="tertiary", on_click=reset_all)
        _draw_variants(moment)


def draw_sliders(moment: Moment, place: DeltaGenerator) -> None:
    """The sliders of the question, those that move it most first."""
    with place:
        if moment.now.forecast.recalibrate != "none":
            st.caption(_TRUST)
        state = moment.state
        run = (state.question, state.policy, state.draws, state.worlds, state.seed)
        rack.draw_rack(moment.file, moment.scenario, *run)


def _speak(moment: Moment) -> None:
    """Say the answer, and beside it what it was before the last move in this session."""
    state = moment.state
    asked = (moment.file.id, state.question)
    known, last, spoken = st.session_state.get(_SPOKEN, (None, None, None))
    present = (state.policy, moment.scenario.digest, state.draws, state.worlds, state.seed)
    probability = moment.answer.probability
    if known != asked:
        last, spoken = None, (present, probability)
    elif spoken is None or spoken[0] != present:
        last, spoken = spoken, (present, probability)
    st.session_state[_SPOKEN] = (asked, last, spoken)
    about = f"{moment.titles.question(moment.now.forecast, state.question)} {moment.titles.case(state.policy)}"
    live.draw_live(about, probability if last is None else last[1], probability)


def _draw_variants(moment: Moment) -> None:
    """Keep the present values as variant B, go over to it, or let it go."""
    if not moment.state.kept:
        if moment.state.edits:
            st.button(
                "Keep as variant B", key="keep", icon=":material/bookmark_add:", type="tertiary", on_click=_keep,
                help="Keeps these values as a variant beside what you change next.",
            )  # fmt: skip
        return
    before = moment.answer_before
    number = whole(moment.answer.probability if before is None else before.probability)
    st.markdown(escape(f"B: {number}"), width="content")
    st.button("Swap with B", key="swap", icon=":material/swap_horiz:", type="tertiary", on_click=_swap)
    st.button("Drop B", key="drop", icon=":material/bookmark_remove:", type="tertiary", on_click=_drop)


def _keep() -> None:
    state = address.read_state()
    address.go(replace(state, kept=state.edits))


def _swap() -> None:
    state = address.read_state()
    address.go(replace(state, edits=state.kept, kept=state.edits))


def _drop() -> None:
    address.go(replace(address.read_state(), kept={}))
