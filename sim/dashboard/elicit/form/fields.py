"""The form's fields, kept in the session while other pages are looked at; each tab has its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import streamlit as st

from sim.dashboard import address

_FORM = "elicit-form"
SAID = (
    "kind", "word", "low", "best", "high", "confidence", "bins", "chips", "side", "limit", "limit-number",
    "end-down_to", "end-up_to", "number", "doubt",
)  # fmt: skip
"""The fields of what is said; another question starts without them."""


def open_form(scenario: str) -> bool:
    """Take up the fields of a scenario; those of another one are let go. Whether the form is new."""
    is_new = bool(st.session_state.get(_FORM, {}).get("scenario") != scenario)
    if is_new:
        st.session_state[_FORM] = {"scenario": scenario}
    return is_new


def read_field(name: str, default: Any = None) -> Any:
    """A field's value."""
    return st.session_state.get(_FORM, {}).get(name, default)


def write_field(name: str, value: Any) -> None:
    """Keep a field's value."""
    st.session_state.setdefault(_FORM, {})[name] = value


def list_fields() -> list[str]:
    """The names of the fields that have a value."""
    return list(st.session_state.get(_FORM, {}))


def clear_fields(names: Iterable[str] = SAID) -> None:
    """Forget some fields."""
    for name in names:
        st.session_state.get(_FORM, {}).pop(name, None)


def with_present(choices: Iterable[Any], name: str) -> list[Any]:
    """The choices of a box, and the field's value where an address has brought another one."""
    present = read_field(name)
    return list(dict.fromkeys([*choices, *([] if present is None else [present])]))


def bind(name: str, default: Any = None, then: Callable[[], None] | None = None) -> dict[str, Any]:
    """What keeps a widget in step with a field: its key and a callback. then: called after a change."""
    key = f"elicit-{name}"

    def changed() -> None:
        write_field(name, st.session_state[key])
        if then is not None:
            then()

    address.hold(key, read_field(name, default))
    return {"key": key, "on_change": changed}
