"""The first page: the forecast of one scenario under one policy, and the sliders that move it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from sim.dashboard import address, compute, expanders
from sim.dashboard.address import escape
from sim.dashboard.page_why import choose_policy
from sim.dashboard.sliders import live, rack, undo, widgets
from sim.dashboard.view import View
from sim.dashboard.visit import Visit, list_differing, make_view
from sim.show import words
from sim.show.charts import ladder
from sim.show.charts.scale import RULERS

_LADDER = "ladder"


def draw_page(visit: Visit) -> None:
    """Draw the page."""
    choose_policy(visit)
    view = make_view(visit)
    if view is None:
        return
    with st.container(key="headline"):
        _headline(view)
    _banner(view)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _ladder(view)
    with right:
        _question(view)
    expanders.draw_expanders(view)


def _headline(view: View) -> None:
    """The question and its headline, which names the voices that are heard under this policy, and their shares."""
    voices = {key: (escape(expert.name), expert.kind) for key, expert in view.scenario.experts.items()}
    state = view.state
    answer = compute.compute_answer(view.scenario, state.policy, state.question, state.draws, state.worlds, state.seed)
    st.markdown(f"#### {escape(view.answer.asks)}", anchors=False)
    st.markdown(words.headline(answer, voices, "**"))
    if told := words.tell_shares(answer, voices):
        st.caption(f"Whose doubt it is: {told}.")
    if answer.confidence is not None:
        st.caption(f"Confidence {answer.confidence.level}: {answer.confidence.reason}.")
    if answer.towards:
        st.caption(escape(f"Words are moved towards {', '.join(answer.towards)}."))
    if view.answer.worlds_needed is not None:
        st.caption(escape(words.method_line(view.answer, view.forecast)))
    for note in view.answer.notes:
        st.caption(escape(note))


def _banner(view: View) -> None:
    """How many values differ from the file; drawn also at none, so that the page does not jump."""
    count = len(list_differing(view.file, view.scenario, view.state.edits))
    text = ":material/description: All values are the file's."
    if count:
        counted = "1 value differs" if count == 1 else f"{count} values differ"
        text = f":orange-background[:material/edit: **{counted} from the file**]"
    asked = address.read_state().edits
    with st.container(horizontal=True, vertical_alignment="center", key="banner"):
        st.markdown(text, width="content")
        st.button("Reset all", key="reset", icon=":material/undo:", disabled=not asked, on_click=widgets.reset_all)


def _ladder(view: View) -> None:
    labels = {name: variable.label for name, variable in view.scenario.variables.items()}
    chart = ladder.Ladder(
        view.forecast, view.state.policy, view.ghost, view.state.question, labels, view.state.scale,
        view.palette, _turn(view),
    )  # fmt: skip
    st.vega_lite_chart(
        spec=chart.spec(), key=_LADDER, on_select=_row_clicked, selection_mode=ladder.PICK, alt=chart.text()
    )  # fmt: skip
    st.caption(ladder.guide(view.ghost is not None) + " Click a row to select its question.")
    st.segmented_control(
        "Axis", list(RULERS), required=True, format_func=lambda scale: RULERS[scale].name,
        label_visibility="collapsed", **address.bind_field(view.state, "scale"),
    )  # fmt: skip


def _turn(view: View) -> int:
    """How often another question has been selected in this session."""
    turn, question = st.session_state.get("turn", (0, view.state.question))
    if question != view.state.question:
        turn += 1
    st.session_state["turn"] = (turn, view.state.question)
    return int(turn)


def _row_clicked() -> None:
    picks = st.session_state[_LADDER].selection.get(ladder.PICK, [])
    if picks:
        address.go(replace(address.read_state(), question=str(picks[0]["question"])))


def _question(view: View) -> None:
    st.selectbox(
        "Question", list(view.file.questions), **address.bind_field(view.state, "question"),
        format_func=lambda question: f"{question}: {view.file.questions[question].asks}",
    )  # fmt: skip
    before = (view.ghost or view.forecast).answers[view.state.policy, view.state.question].probability
    live.draw_live(f"{view.state.question}, {view.state.policy}", before, view.answer.probability)
    undo.draw_edits(view.file, view.scenario, view.state.edits, view.state.question)
    rack.draw_rack(view.file, view.scenario, view.state.question, view.state.policy)
