"""Files that somebody uploads: read once, weighed, and kept for the session; a bad one is told and changes nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from sim.dashboard import address
from sim.dashboard.guard.budget import find_fitting
from sim.dashboard.state import State
from sim.errors import SimError
from sim.scenario.file import read
from sim.scenario.resolve.scenario import Scenario

UPLOADED = "uploaded"
"""The name of an uploaded scenario in the address."""
_UPLOAD, _BOX, _KEPT, _REFUSED = "upload", "upload-box", "uploaded-scenario", "refused"


@dataclass(frozen=True)
class Upload:
    """A good file: its name, its bytes, and the scenario in it."""

    name: str
    raw: bytes
    scenario: Scenario


@dataclass(frozen=True)
class Refused:
    """A scenario that was asked for and cannot be shown: its name, and why."""

    name: str
    error: SimError


def read_upload(name: str, content: bytes) -> Scenario:
    """The scenario in an uploaded file. Raises FormatError or ModelError with every problem."""
    return read.loads(read.decoded(content, name), name)


def draw_box() -> None:
    """The button, and the box behind it. The box takes any file: what it refuses itself, it refuses without a word."""
    with st.popover("Upload", icon=":material/upload:", key=_BOX, on_change="rerun"):
        st.file_uploader(
            "A scenario file (YAML, up to 1 MB). It stays in this session and is gone after a reload.",
            key=_UPLOAD, on_change=_uploaded,
        )  # fmt: skip


def kept_upload() -> Upload | None:
    """The last good file of this session."""
    kept: Upload | None = st.session_state.get(_KEPT)
    return kept


def fit_draws(state: State, scenario: Scenario) -> State:
    """The view of an uploaded scenario with draws that fit the budget; where they are fewer, the page says so."""
    draws, told = find_fitting(scenario, state.draws, state.worlds)
    if told:
        st.warning(address.escape(told))
    return replace(state, draws=draws)


def refuse(name: str, error: SimError) -> None:
    """Note what cannot be shown, until it is put away or something else is chosen."""
    st.session_state[_REFUSED] = Refused(name, error)


def refused() -> Refused | None:
    """What cannot be shown and why."""
    note: Refused | None = st.session_state.get(_REFUSED)
    return note


def forget_refused() -> None:
    """A callback: put the note away."""
    st.session_state.pop(_REFUSED, None)


def _uploaded() -> None:
    """Show the file if it can be shown, and put the box away: it would cover what there is to say about it."""
    st.session_state[_BOX] = False
    forget_refused()
    sent, state = st.session_state[_UPLOAD], address.read_state()
    if sent is None:
        st.session_state.pop(_KEPT, None)
        if state.scenario == UPLOADED:
            address.go(State())
        return
    raw = sent.getvalue()
    try:
        scenario = read_upload(sent.name, raw)
        find_fitting(scenario, state.draws, state.worlds)
    except SimError as error:
        refuse(sent.name, error)
        return
    st.session_state[_KEPT] = Upload(sent.name, raw, scenario)
    address.go(State(scenario=UPLOADED, draws=state.draws))
