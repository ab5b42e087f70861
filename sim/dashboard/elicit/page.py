"""Elicit: one voice gives or changes one judgment, without YAML; its prior is drawn at once beside the others'."""

from __future__ import annotations

from collections.abc import Sequence

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
from sim.dashboard.elicit.form.missing import list_missing
from sim.dashboard.elicit.form.refill import fill_form
from sim.dashboard.elicit.form.statement import choose_says
from sim.dashboard.elicit.refusal import tell_refusal
from sim.dashboard.view import find_palette
from sim.dashboard.visit import PageVisit
from sim.errors import SimError

_LIVES = (
    "What is added stays in this tab and in its address: reload it or send it. Nothing is written on the server{but}. "
    "Another tab is another expert."
)
_WRITTEN = " but the file {name}: what is added goes into it, and out again what this tab takes back"
_EMPTY = (
    "Still needed: {missing}. What that makes of the probability is then drawn here, beside what others believe, "
    "before anything is added."
)
_STYLE = """
.st-key-elicit [aria-label="Clear value"] {display: none}
@media (min-width: 1360px) {[data-testid=stLayoutWrapper]:has(> .st-key-elicit-asked-again) {display: none}}
@media (min-width: 641px) {.st-key-elicit-empty {border: 1px dashed EDGE; border-radius: 8px; padding: 2rem;
    min-height: 20rem; justify-content: center}}
"""
"""What clears a box would come before the next field by keyboard, and a space typed there takes the voice away."""


def draw_page(visit: PageVisit) -> None:
    """Draw the page."""
    visit.draw_choices()
    choose_policy(visit)
    choose_question(visit, visit.row)
    entries = find_added(visit.source, visit.state.said).entries
    if open_form(visit.file.id) and entries:
        fill_form(visit.source, visit.state, entries[-1].added)
    left, right = st.columns([1, 1], gap="large")
    with left, st.container(key="elicit", gap="small"):
        voice = choose_voice(visit.source)
        asked = choose_asked(visit)
        says = choose_says(visit.source)
        button = st.container()  # an empty place would hide the button while the page runs, and lose a press
        told = st.container(key="elicit-told")
    st.html(f"<style>{_STYLE.replace('EDGE', find_palette().ghost)}</style>")
    added = AddedJudgment(voice, asked, says) if voice and says else None
    others = drop_same(find_added(visit.source, visit.state.said), added) if added else ()
    missing = list_missing(voice, says)
    if keep.take_press():
        _press(visit, added, others, missing)
    with right, st.container(key="elicit-picture", gap="small"):
        if added is None:
            st.container(key="elicit-empty").caption(_EMPTY.format(missing=" and ".join(missing)))
        ready = added is not None and _draw_judged(visit, added, others)
    keep.draw_button(visit.state, added if ready else None, others, button)
    with told:
        keep.draw_told()
    kept = find_kept()
    st.caption(escape(_LIVES.format(but="" if kept is None else _WRITTEN.format(name=kept.name))))
    handover.draw_added(visit)


def _press(visit: PageVisit, added: AddedJudgment | None, others: tuple[str, ...], missing: Sequence[str]) -> None:
    """Add what the form says, and run the page again; or note why not."""
    if added is None:
        keep.refuse(f"Not added yet: {' and '.join(missing)} is still needed.")
        return
    made, draft = find_draft(visit.source, (*others, added.text), tuple(visit.state.edits.items()))
    if made.problems or not judged.can_stand(draft, made.entries[-1]):
        keep.refuse("Not added, since it cannot stand as it is.")
        return
    keep.add(added, others)
    st.rerun()


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
