"""The layers of the dotplot: bands of words, hollow dots, dots, bars, the forecast, and the axis below."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sim.show.charts.ink import Palette
from sim.show.charts.layers.frame import LABEL, Row, Spec, along, expr, layer, make_spec, pixels, tooltips

BINS = 25
"""Dots that fit beside one another."""
_LARGEST = 23  # pixels: a dot's room
_NAMES, _FLOOR, _BAR, _TOLD, _AXIS, _HEIGHT = 34, 174, 190, 208, 228, 238  # pixels from the top
_DOT = f"min(width / {BINS}, {_LARGEST}, {_FLOOR - _NAMES - 4} / datum.tallest)"
_LETTER, _MARGIN = 5.8, 4  # pixels of a letter, and beside a name


def dot_spec(rows: Iterable[Row], palette: Palette) -> Spec:
    """The specification over the rows of a dotplot."""
    layers = [*_words(palette), *_dots(palette), *_bars(palette), *_axis(palette)]
    return make_spec("dotplot", rows, layers, _HEIGHT)


def _words(palette: Palette) -> list[Spec]:
    """Every second band tinted; names where they fit, on one line or on two."""
    span = {"x": along("x"), "x2": {"field": "x2"}, "y": {"value": 0}, "y2": {"value": _FLOOR}}
    room = f"datum.share * width - {2 * _MARGIN}"
    fitting = f"{room} > datum.letters * {_LETTER} ? datum.label : {room} > datum.fewer * {_LETTER} ? datum.broken : ''"
    fits = {"calculate": fitting, "as": "fitting"}
    name = {"align": "left", "dx": _MARGIN, "y": 5, "baseline": "top", "fontSize": 11, "color": palette.quiet}
    name |= {"lineBreak": "\n", "description": expr("datum.label")}  # also where it does not fit
    text = {"x": along("x"), "text": {"field": "fitting", "type": "nominal"}}
    band = {"color": palette.band, "opacity": expr("datum.tinted ? 1 : 0")}
    return [layer("band", "rect", band, span), layer("band", "text", name, text, transform=[fits])]


def _dots(palette: Palette) -> list[Spec]:
    """Dots, and rings a little larger, so that a ring also shows around a dot.

    They and the bars are there or not, as the numbers have it; so what is read aloud is the text below them.
    """
    up = [{"calculate": f"{_FLOOR - 1} - (datum.level + 0.5) * {_DOT}", "as": "y"}]
    place = {"x": along("x"), "y": pixels("y"), "tooltip": tooltips({"told": "Reading"})}
    ring = {"filled": False, "stroke": palette.ghost, "strokeWidth": 1.5, "size": expr(f"pow({_DOT} - 1.5, 2)")}
    dot = {"filled": True, "color": palette.chosen, "size": expr(f"pow(0.78 * {_DOT}, 2)")}
    more: dict[str, Any] = {"opacity": 1, "shape": "circle", "aria": False}
    layers = [layer("ghost", "point", {**ring, **more}, place, transform=up)]
    return [*layers, layer("dot", "point", {**dot, **more}, place, transform=up)]


def _bars(palette: Palette) -> list[Spec]:
    """Nine tenths, half, and the forecast with its number; or the note of an answer that is settled."""
    layers = []
    for level, ink, size in (("90", palette.wide, 4), ("50", palette.narrow, 9)):
        span = {"x": along("x"), "x2": {"field": "x2"}, "y": {"value": _BAR}}
        rule = {"color": ink, "strokeWidth": size, "strokeCap": "round" if level == "90" else "butt", "aria": False}
        layers.append(layer(f"bar{level}", "rule", rule, {**span, "tooltip": tooltips({"told": "Bar"})}))
    mark = {"shape": "diamond", "filled": True, "fill": palette.ink, "stroke": palette.paper, "strokeWidth": 1.5,
            "size": 150, "opacity": 1, "aria": False}  # fmt: skip
    at = {"x": along("x"), "y": {"value": _BAR}, "tooltip": tooltips({"told": "Forecast"})}
    told = {"baseline": "middle", "fontSize": 12, "fontWeight": 600, "color": palette.ink, "align": expr("datum.align"),
            "description": expr("datum.spoken")}  # fmt: skip
    label = {"x": along("x"), "y": {"value": _TOLD}, "text": LABEL}
    note = {"baseline": "middle", "align": "center", "fontSize": 14, "color": palette.ink, "x": expr("width / 2")}
    about = {"y": {"value": _FLOOR / 2}, "text": LABEL}
    return [*layers, layer("mean", "point", mark, at), layer("mean", "text", told, label),
            layer("note", "text", note, about)]  # fmt: skip


def _axis(palette: Palette) -> list[Spec]:
    """The floor that the dots stand on, marks down to the numbers, and the numbers."""
    mark = {"x": along("x"), "y": {"value": _FLOOR}, "y2": {"value": _FLOOR + 4}}
    floor = {"x": {"value": 0}, "x2": {"value": "width"}, "y": {"value": _FLOOR}}
    number = {"baseline": "middle", "fontSize": 11, "color": palette.quiet, "align": expr("datum.align")}
    text = {"x": along("x"), "y": {"value": _AXIS}, "text": LABEL}
    line = {"color": palette.ghost, "strokeWidth": 1, "aria": False}
    return [layer("tick", "rule", line, mark), layer("tick", "rule", line, floor), layer("tick", "text", number, text)]
