"""Reads and writes the address bar, and keeps widgets in step with it.

The page's state is in the address alone: a callback writes it, the next run reads it, and every widget is
set to its value before it is drawn. So Back, a reload and a link to the page work.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from sim.dashboard.state import State, from_query, to_query
from sim.show.lines import curl_quotes, hold_figures
from sim.show.report.forms import html_text, markdown_text

_ARRIVAL = "arrival"


def escape(text: str) -> str:
    """A text as Markdown that shows just that, with the quotation marks of all pages."""
    return markdown_text.escape(curl_quotes(text))


def escape_html(text: str) -> str:
    """The same as HTML."""
    return html_text.escape(curl_quotes(text))


def escape_cell(text: str) -> str:
    """Markdown for a cell of a table, in which an interval stands on one line."""
    return hold_figures(escape(text), spans=True)


def read_state() -> State:
    """The view that the address bar asks for."""
    return from_query({key: st.query_params.get_all(key) for key in st.query_params})


def go(state: State) -> None:
    """Make the address bar show another view; meant for callbacks."""
    st.query_params.from_dict(to_query(state))


def arrive(path: str) -> None:
    """Note on which page the run is; another page has widgets of its own, though their keys be the same."""
    turn, before = st.session_state.get(_ARRIVAL, (0, path))
    st.session_state[_ARRIVAL] = (turn + (path != before), path)


def hold(key: str, value: Any, labels: Sequence[str] = ()) -> None:
    """Set a widget to a value unless it has it: writing the same value may make a widget jump.

    On arrival at a page it is set in any case: the value that is known may be that of another page's widget.

    labels: of its places, where these can change; a browser knows a place by its label alone, so
    under other labels the widget is put there anew.
    """
    seen, known = f"{key}:seen", (labels, st.session_state.get(_ARRIVAL, (0, ""))[0])
    if key not in st.session_state or st.session_state[key] != value or st.session_state.get(seen) != known:
        st.session_state[key] = value
    st.session_state[seen] = known


def bind_field(state: State, field: str, labels: Sequence[str] = ()) -> dict[str, Any]:
    """What keeps a widget in step with a field of the view: its key, the field's name, and a callback.

    labels: as of `hold`.
    """

    def changed() -> None:
        if st.session_state[field] is not None:
            go(replace(read_state(), **{field: st.session_state[field]}))

    hold(field, getattr(state, field), labels)
    return {"key": field, "on_change": changed}


def bind_edit(path: str, key: str, base: Any, text: Callable[[Any], str]) -> dict[str, Any]:
    """A widget's key, and a callback that makes its value an edit; the file's own value `base` is none."""

    def changed() -> None:
        value = st.session_state[key]
        if value is not None:
            state = read_state()
            go(state.put_back(path, text(base)) if value == base else state.with_edit(path, text(value)))

    return {"key": key, "on_change": changed}
