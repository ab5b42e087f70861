"""What the pictures are made of: Vega-Lite layers over one table of rows, of which each layer takes one kind.

A specification does not depend on the numbers: a page that draws it again moves the marks and nothing else. So places
along the axis are shares of the width, axes are drawn from rows, and places down the picture are pixels.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sim.show.charts.scale import ProbabilityAxis, tick_label

Row = dict[str, Any]
Spec = dict[str, Any]

TITLES = "min(230, 0.4 * width)"
"""Pixels for the titles at the left of a picture, on a page that may be narrow."""
ALONG = {"type": "quantitative", "axis": None, "scale": {"domain": [0, 1], "nice": False, "zero": False}}
"""A channel whose values are shares of the width."""
PIXELS = {"type": "quantitative", "axis": None, "scale": None}
"""A channel whose values are pixels."""

_KIND = "datum.kind == "

LABEL = {"field": "label", "type": "nominal"}
"""The channel of a text that rows have under `label`."""


def make_spec(name: str, rows: Iterable[Row], layers: Sequence[Spec], height: int, **more: Any) -> Spec:
    """The specification of one picture, as wide as the page allows.

    Marks without rows are not there for a screen reader, to which they would be a picture without a name. name: of the
    table. rows: the table. height: in pixels. more: further properties of the specification.
    """
    values = list(rows)
    filled = {_filter_of(row["kind"]) for row in values}
    for one in layers:
        taken = one["transform"][0]["filter"]
        if one["mark"]["type"] != "text" and taken.startswith(_KIND) and taken not in filled:
            one["mark"]["aria"] = False
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.1.0.json",
        "data": {"name": name, "values": values},
        "width": "container",
        "height": height,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "background": "transparent",
        "config": {"view": {"stroke": None}, "axis": {"domain": False}},
        **more,
        "layer": list(layers),
    }


def layer(kind: str, mark: str, properties: Mapping[str, Any], encoding: Mapping[str, Any], **more: Any) -> Spec:
    """A layer over the rows whose `kind` is this one. properties: of the mark. more: of the layer.

    Pointed at and read aloud, a mark says its tooltip and a text what is written; another mark says nothing.
    """
    transform = [{"filter": _filter_of(kind)}, *more.pop("transform", [])]
    look = {"type": mark, **_said(encoding, properties.get("aria", True)), **properties}
    return {"transform": transform, "mark": look, "encoding": dict(encoding), **more}


def _filter_of(kind: str) -> str:
    return f"{_KIND}'{kind}'"


def _said(encoding: Mapping[str, Any], aloud: bool) -> Row:
    """Properties without which a page would show and read the names of fields and the pixels in them."""
    if lines := encoding.get("tooltip"):
        titles = {one["field"]: one["title"] for one in lines}
        return {"description": describe(titles)} if aloud else {}
    written = encoding.get("text", {}).get("field") if aloud else None
    return {"tooltip": None} | ({"description": expr(f"datum.{written}")} if written else {"aria": False})


def along(field: str) -> Row:
    """The channel of a field that holds shares of the width."""
    return {"field": field, **ALONG}


def spread(start: object, room: str, fields: Iterable[str] = ("x", "x2")) -> list[Row]:
    """What makes pixels, `px` of `x`, of shares of a part of the width. start, room: where it begins, its width."""
    return [{"calculate": f"{start} + datum.{field} * ({room})", "as": f"p{field}"} for field in fields]


def pixels(field: str) -> Row:
    """The channel of a field that holds pixels."""
    return {"field": field, **PIXELS}


def tooltips(titles: Mapping[str, str]) -> list[Row]:
    """One line of a tooltip for each field -> title."""
    return [{"field": field, "type": "nominal", "title": title} for field, title in titles.items()]


def describe(titles: Mapping[str, str]) -> Row:
    """What a screen reader says of a mark: its tooltip, for each field -> title."""
    return expr(" + '; ' + ".join(f"'{title}: ' + datum.{field}" for field, title in titles.items()))


def expr(text: str) -> Row:
    """A property that follows a Vega expression."""
    return {"expr": text}


def tick_rows(axis: ProbabilityAxis, margin: float = 0.06) -> Iterator[Row]:
    """The ticks of an axis. margin: as `align_of` has it."""
    for tick in axis.ticks:
        x = axis.along(tick)
        yield {"kind": "tick", "x": x, "label": tick_label(tick), "align": align_of(x, margin)}


def align_of(place: float, margin: float = 0.06) -> str:
    """How a text at a share of the width is aligned, so that it stays inside.

    >>> align_of(0.0), align_of(0.5), align_of(0.98)
    ('left', 'center', 'right')
    """
    return "left" if place < margin else "right" if place > 1 - margin else "center"
