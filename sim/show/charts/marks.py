"""What the pictures share: quiet axes, rulers of probability, tooltips, and layers over one table of rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

import altair as alt

from sim.show.charts.ink import Palette
from sim.show.charts.scale import RULERS, ProbabilityAxis, position

QUIET: dict[str, Any] = {"tooltip": None, "aria": False}
"""Of a mark that says nothing, pointed at or read aloud: without it a page would show the names of its fields."""


def quiet_axis(palette: Palette, title: str, label: str, **more: Any) -> alt.Axis:
    """An axis without tick marks, in the palette's quiet inks.

    label: Vega expression of a tick's text. more: further properties of `altair.Axis`.
    """
    return alt.Axis(
        labelExpr=label, title=title, titleFontWeight="normal", ticks=False, gridColor=palette.grid,
        labelColor=palette.quiet, titleColor=palette.quiet, **more,
    )  # fmt: skip


def ruler_of(shown: ProbabilityAxis, palette: Palette, **more: Any) -> dict[str, Any]:
    """An axis of probability with its domain, as the arguments of a channel; more: properties of the axis."""
    ruler = RULERS[shown.scale]
    title = f"Probability, {ruler.name[0].lower()}{ruler.name[1:]}, {shown}"
    places = [position(tick, shown.scale) for tick in shown.ticks]
    axis = quiet_axis(palette, title, ruler.label, values=places, **more)
    return {"axis": axis, "scale": alt.Scale(domain=[places[0], places[-1]], nice=False, zero=False)}


def tooltips(titles: Mapping[str, str]) -> list[alt.Tooltip]:
    """One line of a tooltip for each field -> title."""
    return [alt.Tooltip(f"{field}:N", title=title) for field, title in titles.items()]


def layer_chart(name: str, rows: Sequence[Mapping[str, Any]], layers: Sequence[Any], height: int) -> alt.LayerChart:
    """Layers over one table of rows, as wide as the page allows; height: in pixels."""
    data = alt.InlineData(values=list(rows), name=name)
    chart = alt.layer(*layers, data=data).properties(height=height, width="container")
    return cast(alt.LayerChart, chart.configure_view(stroke=None))
