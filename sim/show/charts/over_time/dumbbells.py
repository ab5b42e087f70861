"""Events to watch, a row each: the answer if it is not seen and if it is, on one line, beside the answer as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sim.results.forecast.percent import fine_percent, percent
from sim.results.indicators.model import Indicator, Indicators
from sim.show import words
from sim.show.charts.ink import LIGHT, Palette
from sim.show.charts.layers.frame import LABEL, Row, Spec, align_of, expr, layer, make_spec, pixels, spread, tooltips
from sim.show.charts.scale import ProbabilityAxis, fit_axis, tick_label
from sim.show.over_time.indicators import name_event, pick_top, say_event, say_seen, sentence

_ROW, _TOP, _BOTTOM = 44, 26, 30  # pixels: of an event, above all, below all
_CHANCE = 150  # pixels at the end of a line that the chance of an event may take


@dataclass(frozen=True)
class Dumbbells:
    """The best events of a list, one a variable. top: how many."""

    made: Indicators
    top: int = 8
    palette: Palette = LIGHT

    def spec(self) -> Spec:
        """The Vega-Lite specification; its data depend on the numbers, its height on the number of events."""
        height = _TOP + _ROW * len(self._shown()) + _BOTTOM
        return make_spec("dumbbells", self._rows(), _layers(self.palette, height), height)

    def text(self) -> str:
        """What the picture shows: the first event in a sentence, and what comes next."""
        shown = self._shown()
        if not shown:
            return f"Nothing to watch for: {self.made.settled or 'no event is open'}."
        then = words.join_items([f'"{say_event(one)}"' for one in shown[1:]])
        return sentence(self.made, shown[0]) + (f" Next: {then}." if shown[1:] else "")

    def guide(self) -> str:
        """How to read the picture, in one line."""
        way = say_seen(self.made)
        return (
            f"Full dot: the answer if the event is {way} by {words.day(self.made.by)}; hollow: if it is not; line: the "
            f"answer as it is, {fine_percent(self.made.probability)}. Behind an event the chance that it is {way}. "
            "What is worth most stands first."
        )

    def table(self) -> list[Row]:
        """A row an event."""
        return [
            {"Event": name_event(one), "Chance, %": _hundred(one.figures.probability),
             "If seen, %": _hundred(one.figures.seen), "If not, %": _hundred(one.figures.unseen),
             "Worth, bits": round(one.figures.bits, 6), "Worth, Brier": round(one.figures.brier, 6)}
            for one in self._shown()
        ]  # fmt: skip

    def _shown(self) -> Sequence[Indicator]:
        return pick_top(self.made, self.top)

    def _rows(self) -> Iterator[Row]:
        shown, now = self._shown(), self.made.probability
        axis = fit_axis([now, *(p for one in shown for p in (one.figures.seen, one.figures.unseen))], "plain")
        for place, one in enumerate(shown):
            yield from _event(one, axis, _TOP + _ROW * (place + 0.5))
        if shown:
            yield {"kind": "now", "x": axis.along(now), "label": f"now {fine_percent(now)}",
                   "align": align_of(axis.along(now))}  # fmt: skip
        for tick in axis.ticks:
            yield {"kind": "tick", "x": axis.along(tick), "label": tick_label(tick)}


def _event(one: Indicator, axis: ProbabilityAxis, y: float) -> Iterator[Row]:
    figures = one.figures
    seen, unseen = axis.along(figures.seen), axis.along(figures.unseen)
    chance = percent(figures.probability)
    told = (
        f"{name_event(one)} ({chance}): {fine_percent(figures.seen)} if seen, "
        f"{fine_percent(figures.unseen)} if not; worth {figures.bits:.4f} bits"
    )
    yield {"kind": "event", "y": y - 10, "label": say_event(one)}
    yield {"kind": "chance", "y": y - 10, "label": f"{one.named}, {chance}" if one.named else chance}
    row = {"y": y + 8, "told": told}
    yield {**row, "kind": "bar", "x": unseen, "x2": seen}
    yield {**row, "kind": "unseen", "x": unseen}
    yield {**row, "kind": "seen", "x": seen}
    low, high = sorted((figures.seen, figures.unseen))
    yield {**row, "kind": "left", "x": axis.along(low), "label": fine_percent(low)}
    yield {**row, "kind": "right", "x": axis.along(high), "label": fine_percent(high)}


def _hundred(probability: float) -> float:
    return round(100 * probability, 2)


def _layers(palette: Palette, height: int) -> list[Spec]:
    place = spread(58, "width - 122")
    at, tips = {"x": pixels("px"), "y": pixels("y")}, {"tooltip": tooltips({"told": "Event"})}
    foot = {"fontSize": 11, "color": palette.quiet, "baseline": "middle", "align": "center"}
    ends = {"y": {"value": _TOP - 6}, "y2": {"value": height - _BOTTOM}}
    name: Row = {"align": "left", "baseline": "middle", "fontSize": 12, "color": palette.ink}
    beside: Row = {"align": "right", "baseline": "middle", "fontSize": 11, "color": palette.quiet}
    halo = {"stroke": palette.paper, "strokeWidth": 6, "strokeJoin": "round", "aria": False}  # no line crosses a name
    dot = {"size": 110, "strokeWidth": 2, "opacity": 1, "filled": True, "stroke": palette.chosen}
    number = {"fontSize": 11, "baseline": "middle", "color": palette.ink}
    full, hollow = {**dot, "fill": palette.chosen}, {**dot, "fill": palette.paper}
    return [
        layer("tick", "rule", {"color": palette.grid, "strokeWidth": 1, "aria": False}, {"x": pixels("px"), **ends},
              transform=place),
        layer("tick", "text", foot, {"x": pixels("px"), "y": {"value": height - 14}, "text": LABEL}, transform=place),
        layer("now", "rule", {"color": palette.ghost, "strokeWidth": 1.5, "strokeDash": [4, 3]},
              {"x": pixels("px"), **ends}, transform=place),
        layer("now", "text", {**foot, "color": palette.ink}, {"x": pixels("px"), "y": {"value": 10}, "text": LABEL},
              transform=place),
        layer("event", "text", {**name, **halo, "limit": expr(f"width - {_CHANCE}")},
              {"x": {"value": 2}, "y": pixels("y"), "text": LABEL}),
        layer("event", "text", {**name, "limit": expr(f"width - {_CHANCE}")},
              {"x": {"value": 2}, "y": pixels("y"), "text": LABEL}),
        layer("chance", "text", {**beside, "limit": _CHANCE - 10},
              {"x": {"value": expr("width - 2")}, "y": pixels("y"), "text": LABEL}),
        layer("bar", "rule", {"color": palette.wide, "strokeWidth": 3}, {**at, "x2": {"field": "px2"}, **tips},
              transform=place),
        layer("unseen", "point", hollow, {**at, **tips}, transform=place),
        layer("seen", "point", full, {**at, **tips}, transform=place),
        layer("right", "text", {**number, "align": "left", "dx": 10}, {**at, "text": LABEL}, transform=place),
        layer("left", "text", {**number, "align": "right", "dx": -10}, {**at, "text": LABEL}, transform=place),
    ]  # fmt: skip
