"""A visitor's first sight of the page: the first chart is drawn before the browser has to make everything else.

What a browser loads and makes for the sliders, the choices and the other charts takes it as long again as the first
chart. Whatever it has been sent by then, it makes together, and shows the chart last.
"""

from __future__ import annotations

from time import sleep

import streamlit as st

PAUSE = 0.7
"""Seconds that a browser is left to draw what it has been sent: a chart takes it about half a second."""
_SEEN = "seen"


def leave_time() -> None:
    """At the first call in a session, give the browser time for what it has; without a browser there is no wait."""
    if _SEEN not in st.session_state:
        st.session_state[_SEEN] = True
        if has_browser():
            sleep(PAUSE)


def has_browser() -> bool:
    """Whether the run was asked for over the network."""
    return bool(st.context.headers)
