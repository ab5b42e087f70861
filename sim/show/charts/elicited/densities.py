"""Beliefs about one event as curves below each other: where each places the probability, and how surely."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from sim.arrays import Floats
from sim.results.forecast.percent import percent, span
from sim.show.charts.ink import LIGHT, Palette
from sim.show.charts.layers.frame import LABEL, Row, Spec, align_of, along, layer, make_spec, pixels, tooltips
from sim.show.charts.scale import ProbabilityAxis, fit_axis, tick_label

_ROW, _FOOT, _PEAK = 58, 24, 34  # pixels
_CELLS, _SMOOTH = 120, 1.5
_LEAST = 0.01  # of the highest: where a curve begins and ends
_PARTS = ("yours", "other", "without", "with")


@dataclass(frozen=True)
class DensityCurve:
    """One belief. part: whose, one of `yours`, `other`, `without`, `with`. values: probabilities, ascending, each with
    its weight.
    """

    part: str
    name: str
    values: Floats
    weights: Floats

    @property
    def told(self) -> str:
        """Its name, middle and nine tenths, in words."""
        low, middle, high = (self.quantile(level) for level in (0.05, 0.5, 0.95))
        return f"{self.name}: {percent(middle)}, nine tenths from {span(low, high)}"

    def quantile(self, level: float) -> float:
        """The value that a share of the weight lies at or below."""
        reached = np.cumsum(self.weights)
        place = int(np.searchsorted(reached, level * reached[-1]))
        return float(self.values[min(place, self.values.size - 1)])


@dataclass(frozen=True)
class DensitiesChart:
    """Some beliefs about one event."""

    curves: Sequence[DensityCurve]
    palette: Palette = LIGHT

    def spec(self) -> Spec:
        """The Vega-Lite specification; only its data depend on the numbers, its height on how many there are."""
        return make_spec("densities", self._rows(), _layers(self.palette), _ROW * len(self.curves) + _FOOT)

    def guide(self) -> str:
        """How to read the picture."""
        return (
            "Each curve is as high at its own highest point; the wider, the more is left open. The upright line is the "
            "middle."
        )

    def _rows(self) -> Iterator[Row]:
        axis = fit_axis([curve.quantile(level) for curve in self.curves for level in (0.01, 0.99)], "plain")
        floor = _ROW * len(self.curves)
        for tick in axis.ticks:
            place = axis.along(tick)
            yield {"kind": "tick", "x": place, "y": 0, "base": floor, "label": percent_tick(tick)}
            yield {"kind": "scale", "x": place, "y": floor + 12, "label": percent_tick(tick), "align": align_of(place)}
        for number, curve in enumerate(self.curves):
            base, told = _ROW * number + _ROW - 4, curve.told
            yield {"kind": "label", "y": _ROW * number + 10, "label": told}
            places, heights = _heights(curve, axis)
            seen = np.flatnonzero(heights >= _LEAST)
            within = slice(seen[0], seen[-1] + 1) if seen.size else slice(0)
            for place, height in zip(places[within], heights[within], strict=True):
                area = {"x": float(place), "y": base - _PEAK * float(height), "base": base, "row": number}
                yield {"kind": curve.part, "told": told, **area}
            middle = axis.along(curve.quantile(0.5))
            yield {"kind": "middle", "x": middle, "y": base - _PEAK, "base": base, "told": told}


def percent_tick(tick: float) -> str:
    """A mark of the axis.

    >>> percent_tick(0.0), percent_tick(0.05), percent_tick(0.005)
    ('0 %', '5 %', '0.5 %')
    """
    return tick_label(tick) if 0 < tick < 1 else f"{100 * tick:.0f} %"


def tell_curve(curve: DensityCurve) -> dict[str, str]:
    """A row of the table beside the picture."""
    low, middle, high = (percent(curve.quantile(level)) for level in (0.05, 0.5, 0.95))
    return {"Who": curve.name, "Middle": middle, "5 % lie below": low, "5 % lie above": high}


def _heights(curve: DensityCurve, axis: ProbabilityAxis) -> tuple[Floats, Floats]:
    """Places along the axis, and the height of the curve there; its highest is 1."""
    edges = np.linspace(0.0, 1.0, _CELLS + 1)
    at = np.array([axis.back(float(edge)) for edge in edges])
    reached = np.concatenate([[0.0], np.cumsum(curve.weights) / curve.weights.sum()])
    share = np.diff(reached[np.searchsorted(curve.values, at, side="right")])
    width = np.arange(-6, 7)
    kernel = np.exp(-0.5 * (width / _SMOOTH) ** 2)
    padded = np.pad(share, 6, mode="symmetric")
    smooth = np.convolve(padded, kernel / kernel.sum(), mode="valid")
    return 0.5 * (edges[1:] + edges[:-1]), smooth / max(float(smooth.max()), 1e-300)


def _layers(palette: Palette) -> list[Spec]:
    inks = {"yours": palette.narrow, "other": palette.ghost, "without": palette.ghost, "with": palette.wide}
    at = {"x": along("x"), "y": {**pixels("y"), "stack": None}, "y2": {"field": "base"}}
    tips = {"tooltip": tooltips({"told": "Belief"})}
    rows = {"detail": {"field": "row", "type": "nominal"}}
    text = {"baseline": "middle", "aria": False}
    look = {"opacity": 1, "line": False, "clip": True, "strokeWidth": 1}  # the outline joins what is nearly 0
    areas = [
        layer(part, "area", {**look, "color": inks[part], "stroke": inks[part]}, {**at, **rows, **tips})
        for part in _PARTS
    ]
    edge = {"x": {"value": 0}, "y": pixels("y"), "text": LABEL}
    scale = {"x": along("x"), "y": pixels("y"), "text": LABEL}
    rule = {"x": along("x"), "y": pixels("y"), "y2": {"field": "base"}}
    return [
        layer("tick", "rule", {"color": palette.grid, "aria": False}, rule),
        *areas,
        layer("middle", "rule", {"color": palette.tick, "strokeWidth": 2}, {**rule, **tips}),
        layer("label", "text", {**text, "align": "left", "fontSize": 12, "color": palette.ink,
                                "limit": {"expr": "width"}}, edge),
        layer("scale", "text", {**text, "align": {"expr": "datum.align"}, "fontSize": 11, "color": palette.quiet},
              scale),
    ]  # fmt: skip
