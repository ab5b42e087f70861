"""The reports that can be taken away: of what is on screen, and of the same with what counts as seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from sim.dashboard.address import escape
from sim.dashboard.takeaway.file_button import await_file, draw_file, draw_slow_file
from sim.dashboard.takeaway.file_job import FileJob
from sim.dashboard.takeaway.ledgers import find_last_entry
from sim.dashboard.takeaway.parcel import Parcel
from sim.dashboard.takeaway.seen import NOTHING_SEEN, SeenOfVisit, find_seen_of_visit
from sim.errors import SimError
from sim.show import words

_ABOUT = "-seen"
_STYLE = ".st-key-take-reports [data-testid=stDownloadButtonError] {display: none}"
"""Streamlit's own sentence gives no reason: ours stands below."""


def draw_reports(parcel: Parcel, folder: Path | None) -> Callable[[], None]:
    """A button a report, each with what has moved since the last entry of a ledger beside the scenario.

    folder: of the scenario's file; None where it was uploaded, and gets one report, without what was seen. Gives back
    what is to be called once all else is drawn: it waits for the report that was asked for.
    """
    st.markdown("**A report of this view, to hand on or to print**")
    st.html(f"<style>{_STYLE}</style>")
    seen, jobs = NOTHING_SEEN, list[FileJob | None]()
    with st.container(horizontal=True, key="take-reports"):
        told = _draw_report(parcel, folder, NOTHING_SEEN, "Report (HTML)", "", jobs)
        if folder is not None:
            seen = find_seen_of_visit(parcel.state, parcel.file, f"{parcel.stem}{_ABOUT}.yaml")
        if seen != NOTHING_SEEN:
            told = _draw_report(parcel, folder, seen, "Report with what was seen (HTML)", _ABOUT, jobs)
        if seen.is_written and seen.evidence is not None:
            draw_file(parcel, "What was seen (YAML)", "yaml", seen.evidence[1].encode("utf-8"), _ABOUT)
    place = st.empty()
    more = " With what was seen, as it is chosen on the page Learn, it takes longer." if seen != NOTHING_SEEN else ""
    if seen.draws and seen.draws < parcel.state.draws:
        more += f" It then takes {seen.draws:,} draws; sim report takes as many as are asked for."
    st.caption(escape(f"It takes some seconds, and holds all that it was made from.{more}{told}"))
    return partial(_await_reports, jobs, place, parcel)


def _await_reports(jobs: Sequence[FileJob | None], place: DeltaGenerator, parcel: Parcel) -> None:
    for job in jobs:
        if job is not None:
            await_file(job, place, parcel, "The report")


def _draw_report(
    parcel: Parcel, folder: Path | None, seen: SeenOfVisit, label: str, about: str, jobs: list[FileJob | None]
) -> str:  # fmt: skip
    """The button of one report; gives back what it tells of a ledger, as a sentence. jobs: takes what it makes."""
    said, told = None, ""
    try:
        said = None if folder is None else find_last_entry(folder, parcel.file, seen.until)
    except (OSError, SimError) as error:
        told = f" What has moved since the ledger's last entry is not in it: {error}"
    if said is not None:
        day = words.day(date.fromisoformat(Path(said[0]).name[:10]))
        told = f" It tells what has moved since {day}, the last entry of the ledger beside the scenario."
    jobs.append(draw_slow_file(parcel, label, "html", replace(parcel, seen=seen, said=said).report_html, about))
    return told
