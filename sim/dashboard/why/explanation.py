"""Which sentence moves the answer: the shares at once, what needs further runs on demand."""

from __future__ import annotations

import streamlit as st

from sim.dashboard import compute, picker
from sim.dashboard.address import escape
from sim.dashboard.view import View
from sim.errors import SimError
from sim.results.explain.case import case
from sim.results.explain.model import Explanation, Sentence, VariancePart, WithoutVoice
from sim.results.explain.tornado import with_reruns
from sim.results.forecast.percent import percent
from sim.results.shares.model import MEANING
from sim.show import explanation
from sim.show.charts import bars
from sim.show.words import span

_CACHE = "what-if"


def draw_explanation(view: View) -> None:
    """The section."""
    state = view.state
    run = (state.policy, state.question, state.draws, state.worlds, state.seed)
    try:
        made = compute.compute_explanation(view.scenario, *run)
    except SimError as error:
        picker.show_problems(error, "This answer cannot be taken apart")
        return
    for note in made.notes:
        st.info(escape(note))
    if made.three is not None:
        st.markdown(escape(explanation.three(made.three)))
    if not made.sentences:
        return
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.altair_chart(bars.shares(made, palette=view.palette), key="shares", alt=bars.shares_text(made))
    with right:
        groups = ("By voice", explanation.speaker_shares(made)), ("By kind of voice", explanation.kind_shares(made))
        for title, shares in groups:
            rows = [{title: escape(name), "Share": explanation.points(share)} for name, share in shares]
            st.table(rows, hide_index=True, border="horizontal")
    st.caption(escape(explanation.LEGEND))
    st.table([_share_row(one) for one in explanation.largest_first(made)], hide_index=True, border="horizontal")
    _what_if(view, made, (view.scenario.digest, *run))


def _share_row(part: Sentence | VariancePart) -> dict[str, str]:
    if isinstance(part, Sentence):
        what, about = f"{part.judgment} {explanation.said(part)}", explanation.where(part)
    else:
        what, about = part.name, MEANING[part.name]
    share = escape(f"{explanation.points(part.share)} ± {100 * part.error:.1f}").replace(" ±", "\u00a0±")
    return {"Share": share, "What": escape(what), "About": escape(about)}


def _what_if(view: View, made: Explanation, key: tuple[object, ...]) -> None:
    """Leave-one-voice-out and the tornado: runs of their own, so they wait to be asked for."""
    known, found = st.session_state.get(_CACHE, (None, None))
    if known != key:
        slot = st.empty()
        if not slot.button("What if: without each voice, and with each judgment high and low", key="run-what-if"):
            return
        told = "Running the question again"
        bar = slot.progress(0.0, told)
        state = view.state
        asked = case(view.scenario, state.question, state.policy, state.draws, state.worlds, state.seed)

        def show_progress(share: float) -> None:
            bar.progress(min(share, 1.0), told)

        found = with_reruns(asked, made, show_progress)
        slot.empty()
        st.session_state[_CACHE] = (key, found)
    st.markdown("**Without one voice** (its weight 0)")
    st.table([_without(one) for one in found.without], hide_index=True, border="horizontal")
    for one in found.without:
        if one.why or one.notes:
            st.caption(escape(f"{one.speaker}: {one.why or '; '.join(one.notes)}"))
    st.markdown("**One judgment high or low**")
    st.caption(escape(explanation.TORNADO))
    if found.tornado:
        st.altair_chart(bars.tornado(found, palette=view.palette), key="tornado", alt=bars.tornado_text(found))
        held = [(swing.sentence, explanation.swing_line(swing)) for swing in found.tornado]
        rows = [
            {"Judgment": escape(f"{one.judgment} {one.speaker}"), "10th to 90th percentile": escape(line)}
            for one, line in held
        ]
        st.table(rows, hide_index=True, border="horizontal")
    for judgment, why in found.not_held:
        st.caption(escape(f"{judgment} is not here: {why}"))


def _without(without: WithoutVoice) -> dict[str, str]:
    answer = without.answer
    figures = ("-", "-", "-") if answer is None else (answer.shown, percent(answer.median), span(answer.interval90))
    names = ("Probability", "Median", "90 % interval")
    return {"Without": escape(without.speaker), **dict(zip(names, map(escape, figures), strict=True))}
