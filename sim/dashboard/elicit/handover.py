"""The judgments of this visit: what they move, a way back for each, and the files that hold them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import streamlit as st

from sim.dashboard import compute, picker
from sim.dashboard.added.adding import AddedEntry
from sim.dashboard.added.rows import insert_texts, write_table
from sim.dashboard.added.settle import elicited_name, find_added, find_draft, tell_added
from sim.dashboard.address import escape
from sim.dashboard.elicit import keep
from sim.dashboard.elicit.asked import write_sentence
from sim.dashboard.elicit.form.refill import fill_form
from sim.dashboard.sliders.live import write_live
from sim.dashboard.takeaway.source import PageSource, read_source
from sim.dashboard.visit import PageVisit
from sim.errors import SimError
from sim.scenario import edit
from sim.scenario.file.read import loads
from sim.scenario.resolve.scenario import Scenario
from sim.scenario.writing.edited_text import decode_whole, write_edits
from sim.show.titles import find_titles


def draw_added(visit: PageVisit) -> None:
    """Draw the section; nothing where no judgment was added."""
    entries = find_added(visit.source, visit.state.said).entries
    if not entries:
        return
    st.markdown("## Added in this visit", anchors=False)
    for text, entry in zip(visit.state.said, entries, strict=True):
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.markdown(escape(tell_entry(visit.file, entry)), width="content")
            st.button(
                f"Change {tell_added(visit.file, entry)}", key=f"elicit-change-{entry.key}", icon=":material/edit:",
                type="tertiary", on_click=fill_form, args=(visit.source, visit.state, entry.added),
            )  # fmt: skip
            st.button(
                f"Take back {tell_added(visit.file, entry)}", key=f"elicit-back-{entry.key}", icon=":material/undo:",
                type="tertiary", on_click=keep.take_back, args=(text, entry.added),
            )  # fmt: skip
    _draw_moved(visit)
    _draw_files(visit, entries)


def tell_entry(scenario: Scenario, entry: AddedEntry) -> str:
    """Who said what in answer to what."""
    return f"{tell_added(scenario, entry)}. {write_sentence(scenario, entry.added.asked)}"


def write_scenario(source: PageSource, texts: tuple[str, ...], edits: compute.Edits) -> bytes:
    """The scenario's file with judgments and edits in it, comments and all.

    source: without the judgments. Raises FormatError or ModelError where they cannot be written into its text.
    """
    raw = insert_texts(source.raw, source.name, source.folder, texts)
    text = decode_whole(raw, source.name)
    changes = {path: edit.parse(value) for path, value in edits}
    return write_edits(text, loads(text, source.name, source.folder), changes).encode("utf-8")


def _draw_moved(visit: PageVisit) -> None:
    """The chosen answer without the judgments of this visit and with them."""
    state = visit.state
    _, without = find_draft(visit.source, (), tuple(state.edits.items()))
    run = ((state.policy,), state.question, state.draws, state.worlds, state.seed)
    try:
        before, after = (
            compute.compute_focus(scenario, *run).forecast.answers[state.policy, state.question].probability
            for scenario in (without, visit.scenario)
        )
    except SimError as error:
        picker.show_problems(error, "This scenario cannot be run")
        return
    titles = find_titles(visit.file)
    about = f"{titles.questions[state.question]} {titles.case(state.policy)}"
    with st.container(key="elicit-moved"):
        st.markdown(write_live(about, before, after), unsafe_allow_html=True)


def _draw_files(visit: PageVisit, entries: tuple[AddedEntry, ...]) -> None:
    """The scenario's file, and the rows of the judgments' table."""
    state, edits = visit.state, tuple(visit.state.edits.items())
    try:
        source = read_source(replace(state, said=()))
    except (OSError, SimError) as error:
        st.error(escape(f"The scenario's file cannot be read any more: {error}"))
        return
    name, table = elicited_name(visit.source), f"{visit.source.id}-judgments.csv"
    files: tuple[tuple[str, str, str, Callable[[], bytes | str]], ...] = (
        ("Scenario file (YAML)", name, "application/yaml", lambda: write_scenario(source, state.said, edits)),
        ("Rows of the judgments' table (CSV)", table, "text/csv", lambda: write_table(visit.file, entries)),
    )
    with st.container(horizontal=True, gap="small"):
        for label, file, kind, content in files:
            st.download_button(
                label, content, file, kind, key=f"elicit-take-{Path(file).suffix[1:]}", on_click="ignore",
                icon=":material/download:",
            )  # fmt: skip
    with st.expander("The rows into the scenario, in a terminal"):
        command = f"sim judgments import {table} --into scenario.yaml --add-experts -o {name}"
        st.code(command, language=None, wrap_lines=True)
