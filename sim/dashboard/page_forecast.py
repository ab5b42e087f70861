"""The first page: the forecast of one scenario under one policy, and the sliders that move it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from sim.dashboard import address, compute, expanders, picker
from sim.dashboard.address import escape
from sim.dashboard.sliders import widgets
from sim.dashboard.sliders.controls import find_controls
from sim.dashboard.sliders.edits import merge_edits
from sim.dashboard.sliders.ranges import keep_within
from sim.dashboard.state import State
from sim.dashboard.view import View
from sim.errors import ModelError, SimError
from sim.scenario import edit
from sim.scenario.resolve.scenario import Scenario
from sim.show import words
from sim.show.charts import ladder
from sim.show.charts.scale import RULERS

_LADDER, _TOLD = "ladder", "told"


def draw_page() -> None:
    """Draw the page."""
    # No page icon: Streamlit would fetch one from elsewhere.
    st.set_page_config(page_title="Scenario forecasts", layout="wide")
    state = address.read_state()
    row = st.container(horizontal=True, vertical_alignment="bottom", key="choices")
    file = picker.pick_scenario(state, row)
    if file is None:
        return
    state = _settled(state, file)
    if not state.policy or not state.question:
        st.info("This scenario has no policy or no question: there is nothing to forecast.")
        return
    row.segmented_control(
        "Policy", list(file.policies), format_func=lambda policy: escape(words.read_aloud(policy)),
        required=True, wrap=True, **address.bind_field(state, "policy"),
    )  # fmt: skip
    st.caption(f"{escape(file.title)} (as of {words.day(file.as_of)})")
    # Boxes of their own for what comes and goes: were the sliders to move up, the keyboard's focus would be lost.
    with st.container(key="problems"):
        view = _computed(_inside(state, file), file)
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


def _settled(state: State, file: Scenario) -> State:
    """The state with a policy and a question that the scenario has; what is not asked for is where the page opens."""
    policy, question = compute.find_opening(file)
    return replace(
        state,
        policy=state.policy if state.policy in file.policies else policy,
        question=state.question if state.question in file.questions else question,
    )


def _computed(state: State, file: Scenario) -> View | None:
    """The view; edits that make no sense are left out of it, and the page says why."""
    try:
        ghost = compute.compute_forecast(file, state.policy, state.draws, state.worlds, state.seed)
    except SimError as error:
        picker.show_problems(error, "This scenario cannot be run")
        return None
    edits = tuple(state.edits.items())
    scenario, taken, problems = compute.apply_edits(file, edits) if edits else (file, (), ())
    if problems:
        picker.show_problems(ModelError(problems), "What does not fit is left out")
    try:
        forecast = compute.compute_forecast(scenario, state.policy, state.draws, state.worlds, state.seed)
    except SimError as error:
        picker.show_problems(error, "These values do not go together, so the file's own are shown")
        scenario, taken, forecast = file, (), ghost
    return View(replace(state, edits=dict(taken)), file, scenario, forecast, ghost if scenario != file else None)


def _inside(state: State, file: Scenario) -> State:
    """The state with its values inside their sliders' ranges; the address follows, and what was changed is said."""
    edits, sentences_told = keep_within(file, compute.find_places(file), merge_edits(file, state.edits))
    inside = replace(state, edits=edits)
    if list(edits.items()) != list(state.edits.items()):
        address.go(replace(address.read_state(), edits=edits))
    if sentences_told:
        st.session_state[_TOLD] = (edits, sentences_told)
    about, sentences = st.session_state.get(_TOLD, ({}, ()))
    for sentence in sentences if about == edits else ():
        st.warning(escape(sentence))
    return inside


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
    count = len(_differing(view))
    text = ":material/description: All values are the file's."
    if count:
        counted = "1 value differs" if count == 1 else f"{count} values differ"
        text = f":orange-background[:material/edit: **{counted} from the file**]"
    asked = address.read_state().edits
    with st.container(horizontal=True, vertical_alignment="center", key="banner"):
        st.markdown(text, width="content")
        st.button("Reset all", key="reset", icon=":material/undo:", disabled=not asked, on_click=widgets.reset_all)


def _differing(view: View) -> dict[str, str]:
    """The edits in use that change something."""
    known = view.state.edits
    return {path: known[path] for path in known if edit.value(view.file, path) != edit.value(view.scenario, path)}


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
    offered = find_controls(view.file, view.scenario, view.state.question, view.state.policy)
    widgets.draw_sliders(offered, compute.find_places(view.file), view.file.id)
    for path, text in _differing(view).items():
        st.caption(widgets.write_difference(view.file, path, text))
