"""Voices on one event as ridgelines: a ridge a judgment over one axis, and below them what all together make of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from sim.arrays import Floats
from sim.results.forecast.percent import percent, span
from sim.show.charts.explained.density import POINTS, find_density
from sim.show.charts.ink import LIGHT, Palette
from sim.show.charts.layers.frame import LABEL, Row, Spec, layer, make_spec, pixels, spread, tick_rows, tooltips
from sim.show.charts.scale import ProbabilityAxis, Scale, fit_axis

_ROW, _TEXT, _HEIGHT, _FOOT = 58, 17, 36, 30  # pixels: of a row, of its text, of a ridge, below all


@dataclass(frozen=True, eq=False)
class Ridge:
    """One row. label: whose it is. kind: of a voice, the author's own, or all together.

    draws: (draws,), probabilities. span: 5 %, 50 % and 95 % quantiles, as they are told.
    """

    label: str
    kind: Literal["voice", "author", "all"]
    draws: Floats
    span: tuple[float, float, float]

    @property
    def numbers(self) -> str:
        """The median and the ends."""
        low, median, high = self.span
        return f"{percent(median)} ({span(low, high)})"


@dataclass(frozen=True)
class RidgeChart:
    """Ridges from top to bottom, the last of them all together."""

    ridges: Sequence[Ridge]
    scale: Scale = "odds"
    palette: Palette = LIGHT

    def spec(self) -> Spec:
        """The Vega-Lite specification; only its data depend on the numbers, its height on the number of ridges."""
        height = _ROW * len(self.ridges) + _FOOT
        return make_spec("ridges", self._rows(), _layers(self.palette, height), height)

    def guide(self) -> str:
        """How to read the picture, in two sentences."""
        stretched = " The axis is stretched at its ends: 1 % and 5 % can be told apart." * (self.scale == "odds")
        return (
            "Each ridge is what one judgment leaves open: the higher, the likelier that the chance lies there. Dot: "
            "its median; line: nine tenths of it. At the bottom, and as the upright line, all together, each at its "
            f"weight.{stretched}"
        )

    def _rows(self) -> Iterator[Row]:
        axis = fit_axis([end for ridge in self.ridges for end in (ridge.span[0], ridge.span[2])], self.scale)
        for place, ridge in enumerate(self.ridges):
            yield from _ridge(place, ridge, axis)
        yield from tick_rows(axis)
        pooled = [ridge for ridge in self.ridges if ridge.kind == "all"]
        yield from ({"kind": "pooled", "x": axis.along(ridge.span[1])} for ridge in pooled)


def _ridge(place: int, ridge: Ridge, axis: ProbabilityAxis) -> Iterator[Row]:
    base, top = _ROW * (place + 1) - 4.0, _ROW * place + 9.0
    told = {"told": f"{ridge.label}: {ridge.numbers}"}
    ink = {"ridge": ridge.kind, "row": place}
    yield {"kind": "name", "y": top, "wide": base - 24, "label": ridge.label}
    yield {"kind": "numbers", "y": top, "wide": base - 8, "label": ridge.numbers}
    curve = find_density(ridge.draws, axis)
    for number, height in enumerate(curve.tolist()):
        yield {"kind": "ridge", "x": number / (POINTS - 1), "y": base - _HEIGHT * height, "y2": base, **ink, **told}
    low, median, high = (axis.along(p) for p in ridge.span)
    yield {"kind": "line", "x": low, "x2": high, "y": base, **ink, **told}
    yield {"kind": "dot", "x": median, "y": base, **ink, **told}


def _layers(palette: Palette, height: int) -> list[Spec]:
    """Labels stand beside the ridges on a wide page, and above them on a narrow one."""
    broad, margin = "width > 640", "(width > 640 ? 330 : 0)"
    place = spread(f"{margin} + 8", f"width - {margin} - 28")
    beside = {"calculate": f"{broad} ? datum.wide : datum.y", "as": "py"}
    left = [beside, {"calculate": f"{broad} ? {margin} - 10 : 0", "as": "px"}]
    right = [beside, {"calculate": f"{broad} ? {margin} - 10 : width", "as": "px"}]
    at, label = {"x": pixels("px"), "y": pixels("y")}, LABEL
    text = {"baseline": "middle", "clip": True}
    side = {"x": pixels("px"), "y": pixels("py"), "text": label}
    inks = {"voice": palette.wide, "author": palette.ghost, "all": palette.chosen}
    ink = {"field": "ridge", "type": "nominal", "legend": None,
           "scale": {"domain": list(inks), "range": list(inks.values())}}  # fmt: skip
    tips = {"tooltip": tooltips({"told": "Chance"})}
    ends = {"y": {"value": 6}, "y2": {"value": height - _FOOT + 4}}
    foot = {"fontSize": 11, "color": palette.quiet, "baseline": "middle", "align": {"expr": "datum.align"}}
    area = {"interpolate": "monotone", "fillOpacity": 0.45, "line": {"strokeWidth": 1.5, "aria": False}, "aria": False}
    dot = {"filled": True, "fill": palette.paper, "strokeWidth": 2, "size": 60, "opacity": 1}
    return [
        layer("tick", "rule", {"color": palette.grid, "aria": False}, {"x": pixels("px"), **ends}, transform=place),
        layer("tick", "text", foot, {"x": pixels("px"), "y": {"value": height - 12}, "text": label}, transform=place),
        layer("ridge", "area", area,
              {**at, "y2": {"field": "y2"}, "color": ink, "detail": {"field": "row", "type": "nominal"}, **tips},
              transform=place),
        layer("pooled", "rule", {"color": palette.chosen, "strokeDash": [4, 3], "aria": False},
              {"x": pixels("px"), **ends}, transform=place),
        layer("line", "rule", {"strokeWidth": 3, "strokeCap": "round"},
              {**at, "x2": {"field": "px2"}, "color": ink, **tips}, transform=place),
        layer("dot", "point", dot, {**at, "stroke": ink, **tips}, transform=place),
        layer("name", "text", {**text, "align": {"expr": f"{broad} ? 'right' : 'left'"}, "fontSize": 12,
                               "limit": {"expr": f"{broad} ? 318 : width - 120"}, "color": palette.ink}, side,
              transform=left),
        layer("numbers", "text", {**text, "align": "right", "fontSize": 11, "color": palette.quiet}, side,
              transform=right),
    ]  # fmt: skip
