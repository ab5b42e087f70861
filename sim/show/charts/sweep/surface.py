"""An answer over two axes of a sweep: a cell a pair of values, darker the more probable."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from sim.results.forecast.percent import fine_percent
from sim.show.charts.ink import LIGHT, Palette, blend, text_on
from sim.show.charts.layers.frame import LABEL, Row, Spec, expr, layer, make_spec, pixels, tooltips
from sim.show.charts.sweep.chart_axis import ChartAxis
from sim.show.charts.sweep.frame import HEIGHT, RIGHT, axis_layers, axis_rows, placed
from sim.show.charts.tables import per_cent

_STEPS = 24
"""Tints of the key."""
_WRITTEN = 120
"""Cells up to which each has its number."""


@dataclass(frozen=True)
class SurfaceChart:
    """An answer over two axes. values: (rows of y, columns of x), probabilities, NaN where there is none. name: of the
    answer. averaged: over how many settings each cell is a mean, at most."""

    name: str
    x: ChartAxis
    y: ChartAxis
    values: tuple[tuple[float, ...], ...]
    averaged: int = 1
    palette: Palette = LIGHT

    def spec(self) -> Spec:
        """The Vega-Lite specification; only its data depend on the numbers."""
        return make_spec("surface", self._rows(), [*_layers(self.palette), *axis_layers(self.palette)], HEIGHT)

    def text(self) -> str:
        """What the picture shows, in one sentence."""
        cells = [(v, j, i) for i, row in enumerate(self.values) for j, v in enumerate(row) if not math.isnan(v)]
        if not cells:
            return f"{self.name}: no setting has an answer."
        low, high = min(cells), max(cells)
        if high[0] - low[0] < 1e-9:
            return f"{self.name}: {fine_percent(low[0])} at every value of {self.x.name} and {self.y.name}."
        ends = " to ".join(f"{fine_percent(value)} ({self._at(j, i)})" for value, j, i in (low, high))
        return f"{self.name} over {self.x.name} and {self.y.name}: from {ends}."

    def guide(self) -> str:
        """How to read the picture, in one line."""
        mean = f" Each cell is the mean of up to {self.averaged:,} settings." if self.averaged > 1 else ""
        ink = "Darker" if self.palette.paper == LIGHT.paper else "Lighter"
        return f"{ink} is more probable; the key has the ends. Empty: no answer.{mean}"

    def table(self) -> list[Row]:
        """A row a cell."""
        return [
            {self.x.name: self.x.labels[j], self.y.name: self.y.labels[i], "Probability, %": per_cent(value)}
            for i, row in enumerate(self.values)
            for j, value in enumerate(row)
        ]

    def _at(self, column: int, row: int) -> str:
        return f"{self.x.name} {self.x.labels[column]}, {self.y.name} {self.y.labels[row]}"

    def _rows(self) -> Iterator[Row]:
        known = [value for row in self.values for value in row if not math.isnan(value)]
        low, high = (min(known), max(known)) if known else (0.0, 1.0)
        across, up = self.x.edges(), self.y.edges()
        written = len(self.x.labels) * len(self.y.labels) <= _WRITTEN
        for i, row in enumerate(self.values):
            for j, value in enumerate(row):
                if math.isnan(value):
                    continue
                fill = self._fill((value - low) / (high - low) if high > low else 0.5)
                place = {"x": across[j], "x2": across[j + 1], "y": up[i], "y2": up[i + 1], "room": False}
                label = fine_percent(value).removesuffix(" %") if written else ""
                told = {"at": self._at(j, i), "told": fine_percent(value), "label": label}
                yield {"kind": "cell", **place, **told, "fill": fill, "ink": text_on(fill)}
        middles = self.y.centres()
        ticks = [(middles[place], label) for place, label in self.y.marked()]
        yield from axis_rows(self.x, self.x.centres(), ticks, self.y.name)
        for step in range(_STEPS):
            label = fine_percent(low) if step == 0 else fine_percent(high) if step == _STEPS - 1 else ""
            yield {"kind": "key", "step": step, "fill": self._fill(step / (_STEPS - 1)), "label": label}

    def _fill(self, share: float) -> str:
        return blend(self.palette.low, self.palette.high, share)


def _layers(palette: Palette) -> list[Spec]:
    box = {"x": pixels("px"), "x2": {"field": "px2"}, "y": pixels("py"), "y2": {"field": "py2"}}
    place = placed("x", "x2", "y", "y2")
    tips = tooltips({"at": "Where", "told": "Probability"})
    middle = [
        {"calculate": "(datum.px + datum.px2) / 2", "as": "mx"},
        {"calculate": "(datum.py + datum.py2) / 2", "as": "my"},
    ]
    text = {"align": "center", "baseline": "middle", "fontSize": 11, "color": expr("datum.ink"), "aria": False}
    key = [
        {"calculate": f"width - {RIGHT} - {_STEPS * 6} + datum.step * 6", "as": "kx"},
        {"calculate": "datum.kx + 6", "as": "kx2"},
    ]
    swatch = {"x": pixels("kx"), "x2": {"field": "kx2"}, "y": {"value": 8}, "y2": {"value": 18}}
    told = {"fontSize": 11, "baseline": "middle", "color": palette.quiet}
    told["align"] = expr("datum.step ? 'right' : 'left'")
    end = [{"filter": "datum.label"}, *key, {"calculate": "datum.step ? datum.kx2 : datum.kx", "as": "ex"}]
    label = {"text": LABEL}
    return [
        layer("cell", "rect", {"fill": expr("datum.fill"), "strokeWidth": 0, "opacity": 1}, {**box, "tooltip": tips},
              transform=place),
        layer("cell", "text", text, {"x": pixels("mx"), "y": pixels("my"), **label}, transform=[*place, *middle]),
        layer("key", "rect", {"fill": expr("datum.fill"), "opacity": 1, "aria": False}, swatch, transform=key),
        layer("key", "text", told, {"x": pixels("ex"), "y": {"value": 28}, **label}, transform=end),
    ]  # fmt: skip
