"""A button with a file behind it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from sim.dashboard.takeaway.parcel import Parcel

Content = Callable[[], bytes | str]

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
