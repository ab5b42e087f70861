"""Work that is dear waits for a button; once it is asked for, it stays until something that it hangs on changes."""

from __future__ import annotations

import streamlit as st


def is_asked(name: str, key: object, label: str) -> bool:
    """Whether somebody has asked for work on just this; else the button by which to ask."""
    if st.session_state.get(name) == key:
        return True
    slot = st.empty()
    if not slot.button(label, key=f"{name}-run"):
        return False
    slot.empty()
    st.session_state[name] = key
    return True
