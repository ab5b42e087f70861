"""Answers before and after something was learned: a row each, a hollow dot, a full one, and the line between them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sim.results.forecast.percent import fine_percent
from sim.show.charts.ink import LIGHT, Palette
from sim.show.charts.layers.frame import LABEL, Row, Spec, layer, make_spec, pixels, spread, tick_rows, tooltips
from sim.show.charts.scale import ProbabilityAxis, Scale, fit_axis
from sim.show.differences import points

_ROW, _BOTTOM = 44, 26  # pixels: of an answer, below all


@dataclass(frozen=True)
class LearnedAnswer:
    """One answer. name: what it is called. before, after: probabilities; given: where more is supposed, else None."""

    name: str
    before: float
    after: float
    given: float | None = None

    @property
    def ends(self) -> tuple[float, ...]:
        """All its probabilities that are known."""
        every = (self.before, self.after, *(() if self.given is None else (self.given,)))
        return tuple(value for value in every if not math.isnan(value))


@dataclass(frozen=True)
class BeforeAfter:
    """The picture. rows: one or more. scale: of the axis, which is fitted to what is shown."""

    rows: Sequence[LearnedAnswer]
    scale: Scale = "plain"
    palette: Palette = LIGHT

    def spec(self) -> Spec:
        """The Vega-Lite specification; its data depend on the numbers, its height on the number of answers."""
        height = _ROW * len(self.rows) + _BOTTOM
        return make_spec("before-after", self._marks(), _layers(self.palette, height), height)

    def guide(self) -> str:
        """How to read the picture, in one line."""
        more = "; square: given what is supposed as well" if any(one.given is not None for one in self.rows) else ""
        return f"Hollow dot: before anything was seen; full: after what was seen{more}."

    def table(self) -> list[Row]:
        """A row an answer, in per cent; the change in percentage points."""
        with_given = any(one.given is not None for one in self.rows)
        return [
            {"Question": one.name, "Before": fine_percent(one.before), "After": fine_percent(one.after),
             "Change": "" if len(one.ends) < 2 else f"{points(one.after - one.before)} points"}
            | ({"Given that": "" if one.given is None else fine_percent(one.given)} if with_given else {})
            for one in self.rows
        ]  # fmt: skip

    def _marks(self) -> Iterator[Row]:
        axis = fit_axis([value for one in self.rows for value in one.ends], self.scale)
        for place, one in enumerate(self.rows):
            yield from _answer(one, axis, _ROW * place)
        yield from tick_rows(axis)


def _answer(one: LearnedAnswer, axis: ProbabilityAxis, top: float) -> Iterator[Row]:
    yield {"kind": "name", "y": top + 12, "label": one.name}
    if not one.ends:
        yield {"kind": "right", "y": top + 30, "x": 0.0, "label": "undefined"}
        return
    more = "" if one.given is None else f", {fine_percent(one.given)} given what is supposed"
    told = f"{one.name}: {fine_percent(one.before)} before, {fine_percent(one.after)} after{more}"
    low, high = min(one.ends), max(one.ends)
    row = {"y": top + 30, "told": told}
    yield {**row, "kind": "bar", "x": axis.along(low), "x2": axis.along(high), "low": low, "high": high}
    marks = {"before": one.before, "after": one.after, "given": math.nan if one.given is None else one.given}
    for kind, value in marks.items():
        if not math.isnan(value):
            yield {**row, "kind": kind, "x": axis.along(value)}
    yield {**row, "kind": "left", "x": axis.along(low), "label": fine_percent(low)}
    if high > low:
        yield {**row, "kind": "right", "x": axis.along(high), "label": fine_percent(high)}


def _layers(palette: Palette, height: int) -> list[Spec]:
    place = spread(58, "width - 122")
    at, tips = {"x": pixels("px"), "y": pixels("y")}, {"tooltip": tooltips({"told": "Answer"})}
    foot = {"fontSize": 11, "color": palette.quiet, "baseline": "middle", "align": "center"}
    ends = {"y": {"value": 0}, "y2": {"value": height - _BOTTOM}}
    name = {"align": "left", "baseline": "middle", "fontSize": 12, "color": palette.ink, "limit": {"expr": "width - 4"}}
    dot = {"size": 100, "strokeWidth": 2, "opacity": 1, "filled": True, "stroke": palette.chosen}
    number = {"fontSize": 11, "baseline": "middle", "color": palette.ink, "clip": True}
    line = {"color": palette.grid, "strokeWidth": 1, "aria": False}
    square = {**dot, "shape": "square", "fill": palette.grave, "stroke": palette.grave}
    parts: list[tuple[str, str, Row, Row]] = [
        ("tick", "rule", line, {"x": pixels("px"), **ends}),
        ("tick", "text", foot, {"x": pixels("px"), "y": {"value": height - 12}, "text": LABEL}),
        ("name", "text", name, {"x": {"value": 2}, "y": pixels("y"), "text": LABEL}),
        ("bar", "rule", {"color": palette.wide, "strokeWidth": 3}, {**at, "x2": {"field": "px2"}, **tips}),
        ("before", "point", {**dot, "fill": palette.paper}, {**at, **tips}),
        ("after", "point", {**dot, "fill": palette.chosen}, {**at, **tips}),
        ("given", "point", square, {**at, **tips}),
        ("right", "text", {**number, "align": "left", "dx": 10}, {**at, "text": LABEL}),
        ("left", "text", {**number, "align": "right", "dx": -10}, {**at, "text": LABEL}),
    ]
    return [layer(*part, transform=place) for part in parts]
