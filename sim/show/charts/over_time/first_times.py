"""When each state is first reached: a row each, a dot for the median, bars for half and nine tenths of the worlds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sim.results.paths.model import FirstTime, Paths
from sim.show import words
from sim.show.charts.ink import LIGHT, Palette
from sim.show.charts.layers.frame import LABEL, Row, Spec, align_of, layer, make_spec, pixels, spread_along, tooltips
from sim.show.over_time.paths import tell_reached

_ROW, _FOOT = 34, 28  # pixels


@dataclass(frozen=True)
class FirstTimesChart:
    """The first times of some paths."""

    made: Paths
    palette: Palette = LIGHT

    def spec(self) -> Spec:
        """The Vega-Lite specification; only its data depend on the numbers, its height on the number of states."""
        height = _ROW * len(self.made.first_times) + _FOOT
        return make_spec("first_times", self._rows(), _layers(self.palette), height)

    def guide(self) -> str:
        """How to read the picture."""
        return (
            "Beside each name: in how many worlds it comes at all. Of these, half have it by the dot, from a quarter "
            "to three quarters within the thick bar, nine tenths within the thin one. Days are ends of steps."
        )

    def _rows(self) -> Iterator[Row]:
        for number, one in enumerate(self.made.first_times):
            y = _ROW * number + _ROW / 2
            yield {"kind": "name", "y": y - 7, "label": one.named}
            yield {"kind": "share", "y": y + 7, "label": _told(one)}
            if one.days:
                along = {level: self._along(one, level) for level in one.days}
                days = ", ".join(f"{level} % by {words.day(day)}" for level, day in one.days.items())
                tip = {"told": f"{one.named}: {_told(one)}; of these {days}", "y": y}
                yield {"kind": "wide", "x": along[5], "x2": along[95], **tip}
                yield {"kind": "half", "x": along[25], "x2": along[75], **tip}
                yield {"kind": "dot", "x": along[50], **tip}
        last, floor = len(self.made.dates) - 1, _ROW * len(self.made.first_times) + 14
        for place in sorted({0, last // 2, last}):
            day, x = self.made.dates[place], place / max(last, 1)
            yield {"kind": "day", "x": x, "y": floor, "label": f"{day.day} {day:%b}", "align": align_of(x)}

    def _along(self, one: FirstTime, level: int) -> float:
        return self.made.dates.index(one.days[level]) / max(len(self.made.dates) - 1, 1)


def _told(one: FirstTime) -> str:
    return f"{tell_reached(one)} of worlds" if one.error else f"{tell_reached(one)}: set by the policy"


def _layers(palette: Palette) -> list[Spec]:
    margin = "min(230, 0.5 * width)"
    place = spread_along(f"{margin} + 14", f"width - {margin} - 24")
    name = [{"calculate": margin, "as": "px"}]
    at, label = {"x": pixels("px"), "y": pixels("y")}, LABEL
    tips = {"tooltip": tooltips({"told": "First time"})}
    text = {"baseline": "middle", "limit": 220, "align": "right", "aria": False}
    dates = {**text, "align": {"expr": "datum.align"}, "fontSize": 11, "color": palette.quiet}
    dot = {"filled": True, "fill": palette.paper, "stroke": palette.tick, "strokeWidth": 2, "size": 70, "opacity": 1}

    def bar(kind: str, ink: str, wide: int) -> Spec:
        mark = {"color": ink, "strokeWidth": wide, "strokeCap": "round"}
        return layer(kind, "rule", mark, {**at, "x2": {"field": "px2"}, **tips}, transform=place)

    return [
        layer("name", "text", {**text, "fontSize": 12, "color": palette.ink}, {**at, "text": label}, transform=name),
        layer("share", "text", {**text, "fontSize": 11, "color": palette.quiet}, {**at, "text": label},
              transform=name),
        bar("wide", palette.wide, 2), bar("half", palette.narrow, 6),
        layer("dot", "point", dot, {**at, **tips}, transform=place),
        layer("day", "text", dates, {**at, "text": label}, transform=place),
    ]  # fmt: skip
