"""Every response under every policy, and below it the answers of the chosen policy with their doubt."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from sim.dashboard import address, picker
from sim.dashboard.address import escape
from sim.dashboard.chart import draw_chart
from sim.dashboard.forecast.all_answers import AllAnswers, find_all, work_out
from sim.dashboard.forecast.moment import Moment, focus_on
from sim.errors import SimError
from sim.results.forecast.model import Forecast
from sim.show.charts.heatmap import PICK as CELL
from sim.show.charts.heatmap import Heatmap
from sim.show.charts.ladder import PICK as ROW
from sim.show.charts.ladder import Ladder
from sim.show.charts.order import sort_questions
from sim.show.charts.scale import RULERS

_HEATMAP, _LADDER, _WANTED, _TURN = "heatmap", "ladder", "work-out", "turn"
_ALL = "every-row"
MOST_ROWS = 40
"""Questions that are drawn unless all are asked for."""
_SORTS = {"file": "As in the file", "probability": "Most likely first", "change": "Largest change first"}


@dataclass(frozen=True)
class Responses:
    """What both pictures are made of: all answers, and those before the edits, None where there are no edits."""

    every: AllAnswers
    before: Forecast | None


def find_responses(moment: Moment, focused: Forecast, problems: DeltaGenerator) -> Responses:
    """All answers as far as they are worked out.

    focused: the chosen question under every policy. problems: where it is told that edits do not go together, as they
    may where the chosen question does not hang on them. Raises SimError where the file itself cannot be run.
    """
    state = moment.state
    if st.session_state.pop(_WANTED, None) == moment.scenario.digest:
        try:
            work_out(moment.scenario, state)
        except SimError as error:
            with problems:
                picker.show_problems(error, "These values do not go together, so not every answer can be worked out")
    every = find_all(moment.file, moment.scenario, state, focused)
    if moment.other is None:
        return Responses(every, None)
    before = focus_on(moment.other, state, tuple(moment.file.policies)).forecast
    return Responses(every, find_all(moment.file, moment.other, state, before).forecast)


def draw_responses(moment: Moment, found: Responses) -> None:
    """Both pictures."""
    state, before = moment.state, found.before
    every = _limited(moment, found.every, before)
    st.markdown(f"## {escape('Every response under every policy')}", anchors=False)
    _draw_controls(moment, every)
    chart = make_heatmap(moment, every, before)
    draw_chart(chart.spec(), _HEATMAP, "Every response under every policy", CELL, _cell_clicked)
    st.caption(escape(chart.guide()))
    st.markdown(f"## {escape(f'How far each answer is open, {moment.titles.case(state.policy)}')}", anchors=False)
    rungs = make_ladder(moment, every, before)
    draw_chart(rungs.spec(), _LADDER, "Every answer under the chosen policy", ROW, _row_clicked)
    st.caption(escape(rungs.guide()))


def _limited(moment: Moment, every: AllAnswers, before: Forecast | None) -> AllAnswers:
    """The first `MOST_ROWS` questions in the order that is chosen, and the chosen one; all of them after a click."""
    made, state = every.forecast, moment.state
    if len(made.questions) <= MOST_ROWS or st.session_state.get(_ALL) == moment.file.digest:
        return every
    first = {*sort_questions(made, state.policy, state.sort, before)[:MOST_ROWS], state.question}
    st.button(
        f"Show all {len(made.questions):,} questions", key="all-rows", help=f"{MOST_ROWS} are drawn.",
        on_click=_want_all, args=(moment.file.digest,),
    )  # fmt: skip
    return replace(every, forecast=replace(made, questions=tuple(name for name in made.questions if name in first)))


def _want_all(digest: str) -> None:
    st.session_state[_ALL] = digest


def make_heatmap(moment: Moment, every: AllAnswers, before: Forecast | None) -> Heatmap:
    """The picture of every response under every policy."""
    state = moment.state
    return Heatmap(
        every.forecast, state.policy, state.question, before, moment.before_name, moment.titles, state.sort,
        moment.palette, _turn(state.policy, state.question), every.stale,
    )  # fmt: skip


def make_ladder(moment: Moment, every: AllAnswers, before: Forecast | None) -> Ladder:
    """The picture of the answers under the chosen policy."""
    state = moment.state
    return Ladder(
        every.forecast, state.policy, state.question, before, moment.before_name, moment.titles, state.sort,
        moment.palette, _turn(state.policy, state.question), every.stale, state.scale,
    )  # fmt: skip


def _turn(*selected: str) -> int:
    """How often another cell has been selected in this session: a click on one that was left is heard again."""
    turn, last = st.session_state.get(_TURN, (0, selected))
    turn += selected != last
    st.session_state[_TURN] = (turn, selected)
    return int(turn)


def _draw_controls(moment: Moment, every: AllAnswers) -> None:
    """The order of the rows, the axis, and a button for what is not up to date."""
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom", key="responses-controls"):
        st.selectbox(
            "Order",
            list(_SORTS),
            format_func=_SORTS.__getitem__,
            width=200,
            label_visibility="collapsed",
            **address.bind_field(moment.state, "sort"),
        )
        st.selectbox(
            "Axis", list(RULERS), format_func=lambda scale: RULERS[scale].name, width=200, label_visibility="collapsed",
            **address.bind_field(moment.state, "scale"),
        )  # fmt: skip
        if every.stale:
            count = len(every.stale)
            st.button(
                f"Bring {count} answers up to date" if count > 1 else "Bring 1 answer up to date", key="bring",
                icon=":material/refresh:", on_click=_want, args=(moment.scenario.digest,),
                help="What you moved can reach them. They are shown as they were before, and marked.",
            )  # fmt: skip


def _want(digest: str) -> None:
    st.session_state[_WANTED] = digest


def _cell_clicked() -> None:
    picks = st.session_state[_HEATMAP].selection.get(CELL, [])
    if picks:
        pick = picks[0]
        address.go(replace(address.read_state(), question=str(pick["question"]), policy=str(pick["policy"])))


def _row_clicked() -> None:
    picks = st.session_state[_LADDER].selection.get(ROW, [])
    if picks:
        address.go(replace(address.read_state(), question=str(picks[0]["question"])))
