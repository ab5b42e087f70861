"""The picture of an answer over one or two axes, its sentence, its numbers, and its files."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import streamlit as st

from sim.batch.summary.caption import caption_sweep
from sim.batch.summary.pictures import draw_lines, draw_surface
from sim.batch.summary.sweep_table import Key, SweepTable
from sim.dashboard.address import escape
from sim.dashboard.chart import draw_chart
from sim.dashboard.sweep.choices import POLICIES, SweepAxes
from sim.dashboard.sweep.opened import OpenedStore
from sim.dashboard.takeaway.file_names import plain_letters
from sim.results.document import csv_text
from sim.show.charts.export import export_spec, to_png, to_svg
from sim.show.charts.ink import LIGHT, Palette
from sim.show.charts.sweep.lines import SweepLines
from sim.show.charts.sweep.series_inks import MOST_SERIES
from sim.show.charts.sweep.surface import SurfaceChart

_BAND = re.compile(r"(low|high)(50|90), %")
_NARROW = """<style>@media (max-width: 640px) {
.st-key-numbers table {table-layout: fixed; font-size: .75rem}
.st-key-numbers :is(th, td) {overflow-wrap: anywhere; white-space: normal; padding-inline: .2rem}
}</style>"""
MOST_ROWS = 100
"""Rows of the table on the page; the file has all."""


def make_picture(
    opened: OpenedStore, table: SweepTable, key: Key, axes: SweepAxes, palette: Palette = LIGHT
) -> SweepLines | SurfaceChart:  # fmt: skip
    """The picture; raises ModelError where there is no such axis or answer."""
    names = opened.names
    if axes.picture == "surface":
        return draw_surface(table, key, axes.x, axes.y, names=names, palette=palette)
    if axes.y != POLICIES:
        return draw_lines(table, key[1], axes.x, by=axes.y, policy=key[0], names=names, palette=palette)
    policies = {policy for policy, question in table.keys if question == key[1]}
    only = key[0] if len(policies) > MOST_SERIES else None
    return draw_lines(table, key[1], axes.x, policy=only, names=names, palette=palette)


def draw_picture(opened: OpenedStore, chart: SweepLines | SurfaceChart, kind: str) -> None:
    """The picture with its sentence, and behind it its numbers and its files."""
    draw_chart(chart.spec(), f"sweep-{kind}", chart.text())
    st.markdown(escape(chart.text()))
    st.caption(escape(chart.guide()))
    fold = st.expander("The numbers in this picture", key="fold-numbers", on_change="rerun")
    if fold.open:
        with fold, st.container(key="numbers"):
            st.html(_NARROW)
            rows = chart.table()
            st.table([_shorten(row) for row in rows[:MOST_ROWS]], hide_index=True, border="horizontal")
            if len(rows) > MOST_ROWS:
                st.caption(f"The first {MOST_ROWS} of {len(rows):,} rows; the CSV file has all.")
    _draw_files(opened, chart)


def _shorten(row: Mapping[str, Any]) -> dict[str, str]:
    """A row of the picture's numbers in words, the two ends of a band in one column.

    >>> _shorten({"nudge": "1", "low90, %": 1.0, "high90, %": None})
    {'nudge': '1', '90 %': '1.0 to -'}
    """
    told = {escape(name): _write_cell(value) for name, value in row.items() if not _BAND.fullmatch(name)}
    for share in ("50", "90"):
        if f"low{share}, %" in row:
            low, high = (_write_cell(row.get(f"{end}{share}, %")) for end in ("low", "high"))
            told[f"{share} %"] = f"{low} to {high}"
    return told


def _write_cell(value: object) -> str:
    return "-" if value is None else escape(str(value))


def _draw_files(opened: OpenedStore, chart: SweepLines | SurfaceChart) -> None:
    """Buttons of files, each made when it is pressed, in light inks."""

    def export(draw: Callable[[dict[str, object]], bytes | str]) -> Callable[[], bytes | str]:
        made = replace(chart, palette=LIGHT)
        caption = caption_sweep(opened.store.plan, made, datetime.now(UTC).date())
        return lambda: draw(export_spec(made.spec(), caption))

    def write_numbers() -> str:
        rows = chart.table()
        return csv_text(list(dict.fromkeys(name for row in rows for name in row)), rows)

    stem = plain_letters(f"{opened.name} {chart.name}")
    with st.container(horizontal=True, key="sweep-files"):
        for label, ending, mime, content in (
            ("Picture (SVG)", "svg", "image/svg+xml", export(to_svg)),
            ("Picture (PNG)", "png", "image/png", export(to_png)),
            ("Its numbers (CSV)", "csv", "text/csv", write_numbers),
        ):
            st.download_button(
                label, content, f"{stem}.{ending}", mime, key=f"sweep-{ending}", on_click="ignore",
                icon=":material/download:",
            )  # fmt: skip
