"""The layers of the ladder: a keyed legend and the axis above, and a row a question, which is the thing to click on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sim.show.charts.ink import Palette
from sim.show.charts.layers.frame import LABEL, TITLES, Row, Spec, expr, layer, make_spec, pixels, tooltips
from sim.show.charts.layers.keys import find_key
from sim.show.charts.scale import Scale

PICK = "pick"
TICKS: dict[Scale, Sequence[float]] = {
    "plain": (0.0, 0.25, 0.5, 0.75, 1.0), "odds": (0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999),
}  # fmt: skip
"""What the axis marks; on a narrow page every second is left without its number."""
_KEYS, _AXIS, _HEAD, _ROW = 10, 48, 58, 28  # pixels: first line of keys, numbers of the axis, all above, and a row
_NUMBER = 52  # pixels for the numbers at the right
_UP, _DOWN = 12, 21  # pixels from a row's top: the bars, and those before
_SHOWN = 300  # pixels of the axis from which every number stands
_TIPS = {"asks": "Question", "told": "Forecast (90 %)", "half": "50 %", "word": "In words", "earlier": "Before"}
_WIDTHS = [
    {"calculate": TITLES, "as": "titles"},
    {"calculate": f"width - datum.titles - {_NUMBER} - 8", "as": "room"},
]


def ladder_spec(rows: Iterable[Row], questions: int, palette: Palette) -> Spec:
    """The specification over the rows of a ladder."""
    height = _HEAD + _ROW * questions + 2
    layers = [
        _target(palette), *_axis(palette, height), *_texts(palette),
        *_bars(palette, "old_", (palette.ghost, palette.ghost), (2, 4), _DOWN),
        *_bars(palette, "", (palette.wide, palette.narrow), (4, 9), _UP),
        *_marks(palette), *_keys(palette),
    ]  # fmt: skip
    return make_spec("ladder", rows, layers, height)


def key_rows(before_name: str) -> list[Row]:
    """The keys of the legend. before_name: what the grey bars are; empty where there are none."""
    keys = [("mean", "forecast"), ("half", "half of the readings"), ("most", "nine tenths")]
    keys += [("old", before_name)] if before_name else []
    return [{"kind": "key", "look": look, "label": label} for look, label in keys]


def _along(field: str) -> Row:
    """The pixels of a share of the axis."""
    place = f"datum.titles + datum.{field} * datum.room"
    return {"calculate": f"isValid(datum.{field}) ? {place} : null", "as": f"x_{field}"}


def _down(pixels_below: float) -> Row:
    return {"calculate": f"{_HEAD} + datum.row * {_ROW} + {pixels_below}", "as": "y"}


def _target(palette: Palette) -> Spec:
    """The whole row, tinted where chosen, as the thing to click on."""
    pick = {"type": "point", "fields": ["question", "turn"], "on": "click", "toggle": False, "clear": False}
    look = {"color": palette.chosen, "opacity": expr("datum.chosen ? 0.12 : 0"), "cursor": "pointer"}
    box = {"x": {"value": 0}, "x2": {"value": "width"}, "y": pixels("y"), "y2": {"field": "bottom"}}
    down = [_down(0), {"calculate": f"datum.y + {_ROW - 2}", "as": "bottom"}]
    row = layer("row", "rect", {**look, "cornerRadius": 4}, {**box, "tooltip": tooltips(_TIPS)}, transform=down)
    return {**row, "params": [{"name": PICK, "select": pick}]}


def _axis(palette: Palette, height: int) -> list[Spec]:
    """Numbers above, and a quiet line down through the rows at each."""
    placed = [*_WIDTHS, _along("x")]
    room = {"filter": f"!datum.minor || datum.room >= {_SHOWN}"}
    line = {"x": pixels("x_x"), "y": {"value": _HEAD - 3}, "y2": {"value": height}}
    text = {"baseline": "middle", "fontSize": 11, "color": palette.quiet, "align": expr("datum.align")}
    at = {"x": pixels("x_x"), "y": {"value": _AXIS}, "text": LABEL}
    lines = layer("tick", "rule", {"color": palette.grid}, line, transform=placed)
    return [lines, layer("tick", "text", text, at, transform=[*placed, room])]


def _texts(palette: Palette) -> list[Spec]:
    """Title at the left, number at the right, and why there is no bar where there is none."""
    placed = {"transform": [*_WIDTHS, _down(_ROW / 2 - 1)]}
    base = {"baseline": "middle", "fontSize": 12, "color": palette.ink, "aria": False}
    title = {"align": "right", "limit": expr("datum.titles - 10"), "dx": -10}
    bold = {"fontWeight": expr("datum.chosen ? 700 : 400")}
    quiet = {"align": "left", "color": palette.quiet, "dx": 2, "limit": expr("datum.room")}
    places = {"title": pixels("titles"), "shown": {"value": "width"}, "note": pixels("titles")}
    looks = {"title": {**title, **bold}, "shown": {"align": "right", "fontWeight": 600, "dx": -4}, "note": quiet}
    return [
        layer(
            "row", "text", {**base, **looks[field]},
            {"x": x, "y": pixels("y"), "text": {"field": field, "type": "nominal"}}, **placed,
        )
        for field, x in places.items()
    ]  # fmt: skip


def _bars(palette: Palette, prefix: str, inks: Sequence[str], sizes: Sequence[int], down: int) -> list[Spec]:
    """Nine tenths and half of the readings, `down` pixels below the row's top; sizes: in pixels."""
    layers = []
    for level, ink, size in zip(("90", "50"), inks, sizes, strict=True):
        low, high = f"{prefix}low{level}", f"{prefix}high{level}"
        placed = [{"filter": f"isValid(datum.{low})"}, *_WIDTHS, _along(low), _along(high), _down(down)]
        span = {"x": pixels(f"x_{low}"), "x2": {"field": f"x_{high}"}, "y": pixels("y")}
        look = {"color": ink, "strokeWidth": size}
        layers.append(layer("row", "rule", look, span, transform=placed))
    return layers


