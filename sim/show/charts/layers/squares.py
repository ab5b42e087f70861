"""The layers of the worlds: squares in columns of equal width, names above, and a legend below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sim.show.charts.ink import Palette
from sim.show.charts.layers.frame import LABEL, Row, Spec, expr, layer, make_spec, pixels, tooltips
from sim.show.charts.layers.keys import find_key, height_of

_ROOM, _NAME = 66, 20  # pixels: the squares, and a name above them


def worlds_spec(rows: Iterable[Row], keys: Sequence[Row], palette: Palette, gap: int, *, named: bool) -> Spec:
    """The specification over the rows of the worlds. keys: the legend's rows. named: whether names stand above."""
    top = _NAME if named else 0
    placed = _columns(gap, top)
    layers = [_names(placed, palette), _squares(placed, top), _notes(placed, top, palette), *_legend(placed, palette)]
    return make_spec("worlds", rows, layers, top + _ROOM + 8 + height_of(keys))


def _columns(gap: int, top: int) -> list[Row]:
    """Where each column lies, how many squares are beside and below one another, and how large one is."""
    return [
        {"calculate": f"(width - {gap} * (datum.columns - 1)) / datum.columns", "as": "room"},
        {"calculate": "datum.room < 115 ? 10 : datum.room < 300 ? 20 : datum.room < 620 ? 25 : 50", "as": "beside"},
        {"calculate": "100 / datum.beside", "as": "below"},
        {"calculate": "datum.room / datum.beside", "as": "cell"},
        {"calculate": f"min(1.6 * datum.cell, {_ROOM} / datum.below)", "as": "high"},
        {"calculate": f"datum.column * (datum.room + {gap})", "as": "left"},
        {"calculate": f"{top} + datum.below * datum.high", "as": "floor"},
    ]


def _squares(placed: list[Row], top: int) -> Spec:
    """The browser makes a square of every world from one row a policy and state; filled below, outlines above."""
    each = [
        *placed,
        {"calculate": "sequence(datum.first, datum.first + datum.count)", "as": "world"},
        {"flatten": ["world"]},
        {"calculate": "max(datum.high * 0.13, 1)", "as": "between"},
        {"calculate": "datum.hollow ? 0.7 : 0", "as": "inside"},
        {"calculate": "datum.left + floor(datum.world / datum.below) * datum.cell + datum.inside", "as": "x"},
        {"calculate": f"{top} + datum.world % datum.below * datum.high + datum.inside", "as": "y"},
        {"calculate": "datum.x + datum.cell - datum.between - 2 * datum.inside", "as": "x2"},
        {"calculate": "datum.y + datum.high - datum.between - 2 * datum.inside", "as": "y2"},
    ]
    look = {"fill": expr("datum.fill"), "stroke": expr("datum.stroke"), "strokeWidth": expr("datum.hollow ? 1.4 : 0")}
    place = {"x": pixels("x"), "x2": {"field": "x2"}, "y": pixels("y"), "y2": {"field": "y2"}}
    tips = {"tooltip": tooltips({"told": "Worlds"})}
    return layer("square", "rect", {**look, "opacity": 1}, {**place, **tips}, transform=each)


def _names(placed: list[Row], palette: Palette) -> Spec:
    text = {"align": "left", "baseline": "middle", "fontSize": 12, "color": palette.ink, "y": 9}
    bold = {"fontWeight": expr("datum.chosen ? 600 : 400"), "limit": expr("datum.room")}
    return layer("name", "text", {**text, **bold}, {"x": pixels("left"), "text": LABEL}, transform=placed)


def _notes(placed: list[Row], top: int, palette: Palette) -> Spec:
    text = {"align": "left", "baseline": "middle", "fontSize": 12, "color": palette.quiet}
    place = {"x": pixels("left"), "y": {"value": top + 10}, "text": LABEL}
    return layer("note", "text", text, place, transform=placed)


def _legend(placed: list[Row], palette: Palette) -> list[Spec]:
    """A swatch and a word a state, below the squares."""
    at = [*placed, *find_key("datum.floor + 14")]
    look = {"fill": expr("datum.fill"), "stroke": expr("datum.stroke"), "strokeWidth": 1.4, "shape": "square"}
    swatch = {**look, "filled": True, "size": 90, "opacity": 1, "xOffset": 5}
    text = {"align": "left", "baseline": "middle", "fontSize": 12, "color": palette.ink}
    return [
        layer("key", "point", swatch, {"x": pixels("x"), "y": pixels("y")}, transform=at),
        layer("key", "text", text, {"x": pixels("name_x"), "y": pixels("y"), "text": LABEL}, transform=at),
    ]
