"""What took long is kept once; what is broken off is not."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

TWICE = """
import streamlit as st
from sim.dashboard.compare.recall import recall

def make(progress):
    st.session_state["made"] = st.session_state.get("made", 0) + 1
    progress(0.5)
    if st.session_state.get("breaks"):
        raise ValueError("broken off")
    return "the result"

st.write(recall(("test", "{key}"), "Working", make))
"""


def test_what_was_made_is_made_once_and_what_broke_off_again() -> None:
    app = AppTest.from_string(TWICE.replace("{key}", "whole")).run()
    assert app.run().session_state["made"] == 1
    assert [text.value for text in app.markdown] == ["the result"]
    app = AppTest.from_string(TWICE.replace("{key}", "broken"))
    app.session_state["breaks"] = True
    assert app.run().exception
    app.session_state["breaks"] = False
    assert app.run().session_state["made"] == 2  # which needs the turn that was held
    assert not app.exception
