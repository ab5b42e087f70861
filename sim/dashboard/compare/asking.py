"""What is dear waits until somebody asks for it; the address remembers that, but buys no more than seconds of work."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from threading import Lock

import streamlit as st

from sim.dashboard import address
from sim.dashboard.compare.work import Effort, FileState, tell_state
from sim.dashboard.guard.budget import BUDGET
from sim.dashboard.state import State
from sim.dashboard.takeaway.source import read_source
from sim.scenario.resolve.scenario import Scenario

_ASKED = "compare-asked"
_MOST_KEPT = 16  # results of each part that are told apart, as many as the least cache of them holds
_kept: dict[str, OrderedDict[tuple[object, ...], None]] = {}
_lock = Lock()
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
        if st.session_state[key]:
            _ask(part)

    address.hold(key, asked)
    st.toggle(label, key=key, on_change=changed)
    return asked


def is_begun(scenario: Scenario, part: str, effort: Effort) -> bool:
    """Whether a part is worked out now: where it is quick, is known already, or this visitor has asked for it by hand.

    Else there is a button for it: an address that somebody sends does not set the machine to work for long.
    """
    state = effort.state
    key = (scenario.digest, state.policy, state.question, state.draws, state.worlds, state.seed)
    with _lock:
        known = _kept.setdefault(part, OrderedDict())
        if effort.seconds <= BUDGET or key in known or part in st.session_state.get(_ASKED, ()):
            known[key] = None
            known.move_to_end(key)
            while len(known) > _MOST_KEPT:
                known.popitem(last=False)
            return True
    st.button(f"Work it out, about {effort.seconds:.0f} seconds", key=f"work-{part}", on_click=_ask, args=(part,))
    return False


def _ask(part: str) -> None:
    st.session_state[_ASKED] = {*st.session_state.get(_ASKED, ()), part}


def find_beside(state: State, name: str) -> FileState | None:
    """A file of that name beside the scenario's; None where there is none, as beside an upload."""
    try:
        folder = read_source(replace(state, said=())).folder
    except (OSError, StopIteration):
        return None
    return None if folder is None else tell_state(folder / name)


def tell_fewer(effort: Effort, asked: State) -> None:
    """Say where fewer draws are taken than are asked for."""
    if effort.state.draws < asked.draws:
        taken = f"{effort.state.draws:,} draws are taken here, to answer soon"
        st.info(f"{taken}; the command takes as many as are asked for.")