def _marks(palette: Palette) -> list[Spec]:
    """The forecast, and before it a smaller grey one."""
    layers = []
    for prefix, fill, size, down in (("old_", palette.ghost, 36, _DOWN), ("", palette.ink, 100, _UP)):
        placed = [{"filter": f"isValid(datum.{prefix}mean)"}, *_WIDTHS, _along(f"{prefix}mean"), _down(down)]
        at = {"x": pixels(f"x_{prefix}mean"), "y": pixels("y")}
        layers.append(layer("row", "point", {**_diamond(palette, fill), "size": size}, at, transform=placed))
    return layers


def _keys(palette: Palette) -> list[Spec]:
    """Each mark once, with its name."""
    placed = [*find_key(f"{_KEYS}"), {"calculate": "datum.x + 14", "as": "end"}]
    layers = []
    for look, ink, size in (("most", palette.wide, 4), ("half", palette.narrow, 9), ("old", palette.ghost, 3)):
        mine = [{"filter": f"datum.look == '{look}'"}, *placed]
        span = {"x": pixels("x"), "x2": {"field": "end"}, "y": pixels("y")}
        layers.append(layer("key", "rule", {"color": ink, "strokeWidth": size}, span, transform=mine))
    mine = [{"filter": "datum.look == 'mean'"}, *placed]
    at = {"x": pixels("x"), "y": pixels("y")}
    diamond = {**_diamond(palette, palette.ink), "size": 100, "xOffset": 7}
    layers.append(layer("key", "point", diamond, at, transform=mine))
    text = {"align": "left", "baseline": "middle", "fontSize": 12, "color": palette.ink, "dx": 3}
    name = {"x": pixels("name_x"), "y": pixels("y"), "text": LABEL}
    return [*layers, layer("key", "text", text, name, transform=placed)]


def _diamond(palette: Palette, fill: str) -> Row:
    return {"shape": "diamond", "filled": True, "fill": fill, "stroke": palette.paper, "strokeWidth": 1.2,
            "opacity": 1}  # fmt: skip
