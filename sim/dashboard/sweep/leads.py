"""What leads to an answer beyond a bound: boxes of settings, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from sim.batch.summary.discovery.model import FoundBox
from sim.batch.summary.discovery.text import (
    RULE,
    tell_chance,
    tell_opening,
    tell_restriction,
    tell_score,
    tell_title,
)
from sim.batch.summary.model import SweptSpread
from sim.batch.summary.round_cut import round_between
from sim.batch.summary.sweep_table import Key
from sim.dashboard import address
from sim.dashboard.address import escape
from sim.dashboard.state import State
from sim.dashboard.sweep.opened import OpenedStore, find_boxes

_SIDES = {">": "above", "<": "below"}
_SIDE, _BOUND = "leads-side", "leads-bound"


def draw_leads(opened: OpenedStore, state: State, key: Key, spread: SweptSpread) -> None:
    """The bound, and the boxes in which the answer is mostly beyond it; raises as `find_boxes`."""
    side, bound = (state.leads[0], float(state.leads[1:])) if state.leads else (">", choose_bound(spread))
    with st.container(horizontal=True, vertical_alignment="bottom", key="leads-choices"):
        address.hold(_SIDE, side)
        st.segmented_control(
            "The answer is", list(_SIDES), format_func=_SIDES.__getitem__, required=True, key=_SIDE,
            on_change=_changed,
        )  # fmt: skip
        address.hold(_BOUND, bound)
        st.number_input(
            "per cent", 0.0, 100.0, step=1.0 if bound >= 2 else 0.1, format="%.6g", width=220,
            key=_BOUND, on_change=_changed,
        )  # fmt: skip
    names = opened.names
    condition = f"{names.get(key[1], key[1])} {_SIDES[side]} {bound:.6g} %"
    found = find_boxes(opened, key, side, bound)
    st.markdown(escape(" ".join(tell_opening(found, condition))))
    for place, box in enumerate(found.boxes):
        _draw_box(place, box, condition, names)
    if found.boxes:
        st.caption(escape(RULE))


def choose_bound(spread: SweptSpread) -> float:
    """The upper quartile of the settings in per cent, to two digits; 50 where the answer is not moved.

    Where no setting lies above that, a round number between the lowest and the highest.

    >>> choose_bound(SweptSpread("p", "Q1", 9, 0, quantiles=(0.0, 0.01, 0.1, 0.2, 0.318, 0.6, 0.7)))
    32.0
    """
    if not spread.spread:
        return 50.0
    lowest, quartile, highest = (100 * spread.quantiles[place] for place in (0, 4, -1))
    bound = float(f"{quartile:.2g}")
    return bound if lowest < bound < highest else round(round_between(lowest, highest), 8)


def _draw_box(place: int, box: FoundBox, condition: str, names: Mapping[str, str]) -> None:
    st.markdown(f"**{escape(tell_title(place, box, names))}**")
    st.markdown(escape(tell_score(box, condition)))
    st.table(
        [
            {"Asks for": escape(tell_restriction(rule, names)), "Quasi-p": escape(tell_chance(rule.quasi_p))}
            for rule in box.restrictions
        ],
        hide_index=True, border="horizontal",
    )  # fmt: skip


def _changed() -> None:
    side, bound = st.session_state[_SIDE], st.session_state[_BOUND]
    if side is not None and bound is not None:
        text = f"{round(bound, 8):.8f}".rstrip("0").rstrip(".")
        address.go(replace(address.read_state(), leads=f"{side}{text}"))
