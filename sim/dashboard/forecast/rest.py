"""When a visitor has stopped moving: what takes long and can wait is not made again at every move."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import streamlit as st

PAUSE = 1.5
"""Seconds without a move after which a visitor has stopped."""
_KEY = "rest"
_TIMER = """
const asked = new WeakMap();
export default function ({data, parentElement, setTriggerValue}) {
    const last = asked.get(parentElement);
    if (last?.about !== data.about) {  // drawn again without a move: it is asked already, or told
        clearTimeout(last?.timer);
        const timer = setTimeout(() => setTriggerValue("rested", data.about), 1000 * data.pause);
        asked.set(parentElement, {about: data.about, timer});
    }
    return () => { clearTimeout(asked.get(parentElement)?.timer); asked.delete(parentElement); };
}
"""


def has_rested(about: str) -> bool:
    """Whether the browser has just told that nothing has moved since `ask_for_rest` was asked about this."""
    return getattr(st.session_state.get(_KEY), "rested", None) == about


def ask_for_rest(about: str) -> None:
    """Ask the browser to tell when nothing has moved for a while; the fragment in which this is called then runs again.

    about: what is on the page, in a few letters.
    """
    with st.container(key="resting"):  # which the page's style takes out of the flow
        _timer()(key=_KEY, data={"about": about, "pause": PAUSE}, on_rested_change=_hear)


@cache
def _timer() -> Callable[..., Any]:
    return st.components.v2.component("sim.rest", js=_TIMER)


def _hear() -> None:
    """A trigger needs somebody who listens."""
