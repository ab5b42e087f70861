"""The settings' answers by level of every axis: a row a level, a dot a setting; axes that move it most come first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sim.results.forecast.percent import fine_percent
from sim.show.charts.ink import LIGHT, Palette
from sim.show.charts.layers.frame import LABEL, Row, Spec, layer, make_spec, pixels, spread_along, tick_rows, tooltips
from sim.show.charts.scale import fit_axis

_ROW, _HEAD, _BOTTOM = 24, 26, 30  # pixels: of a level, of an axis's name, below all
_MOST_DOTS = 200
"""Dots of a level; of more settings every so many, lowest to highest, are drawn."""


@dataclass(frozen=True)
class SettingLevel:
    """One level of an axis: what it is called, and the answer in every setting that stands at it, at least one."""

    label: str
    values: tuple[float, ...]

    @property
    def mean(self) -> float:
        """The mean over the settings."""
        return sum(self.values) / len(self.values)


@dataclass(frozen=True)
class LevelDots:
    """An answer by level of every axis. name: of the answer. axes: name and levels, in any order."""

    name: str
    axes: tuple[tuple[str, tuple[SettingLevel, ...]], ...]
    palette: Palette = LIGHT

    def spec(self) -> Spec:
        """The Vega-Lite specification; its data depend on the numbers, its height on the number of levels."""
        levels = sum(len(levels) for _, levels in self.axes)
        height = _ROW * levels + _HEAD * len(self.axes) + _BOTTOM
        return make_spec("levels", self._rows(), _layers(self.palette, height), height)

    def text(self) -> str:
        """What the picture shows, in one sentence."""
        told = []
        for name, levels in self._sorted()[:3]:
            low, high = (choose(levels, key=lambda level: level.mean) for choose in (min, max))
            ends = f"{fine_percent(low.mean)} ({low.label}) to {fine_percent(high.mean)} ({high.label})"
            told.append(
                f"by {name} from {ends}" if low is not high else f"by {name} {fine_percent(low.mean)} throughout"
            )
        return (
            f"{self.name}, mean over settings: {'; '.join(told)}."
            if told
            else f"{self.name}: no setting has an answer."
        )

    def guide(self) -> str:
        """How to read the picture, in one line."""
        return "Each dot is a setting; bar: the mean of those at this level. Axes whose means differ most stand first."

    def table(self) -> list[Row]:
        """A row a level."""
        return [
            {"Axis": name, "Level": level.label, "Settings": len(level.values), "Mean, %": round(100 * level.mean, 2),
             "Lowest, %": round(100 * min(level.values), 2), "Highest, %": round(100 * max(level.values), 2)}
            for name, levels in self._sorted()
            for level in levels
        ]  # fmt: skip

    def _sorted(self) -> list[tuple[str, tuple[SettingLevel, ...]]]:
        def swing(axis: tuple[str, tuple[SettingLevel, ...]]) -> float:
            means = [level.mean for level in axis[1]]
            return min(means) - max(means)

        return sorted(self.axes, key=swing)

    def _rows(self) -> Iterator[Row]:
        values = [value for _, levels in self.axes for level in levels for value in level.values]
        axis = fit_axis(values, "plain")
        top = 0
        for name, levels in self._sorted():
            yield {"kind": "axis", "y": top + _HEAD - 10, "label": name}
            top += _HEAD
            for level in levels:
                middle = top + _ROW / 2
                yield {"kind": "level", "y": middle, "label": level.label}
                told = f"{level.label}: mean {fine_percent(level.mean)} of {len(level.values):,} settings"
                for value in _thinned(level.values):
                    yield {"kind": "dot", "x": axis.along(value), "y": middle, "told": fine_percent(value)}
                ends = {"y": middle - 8, "y2": middle + 8}
                yield {"kind": "mean", "x": axis.along(level.mean), **ends, "told": told}
                top += _ROW
        yield from tick_rows(axis, 0.001)


def _thinned(values: tuple[float, ...]) -> list[float]:
    """The values that are drawn, lowest to highest.

    >>> len(_thinned(tuple(range(1000)))), _thinned((3.0, 1.0))
    (200, [1.0, 3.0])
    """
    ordered = sorted(values)
    if len(ordered) <= _MOST_DOTS:
        return ordered
    return [ordered[round(place * (len(ordered) - 1) / (_MOST_DOTS - 1))] for place in range(_MOST_DOTS)]


def _layers(palette: Palette, height: int) -> list[Spec]:
    margin = "min(230, 0.35 * width)"
    place = spread_along(margin, f"width - {margin} - 12", "x")
    text = LABEL
    label = {"align": "right", "baseline": "middle", "fontSize": 12, "color": palette.ink, "dx": -8}
    side = [{"calculate": margin, "as": "px"}]
    at = {"x": pixels("px"), "y": pixels("y")}
    tips = {"tooltip": tooltips({"told": "Answer"})}
    line = {"color": palette.grid, "strokeWidth": 1, "aria": False}
    foot = {"fontSize": 11, "color": palette.quiet, "baseline": "middle", "align": "center"}
    return [
        layer(
            "tick",
            "rule",
            line,
            {"x": pixels("px"), "y": {"value": 4}, "y2": {"value": height - _BOTTOM}},
            transform=place,
        ),
        layer("tick", "text", foot, {"x": pixels("px"), "y": {"value": height - 14}, "text": text}, transform=place),
        layer("axis", "text", {**label, "fontWeight": 600}, {**at, "text": text}, transform=side),
        layer("level", "text", {**label, "limit": 215}, {**at, "text": text}, transform=side),
        layer(
            "dot",
            "point",
            {"filled": True, "size": 34, "color": palette.chosen, "opacity": 0.45},
            {**at, **tips},
            transform=place,
        ),
        layer(
            "mean",
            "rule",
            {"color": palette.ink, "strokeWidth": 3},
            {**at, "y2": {"field": "y2"}, **tips},
            transform=place,
        ),
    ]
