"""The field of a picture of a sweep: margins in pixels, and the axes around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sim.show.charts.ink import Palette
from sim.show.charts.layers.frame import LABEL, Row, Spec, expr, layer, pixels
from sim.show.charts.sweep.chart_axis import ChartAxis

RIGHT, TOP, FIELD, BOTTOM = 16, 40, 260, 52
LEFT, ROOM = "(width < 500 ? 64 : 120)", "(width < 500 ? 104 : 120)"
"""Pixels at the left, and at the right where something has a name there, as expressions: fewer on a telephone."""
HEIGHT = TOP + FIELD + BOTTOM
_NUMBER = 42
"""Pixels that the label of a number may take."""


def across(share: str) -> str:
    """The pixel of a share of the field's width, as a Vega expression; share: an expression of a row."""
    return f"{LEFT} + {share} * (width - {LEFT} - {RIGHT} - (datum.room ? {ROOM} : 0))"


def upward(share: str) -> str:
    """The pixel of a share of the field's height, counted from below."""
    return f"{TOP} + (1 - {share}) * {FIELD}"


def placed(*names: str) -> list[Row]:
    """Transforms that turn shares of the field into pixels, for fields that begin with x or y."""
    return [{"calculate": (across if name[0] == "x" else upward)(f"datum.{name}"), "as": f"p{name}"} for name in names]


def axis_layers(palette: Palette) -> list[Spec]:
    """The layers of both axes: marks, labels and names."""
    text = {"fontSize": 11, "color": palette.quiet, "baseline": "middle"}
    name = {"fontSize": 12, "color": palette.ink, "baseline": "middle"}
    line = {"color": palette.grid, "strokeWidth": 1, "aria": False}
    up, side = placed("x"), placed("y")
    return [
        layer("xtick", "rule", line, {"x": pixels("px"), "y": {"value": TOP + FIELD}, "y2": {"value": TOP + FIELD + 4}},
              transform=up),
        layer("xtick", "text", {**text, "align": "center", "limit": expr("datum.letters")},
              {"x": pixels("px"), "y": {"value": TOP + FIELD + 14}, "text": LABEL}, transform=[*up, *_thin()]),
        layer("ytick", "rule", line, {"y": pixels("py"), "x": pixels("pstart"), "x2": {"field": "pend"}},
              transform=[*side, {"calculate": f"{LEFT} - 4", "as": "pstart"},
                         {"calculate": f"datum.grid ? {across('1')} : {LEFT}", "as": "pend"}]),
        layer("ytick", "text", {**text, "align": "right", "limit": expr(f"{LEFT} - 10")},
              {"y": pixels("py"), "x": pixels("pend"), "text": LABEL},
              transform=[*side, {"calculate": f"{LEFT} - 7", "as": "pend"}]),
        layer("xname", "text", {**name, "align": "center"},
              {"x": pixels("px"), "y": {"value": TOP + FIELD + 36}, "text": LABEL}, transform=placed("x")),
        layer("yname", "text", {**name, "align": "left"}, {"x": {"value": 4}, "y": {"value": 14}, "text": LABEL}),
    ]  # fmt: skip


def _thin() -> list[Row]:
    """Transforms for the labels of x: the pixels that each may take, and fewer labels of numbers where they are few."""
    field = f"({across('1')} - {LEFT})"
    return [
        {"calculate": f"{field} / datum.count", "as": "letters"},
        {"filter": f"!datum.ordered || datum.nth % ceil({_NUMBER} / datum.letters) == 0"},
        {"calculate": "datum.ordered ? width : datum.letters", "as": "letters"},
    ]


def axis_rows(x: ChartAxis, places: Sequence[float], y_ticks: Iterable[tuple[float, str]], y_name: str, *,
              room: bool = False, grid: bool = False) -> Iterator[Row]:  # fmt: skip
    """The rows of both axes. places: where the values of x stand, as shares of the width. y_ticks: share of the height
    and label. room: whether names stand at the right. grid: whether ticks of y go through the field."""
    marked = list(x.marked())
    for nth, (place, label) in enumerate(marked):
        told = {"label": label, "nth": nth, "count": len(marked), "ordered": bool(x.numbers)}
        yield {"kind": "xtick", "x": places[place], **told, "room": room}
    for share, label in y_ticks:
        yield {"kind": "ytick", "y": share, "label": label, "room": room, "grid": grid}
    yield {"kind": "xname", "x": 0.5, "label": x.name, "room": room}
    yield {"kind": "yname", "label": y_name, "room": room}
