"""An answer over one axis of a sweep: a line a policy or a level of a second axis, with bands of 50 and 90 %."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from sim.results.forecast.percent import fine_percent
from sim.show.charts.ink import LIGHT, Palette
from sim.show.charts.layers.frame import LABEL, Row, Spec, expr, layer, make_spec, pixels, tooltips
from sim.show.charts.scale import fit_axis, tick_label
from sim.show.charts.sweep.chart_axis import ChartAxis
from sim.show.charts.sweep.frame import HEIGHT, ROOM, axis_layers, axis_rows, placed
from sim.show.charts.sweep.series_inks import DASHES, MOST_SERIES, series_inks
from sim.show.charts.tables import per_cent

_MOST_BANDED = 3
"""Lines up to which all have their bands; with more they would hide each other."""
_APART = 0.055
"""The least distance of two names, as a share of the height."""
_ENDS = ("low90", "low50", "high50", "high90")


@dataclass(frozen=True)
class SweptLine:
    """One line. values and the ends of its bands: one a value of the axis, NaN where there is none."""

    name: str
    values: tuple[float, ...]
    low90: tuple[float, ...] = ()
    low50: tuple[float, ...] = ()
    high50: tuple[float, ...] = ()
    high90: tuple[float, ...] = ()


@dataclass(frozen=True)
class SweepLines:
    """An answer over one axis. name: of the answer. lines: at most `MOST_SERIES`. of_settings: whether the bands hold
    half and nine tenths of settings, of which several share a place; else they hold draws. by: what the lines differ
    in, where their names are its values."""

    name: str
    x: ChartAxis
    lines: tuple[SweptLine, ...]
    of_settings: bool = False
    palette: Palette = LIGHT
    by: str = ""

    def __post_init__(self) -> None:
        if len(self.lines) > MOST_SERIES:
            raise ValueError(f"{len(self.lines)} lines are too many to tell apart: {MOST_SERIES} at most")

    def spec(self) -> Spec:
        """The Vega-Lite specification; only its data depend on the numbers."""
        return make_spec("lines", self._rows(), [*axis_layers(self.palette), *_layers()], HEIGHT)

    def text(self) -> str:
        """What the picture shows, in one sentence."""
        told = [self._told(line) for line in self.lines]
        known = [text for text in told if text]
        if not known:
            return f"{self.name}: no setting has an answer."
        by = f", by {self.by}" if self.by else ""
        return f"{self.name} over {self.x.name}{by}: {'; '.join(known)}."

    def guide(self) -> str:
        """How to read the picture, in one line."""
        each = f" at each value of {self.by}" if self.by else ""
        if not self._banded:
            left_out = any(line.low90 for line in self.lines)
            hidden = " Bands are left out, since so many would hide each other." if left_out else ""
            return f"Line: the {'mean over settings' if self.of_settings else 'forecast'}{each}.{hidden}"
        what = "settings that share a place" if self.of_settings else "the readings of what the experts said"
        line = "mean" if self.of_settings else "forecast"
        return f"Line: the {line}{each}; dark band: half of {what}; light band: nine tenths."

    def table(self) -> list[Row]:
        """A row a value of each line, in per cent."""
        return [
            {self.by or "Line": line.name, self.x.name: label, "Probability, %": per_cent(line.values[place]),
             **{f"{end}, %": per_cent(getattr(line, end)[place]) for end in _ENDS if getattr(line, end)}}
            for line in self.lines
            for place, label in enumerate(self.x.labels)
        ]  # fmt: skip

    @property
    def _banded(self) -> bool:
        return len(self.lines) <= _MOST_BANDED and any(line.low90 for line in self.lines)

    def _told(self, line: SweptLine) -> str:
        known = [place for place, value in enumerate(line.values) if not math.isnan(value)]
        if not known:
            return ""
        first, last = known[0], known[-1]
        ends = [f"{fine_percent(line.values[place])} at {self.x.labels[place]}" for place in (first, last)]
        peak = max(known, key=line.values.__getitem__)
        top = f", highest {fine_percent(line.values[peak])} at {self.x.labels[peak]}"
        name = f"{line.name} " if line.name else ""
        return f"{name}from {ends[0]} to {ends[1]}{top if peak not in (first, last) else ''}"

    def _rows(self) -> Iterator[Row]:
        fields = ("values", *_ENDS) if self._banded else ("values",)
        axis = fit_axis((value for line in self.lines for field in fields for value in getattr(line, field)), "plain")
        ticks = [(axis.along(tick), tick_label(tick)) for tick in axis.ticks]
        points, inks = self.x.points(), series_inks(self.palette)
        room = len(self.lines) > 1
        yield from axis_rows(self.x, points, ticks, self.name, room=room, grid=True)
        names: list[Row] = []
        for number, line in enumerate(self.lines):
            look = {"line": number, "ink": inks[number], "room": room}
            last = None
            for place, value in enumerate(line.values):
                if math.isnan(value):
                    continue
                at = {"x": points[place], "y": axis.along(value), **look}
                told = {"at": f"{self.x.name} {self.x.labels[place]}", "told": fine_percent(value), "name": line.name}
                yield {"kind": f"line{number}", **at, **told}
                last = at
                if self._banded and line.low90:
                    ends = {f"y{k}": axis.along(getattr(line, end)[place]) for k, end in enumerate(_ENDS)}
                    yield {"kind": "band", **at, **ends}
            if last is not None and len(self.lines) > 1:
                names.append({"kind": "name", **last, "x": 1.0, "label": line.name})
        yield from _spread(names)


def _spread(names: list[Row]) -> list[Row]:
    """The names at the ends of lines, moved up where they would lie over one another.

    >>> [round(row["y"], 3) for row in _spread([{"y": 0.5}, {"y": 0.5}, {"y": 0.1}])]
    [0.1, 0.5, 0.555]
    """
    ordered = sorted(names, key=lambda row: float(row["y"]))
    for below, row in pairwise(ordered):
        row["y"] = max(row["y"], below["y"] + _APART)
    return ordered


def _layers() -> list[Spec]:
    """Bands, lines with their dashes, dots for the tooltips, and names at the right."""
    colour = {"field": "ink", "type": "nominal", "scale": None, "legend": None}
    look = {"color": colour, "detail": {"field": "line", "type": "nominal"}}
    up = placed("x", "y", "y0", "y1", "y2", "y3")
    bands = [
        layer("band", "area", {"opacity": opacity, "aria": False},
              {"x": pixels("px"), "y": pixels(low), "y2": {"field": high}, **look}, transform=up)
        for opacity, low, high in ((0.18, "py0", "py3"), (0.3, "py1", "py2"))
    ]  # fmt: skip
    at = {"x": pixels("px"), "y": pixels("py")}
    tips = tooltips({"name": "Line", "at": "Where", "told": "Probability"})
    lines: list[Spec] = []
    for number, dash in enumerate(DASHES):
        line = {"strokeWidth": 2.5, "strokeDash": dash, "aria": False}
        lines.append(layer(f"line{number}", "line", line, {**at, "color": colour}, transform=placed("x", "y")))
    # One layer for all: a layer without any dot would be a nameless picture to a screen reader.
    dot = layer("", "point", {"size": 28, "filled": True, "opacity": 1}, {**at, "color": colour, "tooltip": tips})
    lines.append({**dot, "transform": [{"filter": "indexof(datum.kind, 'line') == 0"}, *placed("x", "y")]})
    name = {"align": "left", "baseline": "middle", "dx": 8, "fontSize": 12, "limit": expr(f"{ROOM} - 8")}
    name["color"] = expr("datum.ink")
    text = LABEL
    return [*bands, *lines, layer("name", "text", name, {**at, "text": text}, transform=placed("x", "y"))]
