"""A button with a file behind it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from sim.dashboard.address import escape
from sim.dashboard.takeaway.file_job import FileJob
from sim.dashboard.takeaway.parcel import Parcel
from sim.show.naming.plain_words import say_plainly

Content = Callable[[], bytes | str]

_BEGIN, _LOOK = 10.0, 0.2
"""Seconds in which a file that was asked for has begun to be made, and after which it is looked at again."""
_MIME = {
    "yaml": "application/yaml", "csv": "text/csv", "json": "application/json", "html": "text/html",
    "parquet": "application/vnd.apache.parquet", "svg": "image/svg+xml", "png": "image/png",
}  # fmt: skip


def draw_file(parcel: Parcel, label: str, ending: str, content: Content | bytes, about: str = "") -> None:
    """A button whose file, unless it is there, is made when it is pressed; the page is not run again.

    about: what of the parcel it is, in plain letters, as it stands in the file's name.
    """
    st.download_button(
        label, content, f"{parcel.stem}{about}.{ending}", _MIME[ending], key=f"take{about}-{ending}", on_click="ignore",
    )  # fmt: skip


def draw_slow_file(
    parcel: Parcel, label: str, ending: str, make: Callable[[], bytes], about: str = ""
) -> FileJob | None:  # fmt: skip
    """The same for a file that takes seconds, and may fail; gives back what is being made once it was pressed.

    Streamlit itself tells no reason: whoever draws this waits for what it gives back (`await_file`).
    """
    key = f"take{about}-{ending}"
    pressed, job = st.session_state.get(f"{key}-job"), FileJob(make)
    st.session_state[f"{key}-job"] = job
    made = st.download_button(label, job.run, f"{parcel.stem}{about}.{ending}", _MIME[ending], key=key)
    return pressed if made else None


def await_file(job: FileJob, place: DeltaGenerator, parcel: Parcel, what: str) -> None:
    """Wait until a file was made, and say in its place why, where it could not be. what: it is called."""
    wait = job.begun.wait(_BEGIN)
    while wait and not job.ended.wait(_LOOK):
        place.empty()  # where another button was pressed meanwhile, the run ends here
    if job.problem:
        place.error(escape(f"{what} cannot be made: {say_plainly(parcel.file, job.problem)}"))
