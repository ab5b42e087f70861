"""Sweep: an answer over the settings of a store, what moves it, and what leads to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from sim.batch.summary.model import SweptSpread
from sim.batch.summary.sweep_table import Key
from sim.dashboard import address, picker
from sim.dashboard.address import escape
from sim.dashboard.state import State
from sim.dashboard.sweep import about, choices, leads, movers, picture
from sim.dashboard.sweep.opened import (
    OpenedStore,
    find_spread,
    list_answers,
    open_store,
    read_status,
    read_table,
)
from sim.dashboard.view import find_palette
from sim.errors import FormatError, Problem, SimError, nearest

_MOST_AT_ONCE = 5000
"""Settings up to which boxes are sought before anybody asks."""
_MOST_MESSAGES = 5


def draw_page(stores: Mapping[str, Path], row: DeltaGenerator) -> None:
    """Draw the page. stores: name -> folder, at least one. row: where the choice of the store goes, in the head."""
    state = address.read_state()
    chosen = state.store if state.store in stores else next(iter(stores))
    if len(stores) > 1:
        row.selectbox(
            "Store", list(stores), label_visibility="collapsed", width=260,
            **address.bind_field(replace(state, store=chosen), "store", list(stores)),
        )  # fmt: skip
    if state.store not in ("", *stores):
        st.warning(escape(f"No store '{state.store}'{nearest(state.store, list(stores))}. Showing {chosen}."))
    try:
        _draw_store(open_store(chosen, stores[chosen]), state)
    except SimError as error:
        picker.show_problems(error, "This store cannot be read")
    except OSError as error:
        file = str(error.filename or stores[chosen])
        problem = Problem(f"cannot be read: {error.strerror}", file=file)
        picker.show_problems(FormatError([problem]), "This store cannot be read")


def _draw_store(opened: OpenedStore, state: State) -> None:
    status, names = read_status(opened), opened.names
    st.markdown(f"# {escape(opened.title)}", anchors=False)
    st.caption(escape(" ".join(about.tell_sweep(opened.store.plan, status, names))))
    if not status.complete:
        st.button("Look how far it is now", icon=":material/refresh:", key="look-again")
    for message, count in list(status.messages.items())[:_MOST_MESSAGES]:
        st.caption(escape(f"{count:,} refused: {message}"))
    answers = list_answers(opened)
    if not answers:
        st.info("The store holds no answer yet.")
        return
    key = choices.settle_answer(state, answers)
    with st.container(horizontal=True, vertical_alignment="bottom", key="sweep-answer"):
        choices.choose_answer(state, key, answers, names)
    _draw_answer(opened, state, key)


def _draw_answer(opened: OpenedStore, state: State, key: Key) -> None:
    table, spread = read_table(opened, key[1]), find_spread(opened, key)
    policy, question = (opened.names.get(part, part) for part in key)
    movers.draw_spread(spread, f"{question} ({policy})", opened.names)
    if not table.axes:
        st.info("The sweep moves nothing: there is no axis to draw this answer over.")
        return
    axes = choices.settle_axes(state, table)
    with st.container(horizontal=True, vertical_alignment="bottom", key="sweep-axes"):
        choices.choose_axes(state, axes, table, opened.names)
    picture.draw_picture(opened, picture.make_picture(opened, table, key, axes, find_palette()), axes.picture)
    _draw_folds(opened, state, key, spread)


def _draw_folds(opened: OpenedStore, state: State, key: Key, spread: SweptSpread) -> None:
    """What moves the answer and what leads to it, each made only while it is open."""
    fold = st.expander("Which settings decide", key="fold-movers", expanded=True, on_change="rerun")
    if fold.open:
        with fold:
            movers.draw_movers(spread.shares, opened.names)
    at_once = spread.answered <= _MOST_AT_ONCE
    fold = st.expander("What leads to an answer", key="fold-leads", expanded=at_once, on_change="rerun")
    if fold.open and spread.answered:
        with fold:
            leads.draw_leads(opened, state, key, spread)
