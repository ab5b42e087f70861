"""Take away: the scenario with its edits, the answers, a report, the pictures, the address, and the commands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import streamlit as st

from sim.dashboard import compute, picker, settings
from sim.dashboard.address import escape
from sim.dashboard.guard.uploads import UPLOADED
from sim.dashboard.state import State, to_query
from sim.dashboard.takeaway.file_button import Content, draw_file
from sim.dashboard.takeaway.file_names import plain_letters
from sim.dashboard.takeaway.parcel import Parcel
from sim.dashboard.takeaway.reports import draw_reports
from sim.dashboard.takeaway.source import PageSource, read_source
from sim.errors import SimError
from sim.results.document import csv_text
from sim.scenario.resolve.scenario import Scenario
from sim.scenario.writing.edited_text import find_companions

Drawing = Callable[[dict[str, Any]], bytes | str]


@dataclass(frozen=True)
class Picture:
    """A picture of the page. name: in words. spec: gives the Vega-Lite specification for export, table: its data in
    columns with names in words.
    """

    name: str
    spec: Callable[[], dict[str, Any]]
    table: Callable[[], Sequence[Mapping[str, Any]]] = field(default=tuple)


def draw_takeaway(
    file: Scenario, scenario: Scenario, state: State, pictures: Sequence[Picture] = (),
    drawings: Mapping[str, Drawing] | None = None,
) -> None:  # fmt: skip
    """Draw the button; when it is pressed, a dialog holds what can be taken away, and has the keyboard's focus.

    A file is made when its own button is pressed. A popover would not do: what it holds comes last on the page for the
    keyboard, behind every slider.

    file, scenario: as the file has it, and with the edits of `state`. state: with its policy and question. drawings:
    ending of a file (`svg`, `png`) -> what makes its content of a picture's specification.
    """
    if st.button("Take away", icon=":material/download:", key="take-away"):
        _open(file, scenario.name, state, pictures, drawings or {})


@st.dialog("Take away", width="medium")
def _open(
    file: Scenario, name: str, state: State, pictures: Sequence[Picture], drawings: Mapping[str, Drawing]
) -> None:  # fmt: skip
    try:
        source = read_source(state)
    except (OSError, StopIteration) as error:
        st.error(escape(f"The scenario's file cannot be read any more: {error}"))
        return
    except SimError as error:
        picker.show_problems(error, "The judgments of this visit cannot be written into the scenario's file")
        return
    few = source.folder is None  # who sends a file buys no more than seconds of work
    parcel = Parcel(source.raw, file, state, datetime.now(UTC).date(), few=few, run=compute.compute_all)
    content, finish = _write_scenario(parcel), _do_nothing
    if content is not None:
        _scenario(parcel, content, source)
        _answers(parcel)
        finish = draw_reports(parcel, source.folder)
    _pictures(parcel, pictures, drawings)
    _ways_back(parcel, name, source)
    if content is not None:
        st.caption("All answers, from the downloaded scenario file:")
        st.code(parcel.command, language=None, wrap_lines=True)
    finish()


def _do_nothing() -> None:
    """Where no report can be asked for."""


def write_address(url: str, state: State, name: str) -> str:
    """The address of a view.

    url: of the page, without a query. name: of the scenario, which is named even where it is the first.

    >>> write_address("http://host", State(policy="strikes", edits={"a.b": "1 in 5"}), "venezuela")
    'http://host/?scenario=venezuela&policy=strikes&set=a.b%3D1+in+5'
    """
    slash = "/" if url and not urlsplit(url).path else ""
    return f"{url}{slash}?{urlencode(to_query(replace(state, scenario=name)), doseq=True)}"


def _write_scenario(parcel: Parcel) -> bytes | None:
    """The scenario's file; None where the edits do not go into its text, and the page says why (no download could)."""
    try:
        return parcel.scenario_yaml()
    except SimError as error:
        picker.show_problems(error, "These values cannot be written into the scenario's file")
        return None


def _scenario(parcel: Parcel, content: bytes, source: PageSource) -> None:
    st.markdown("**The scenario, with the values on this page**")
    with st.container(horizontal=True):
        # Not as a callable: a button is disabled while its file is made, and loses the keyboard's focus.
        draw_file(parcel, "Scenario file (YAML)", "yaml", content)
        companions = find_companions(parcel.file) if source.folder is not None else ()
        for place, name in enumerate(companions):
            _companion(source.folder or Path(), name, place)
    if companions:
        names = escape(", ".join(companions))
        st.caption(f"The scenario reads {names}: keep it in the scenario file's folder, under that name.")


def _companion(folder: Path, name: str, place: int) -> None:
    """A file that the scenario was read with, as it lies beside it."""
    st.download_button(
        f"Its word list {escape(name)}", (folder / name).read_bytes, Path(name).name, "text/csv",
        key=f"take-beside-{place}", on_click="ignore",
    )  # fmt: skip


def _answers(parcel: Parcel) -> None:
    st.markdown("**The answers, to every question under every policy**")
    with st.container(horizontal=True):
        draw_file(parcel, "Answers (CSV)", "csv", parcel.answers_csv)
        draw_file(parcel, "Answers (JSON)", "json", parcel.answers_json)
        draw_file(parcel, "Every draw (Parquet)", "parquet", parcel.draws_parquet)


def _pictures(parcel: Parcel, pictures: Sequence[Picture], drawings: Mapping[str, Drawing]) -> None:
    """A row of buttons a picture; each button names its picture, for who hears the buttons one by one."""
    if pictures:
        st.markdown("**The pictures**")
    for picture in pictures:
        about = f"-{plain_letters(picture.name)}"
        with st.container(horizontal=True):
            for ending, draw in drawings.items():
                label = f"{escape(picture.name)} ({ending.upper()})"
                draw_file(parcel, label, ending, _drawn(draw, picture), about)
            draw_file(parcel, f"{escape(picture.name)}, its data (CSV)", "csv", _table(picture), about)


def _ways_back(parcel: Parcel, file: str, source: PageSource) -> None:
    """The address and the command of this view, each with a button that copies it; file: the scenario's name."""
    if source.name == UPLOADED:
        st.caption("An uploaded file is in no address: send the scenario file.")
    else:
        st.markdown("**The address of this view**")
        address = write_address(st.context.url or "", parcel.state, source.name)
        st.code(address, language=None, wrap_lines=True)
    if parcel.state.said:  # a command line adds no judgments: the one for the downloaded file stands below
        return
    st.markdown("**The same in a terminal**")
    st.code(settings.write_command(file, parcel.state), language=None, wrap_lines=True)


def _drawn(draw: Drawing, picture: Picture) -> Content:
    return lambda: draw(picture.spec())


def _table(picture: Picture) -> Content:
    def content() -> str:
        rows = picture.table()
        columns = list(dict.fromkeys(column for row in rows for column in row))
        return csv_text(columns, [{column: row.get(column) for column in columns} for row in rows])

    return content
