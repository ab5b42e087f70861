"""Elicit: one voice gives or changes one judgment, without YAML; its prior is drawn at once beside the others'."""

from __future__ import annotations

import streamlit as st

from sim.dashboard import picker
from sim.dashboard.added.judgment import AddedJudgment
from sim.dashboard.added.kept_file import find_kept
from sim.dashboard.added.settle import drop_same, find_added, find_draft
from sim.dashboard.address import escape
from sim.dashboard.choosers import choose_policy, choose_question
from sim.dashboard.elicit import handover, judged, keep
from sim.dashboard.elicit.form.choose import choose_asked, choose_voice
from sim.dashboard.elicit.form.fields import open_form
from sim.dashboard.elicit.form.refill import fill_form
from sim.dashboard.elicit.form.statement import choose_says
from sim.dashboard.elicit.refusal import tell_refusal
from sim.dashboard.visit import PageVisit
from sim.errors import SimError

_LIVES = (
    "What is added stays in this tab and in its address: reload it or send it. Nothing is written on the server{but}. "
    "Another tab is another expert."
)
_WRITTEN = " but the file {name}: what is added goes into it, and out again what this tab takes back"
_EMPTY = (
    "Choose a voice, and say how likely it is: what that makes of the probability is drawn here, beside what others "
    "believe."
)


def draw_page(visit: PageVisit) -> None:
    """Draw the page."""
    visit.draw_choices()
    choose_policy(visit)
    choose_question(visit, visit.row)
    entries = find_added(visit.source, visit.state.said).entries
    if open_form(visit.file.id) and entries:
        fill_form(visit.source, visit.state, entries[-1].added)
    st.markdown("## Give or change a judgment", anchors=False)
    left, right = st.columns([1, 1], gap="large")
    with left, st.container(key="elicit", gap="small"):
        voice = choose_voice(visit.source)
        asked = choose_asked(visit)
        says = choose_says(visit.source)
        button = st.empty()
        told = st.container(key="elicit-told")
    added = AddedJudgment(voice, asked, says) if voice and says else None
    others = drop_same(find_added(visit.source, visit.state.said), added) if added else ()
    with right, st.container(key="elicit-picture", gap="small"):
        if added is None:
            st.caption(_EMPTY)
        ready = added is not None and _draw_judged(visit, added, others)
    keep.draw_button(visit.state, added if ready else None, others, button)
    with told:
        keep.draw_told()
    kept = find_kept()
    st.caption(escape(_LIVES.format(but="" if kept is None else _WRITTEN.format(name=kept.name))))
    handover.draw_added(visit)


def _draw_judged(visit: PageVisit, added: AddedJudgment, others: tuple[str, ...]) -> bool:
    """The judgment beside the others, and what is wrong with it; whether it can be added."""
    edits = tuple(visit.state.edits.items())
    text = added.text
    made, draft = find_draft(visit.source, (*others, text), edits)
    if made.problems:
        why = " ".join(dict.fromkeys(map(tell_refusal, made.problems)))
        st.warning(escape(f"This cannot be said so: {why}"))
        with st.expander("What sim check says"):
            st.code("\n".join(map(str, made.problems)), language=None, wrap_lines=True)
        return False
    _, before = find_draft(visit.source, others, edits)
    try:
        return judged.draw_judged(before, draft, made.entries[-1], visit.state)
    except SimError as error:
        picker.show_problems(error, "This cannot be said so")
        return False
