"""What is dear waits until somebody asks for it; the address remembers that."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from sim.dashboard import address
from sim.dashboard.compare.work import FileState, tell_state
from sim.dashboard.state import State
from sim.dashboard.takeaway.source import read_source

PARTS = ("views", "seen", "choices", "scores")


def ask_for(state: State, part: str, label: str) -> bool:
    """Draw the switch of a part, of `PARTS`, and tell whether it is on."""
    asked = part in state.compare_shows.split(",")
    key = f"compare-{part}"

    def changed() -> None:
        now = address.read_state()
        others = [known for known in PARTS if known in now.compare_shows.split(",") and known != part]
        shown = [*others, part] if st.session_state[key] else others
        address.go(replace(now, compare_shows=",".join(known for known in PARTS if known in shown)))

    address.hold(key, asked)
    st.toggle(label, key=key, on_change=changed)
    return asked


def find_beside(state: State, name: str) -> FileState | None:
    """A file of that name beside the scenario's; None where there is none, as beside an upload."""
    try:
        folder = read_source(replace(state, said=())).folder
    except (OSError, StopIteration):
        return None
    return None if folder is None else tell_state(folder / name)


def tell_fewer(state: State, asked: State) -> None:
    """Say where fewer draws are taken than are asked for."""
    if state.draws < asked.draws:
        st.info(f"{state.draws:,} draws are taken here, to answer soon; the command takes as many as are asked for.")
