"""The layers of the heat map: names of policies above, titles of questions at the left, and cells to click on."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from sim.show.charts.ink import Palette
from sim.show.charts.layers.frame import LABEL, TITLES, Row, Spec, expr, layer, make_spec, pixels, tooltips

PICK = "cell"
_HEAD, _ROW, _GAP = 44, 28, 3  # pixels: the names above, a row, and between cells
_LETTER, _NARROW = 6.4, 8  # pixels of a letter; letters of a line in a narrow column
_TIPS = {"asks": "Question", "under": "Policy", "told": "Forecast (90 %)", "word": "In words", "earlier": "Before"}
_PLACES = [
    {"calculate": TITLES, "as": "titles"},
    {"calculate": "(width - datum.titles) / datum.columns", "as": "room"},
    {"calculate": f"datum.titles + datum.column * datum.room + {_GAP / 2}", "as": "x"},
    {"calculate": f"datum.x + datum.room - {_GAP}", "as": "x2"},
    {"calculate": "(datum.x + datum.x2) / 2", "as": "middle"},
]
_DOWN = [
    {"calculate": f"{_HEAD} + datum.row * {_ROW} + {_GAP / 2}", "as": "y"},
    {"calculate": f"datum.y + {_ROW - _GAP}", "as": "y2"},
    {"calculate": "(datum.y + datum.y2) / 2", "as": "centre"},
]


def heat_spec(rows: Iterable[Row], questions: int, palette: Palette) -> Spec:
    """The specification over the rows of a heat map."""
    layers = [_heads(palette), _titles(palette), *_cells(palette)]
    return make_spec("heatmap", rows, layers, _HEAD + _ROW * questions + 2)


def break_name(name: str) -> Row:
    """A policy's name on one line, and broken for a narrow column.

    >>> break_name("let it run a while")["broken"]
    'let it\\nrun a\\nwhile'
    """
    lines = textwrap.wrap(name, _NARROW, break_long_words=False)
    return {"label": name, "letters": len(name), "broken": "\n".join(lines[:3])}


def _heads(palette: Palette) -> Spec:
    fits = f"datum.letters * {_LETTER} < datum.room"
    lines = [
        *_PLACES,
        {"calculate": f"{fits} ? datum.label : datum.broken", "as": "shown"},
        {"calculate": f"{_HEAD - 6} - ({fits} ? 0 : 13 * (length(split(datum.broken, '\\n')) - 1))", "as": "y"},
    ]
    text = {"align": "center", "baseline": "bottom", "lineBreak": "\n", "lineHeight": 13, "color": palette.ink}
    size = {"fontSize": expr("datum.room < 50 ? 11 : 12"), "fontWeight": expr("datum.strong ? 700 : 400")}
    limit = {"limit": expr("datum.room")}
    place = {"x": pixels("middle"), "y": pixels("y"), "text": {"field": "shown", "type": "nominal"}}
    return layer("head", "text", {**text, **size, **limit}, place, transform=lines)


def _titles(palette: Palette) -> Spec:
    text = {"align": "right", "baseline": "middle", "fontSize": 12, "color": palette.ink}
    more = {"fontWeight": expr("datum.strong ? 700 : 400"), "limit": expr("datum.titles - 8"), "dx": -6}
    place = {"x": pixels("titles"), "y": pixels("centre"), "text": LABEL}
    return layer("label", "text", {**text, **more}, place, transform=[*_PLACES, *_DOWN])


def _cells(palette: Palette) -> list[Spec]:
    """The cell, its number, its arrow, and the outline of the one that is selected, in the gap around it."""
    placed = {"transform": [*_PLACES, *_DOWN]}
    box = {"x": pixels("x"), "x2": {"field": "x2"}, "y": pixels("y"), "y2": {"field": "y2"}}
    pick = {"type": "point", "fields": ["question", "policy", "turn"], "on": "click", "toggle": False, "clear": False}
    look = {"fill": expr("datum.fill"), "stroke": palette.ghost, "strokeWidth": expr("datum.fixed ? 1 : 0"),
            "strokeDash": [3, 3], "cornerRadius": 3, "cursor": "pointer", "opacity": 1}  # fmt: skip
    cell = layer("cell", "rect", look, {**box, "tooltip": tooltips(_TIPS)}, **placed)
    cell["params"] = [{"name": PICK, "select": pick}]
    ring = {"fill": "transparent", "stroke": palette.ink, "strokeWidth": expr("datum.chosen ? 2.5 : 0"),
            "cornerRadius": 3}  # fmt: skip
    middle = {"x": pixels("middle"), "y": pixels("centre")}
    text = {"align": "center", "baseline": "middle", "color": expr("datum.ink")}
    bold = {"fontWeight": expr("datum.chosen ? 700 : 400"), "fontSize": expr("datum.room < 50 ? 11 : 12")}
    label = expr("datum.room < 38 ? replace(datum.label, ' %', '') : datum.label")
    arrow = {"align": "right", "baseline": "top", "color": expr("datum.ink"), "fontSize": 8}
    inside = {"dx": expr("datum.room < 50 ? -1 : -3"), "dy": expr("datum.room < 50 ? 1 : 3")}
    corner = {"x": pixels("x2"), "y": pixels("y"), "text": {"field": "arrow", "type": "nominal"}}
    return [
        cell,
        layer("cell", "text", {**text, **bold, "text": label}, middle, **placed),
        layer("cell", "text", {**arrow, **inside, "aria": False}, corner, **placed),
        layer("cell", "rect", ring, box, **placed),
    ]
