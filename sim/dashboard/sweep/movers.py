"""What moves an answer: how it spreads over the settings, and the share of every axis."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from sim.batch.summary.model import AtSetting, SweptSpread
from sim.batch.summary.moved_axis import tell_cell
from sim.batch.summary.shares.model import SettingShares
from sim.batch.summary.text import OFF_GRID, ON_GRID, SHARES, largest_first, tell_share
from sim.dashboard.address import escape
from sim.results.forecast.percent import fine_percent
from sim.show.words import join_items


def draw_spread(spread: SweptSpread, title: str, names: Mapping[str, str]) -> None:
    """From where to where the answer goes, and where. title: of the answer, in words."""
    if spread.lowest is None or spread.highest is None:
        st.info("No setting has a probability here: in all of them the question is asked of no world.")
        return
    if spread.shares is None:
        st.markdown(
            escape(f"{title}: {fine_percent(spread.lowest.value)} in every one of {spread.answered:,} settings.")
        )
        return
    low, high = (f"**{escape(fine_percent(end.value))}**" for end in (spread.lowest, spread.highest))
    where = [escape(_tell_place(end, names)) for end in (spread.lowest, spread.highest)]
    half = escape(f"half of {spread.answered:,} settings give {fine_percent(spread.quantiles[2])} to "
                  f"{fine_percent(spread.quantiles[4])}")  # fmt: skip
    unasked = f" In {spread.undefined:,} more it is asked of no world." if spread.undefined else ""
    st.markdown(f"{escape(title)}: from {low} with {where[0]} to {high} with {where[1]}; {half}.{unasked}")


def _tell_place(setting: AtSetting, names: Mapping[str, str]) -> str:
    return join_items([f"{names.get(axis, axis)} {tell_cell(cell)}" for axis, cell in setting.cells.items()], most=6)


def draw_movers(shares: SettingShares | None, names: Mapping[str, str]) -> None:
    """The shares of the axes as a table, with what they mean. shares: None where the answer is the same everywhere."""
    if shares is None:
        st.markdown("Nothing moves this answer: it is the same in every setting.")
        return
    if shares.axes:
        rows = [tell_share(share, names) for share in largest_first(shares)]
        st.table(
            [
                {"Moved by": escape(name), "Alone": _with_error(first, error), "In all": _with_error(total, other)}
                for name, first, error, total, other in rows
            ],
            hide_index=True, border="horizontal",
        )  # fmt: skip
    for note in shares.notes:
        st.markdown(escape(note))
    explained = f" Explained here: {fine_percent(shares.explained)}." if shares.method == "fitted" else ""
    if shares.axes:
        st.caption(escape(f"{SHARES} {ON_GRID if shares.method == 'grid' else OFF_GRID}{explained}"))


def _with_error(share: str, error: str) -> str:
    return escape(f"{share} {error}".strip()).replace(" ±", "\u00a0±")
