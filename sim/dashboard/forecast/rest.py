"""When a visitor has stopped moving: what takes long and can wait is not made again at every move."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import streamlit as st

PAUSE = 1.5
"""Seconds without a move after which a visitor has stopped."""
_TIMER = """
const timers = new WeakMap();
export default function ({data, parentElement, setTriggerValue}) {
    clearTimeout(timers.get(parentElement));
    timers.set(parentElement, setTimeout(() => setTriggerValue("rested", data.about), 1000 * data.pause));
    return () => clearTimeout(timers.get(parentElement));
}
"""


def has_rested(about: str) -> bool:
    """Whether the browser has told that nothing has moved since it was asked about this; asks it to tell.

    Must be called in a fragment, which runs again once it has told. about: what was on the page, in a few letters.
    """
    told = _timer()(key="rest", data={"about": about, "pause": PAUSE}, on_rested_change=_hear)
    return bool(told.rested == about)


@cache
def _timer() -> Callable[..., Any]:
    return st.components.v2.component("sim.rest", js=_TIMER)


def _hear() -> None:
    """A trigger needs somebody who listens."""
