"""Chips laid on bins of probability, the roulette method: two buttons a bin, for mouse and keyboard alike."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import streamlit as st

from sim.dashboard.elicit.form.fields import bind, clear_fields, read_field, write_field
from sim.dashboard.view import find_palette

_LESS = "\N{MINUS SIGN}"
_MOST = 20
"""Chips on one bin."""
_BINS: Mapping[str, tuple[str, tuple[float, ...]]] = {
    "even": ("Ten even bins", (0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100)),
    "small": ("Finer for small chances", (0, 0.5, 1, 2, 5, 10, 15, 20, 30, 50, 100)),
    "large": ("Finer for large chances", (0, 50, 70, 80, 85, 90, 95, 98, 99, 99.5, 100)),
}
_STYLE = """
.st-key-elicit-chips p em {position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%)}
.st-key-elicit-chips [data-testid=stMarkdownContainer] .elicit-dots {letter-spacing: .1em; color: INK; line-height: 1.2}
"""


def lay_chips() -> dict[str, Any] | None:
    """Draw the bins with their chips and buttons; what the chips say, None while none are laid."""
    st.selectbox(
        "Bins", list(_BINS), format_func=lambda kind: _BINS[kind][0],
        **bind("bins", "even", lambda: clear_fields(["chips"])),
    )  # fmt: skip
    edges = _BINS[read_field("bins", "even")][1]
    laid: dict[str, int] = dict(read_field("chips", {}))
    st.html(f"<style>{_STYLE.replace('INK', find_palette().narrow)}</style>")
    with st.container(key="elicit-chips", gap="xxsmall"):
        for number, (low, high) in enumerate(pairwise(edges)):
            _draw_bin(number, low, high, laid.get(name_bin(low, high), 0))
    total = sum(laid.values())
    st.caption(f"{total} chip{'s' if total != 1 else ''} laid. The more chips on a bin, the likelier you hold it.")
    names = [name_bin(low, high) for low, high in pairwise(edges)]
    return {"chips": {name: laid[name] for name in names if laid.get(name)}} if total else None


def find_bins(laid: Mapping[str, object]) -> str:
    """The kind of bins on which chips were laid; the first where they are on others.

    >>> find_bins({"2-5%": 1}), find_bins({"10-20%": 3})
    ('small', 'even')
    """
    kinds = {kind: {name_bin(low, high) for low, high in pairwise(edges)} for kind, (_, edges) in _BINS.items()}
    return next((kind for kind, names in kinds.items() if laid.keys() <= names), "even")


def name_bin(low: float, high: float) -> str:
    """A bin as a file writes it, its ends in per cent.

    >>> name_bin(0, 0.5), name_bin(90, 100)
    ('0-0.5%', '90-100%')
    """
    return f"{low:g}-{high:g}%"


def _draw_bin(number: int, low: float, high: float, laid: int) -> None:
    told = f"{low:g} to {high:g} %"
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        st.markdown(told, width=92)
        st.button(
            f"{_LESS} *a chip from {told}*", key=f"elicit-less-{number}", on_click=_move,
            args=(name_bin(low, high), -1), width=40,
        )  # fmt: skip
        st.button(
            f"\\+ *a chip on {told}*", key=f"elicit-more-{number}", on_click=_move, args=(name_bin(low, high), 1),
            width=40,
        )  # fmt: skip
        dots = f'<span class="elicit-dots">{"●" * min(int(laid), _MOST)}</span> {laid or ""}'
        st.markdown(dots, unsafe_allow_html=True, width="content")


def _move(name: str, by: int) -> None:
    """A callback: lay a chip on a bin, or take one away."""
    laid: dict[str, int] = dict(read_field("chips", {}))
    laid[name] = min(max(laid.get(name, 0) + by, 0), _MOST)
    write_field("chips", {key: count for key, count in laid.items() if count})
