"""What was said beside what came: the whole range, and the improbable end enlarged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sim.results.forecast.percent import fine_percent
from sim.results.track.calibration import TAIL, CalibrationBin
from sim.show.charts.ink import LIGHT, Palette
from sim.show.charts.layers.frame import LABEL, Row, Spec, align_of, along, layer, make_spec, pixels, tooltips
from sim.show.charts.scale import tick_label

TOP, FIELD, BOTTOM = 34, 250, 50  # pixels: above, of the field, below
HEIGHT = TOP + FIELD + BOTTOM


@dataclass(frozen=True)
class _Panel:
    """One field. left, right: shares of the width. end: the probability at its right end. name: above it."""

    name: str
    left: float
    right: float
    end: float
    y_end: float
    ticks: tuple[float, ...]
    y_ticks: tuple[float, ...]

    def along(self, said: float) -> float:
        """The share of the width of a probability."""
        return self.left + (self.right - self.left) * min(said / self.end, 1.0)

    def up(self, came: float) -> float:
        """The pixel of a share that came."""
        return TOP + FIELD * (1 - min(came / self.y_end, 1.0))


@dataclass(frozen=True)
class CalibrationChart:
    """Bins of probabilities with the share that came true. tail: of what was called improbable, yes or no."""

    bins: Sequence[CalibrationBin]
    tail: Sequence[CalibrationBin]
    palette: Palette = LIGHT

    def spec(self) -> Spec:
        """The Vega-Lite specification; only its data depend on the numbers."""
        return make_spec("calibration", self._rows(), _layers(self.palette), HEIGHT)

    def text(self) -> str:
        """What the picture shows, in one sentence."""
        outside = [one for one in self.bins if not one.chance_low <= one.came <= one.chance_high]
        n = sum(one.n for one in self.bins)
        if not outside:
            return f"Of {len(self.bins)} bins with {n} answers, all lie where chance puts them nine times of ten."
        told = "; ".join(
            f"said {fine_percent(one.said)}, came {fine_percent(one.came)} (n = {one.n})" for one in outside
        )
        return f"Of {len(self.bins)} bins with {n} answers, outside what chance alone does: {told}."

    def guide(self) -> str:
        """How to read the picture, in one line."""
        return (
            "Dot: the share of a bin's answers that came true, with their number. Bar: where it would lie nine times "
            "of ten if what was said were right and answers were independent. Line: said and came are the same."
        )

    def table(self) -> list[Row]:
        """A row a bin: the whole range first, then the improbable end."""
        return [
            {"Part": part, "From, %": _cent(one.low), "To, %": _cent(one.high), "Answers": one.n,
             "Said, %": _cent(one.said), "Came, %": _cent(one.came), "By chance from, %": _cent(one.chance_low),
             "By chance to, %": _cent(one.chance_high)}
            for part, bins in (("all", self.bins), ("improbable", self.tail))
            for one in bins
        ]  # fmt: skip

    def _rows(self) -> Iterator[Row]:
        tenths = tuple(place / 5 for place in range(6))
        whole = _Panel("All answers: came, by what was said", 0.06, 0.55, 1.0, 1.0, tenths, tenths)
        most = max([one.came for one in self.tail] + [one.chance_high for one in self.tail], default=0.0)
        y_end = next(end for end in (0.1, 0.2, 0.4, 0.6, 1.0) if end >= most)
        steps = tuple(y_end * place / 5 for place in range(6))
        tail = _Panel("Called improbable, yes or no", 0.66, 0.98, TAIL[-1], y_end, TAIL, steps)
        for panel, bins in ((whole, self.bins), (tail, self.tail)):
            yield from _field(panel)
            for one in bins:
                yield from _bin(panel, one)


def _field(panel: _Panel) -> Iterator[Row]:
    yield {"kind": "name", "x": panel.left, "y": 12, "label": panel.name, "align": "left"}
    low, high = panel.up(0.0), panel.up(min(panel.end, panel.y_end))
    yield {"kind": "line", "x": panel.left, "y": low, "x2": panel.along(min(panel.end, panel.y_end)), "y2": high}
    for tick in panel.ticks:
        x = panel.along(tick)
        yield {"kind": "tick", "x": x, "y": low + 14, "label": tick_label(tick), "align": align_of(x, 0.001)}
    for tick in panel.y_ticks:
        y = panel.up(tick)
        yield {"kind": "grid", "x": panel.left, "x2": panel.right, "y": y}
        yield {"kind": "level", "x": panel.left, "y": y, "label": tick_label(tick)}
    yield {"kind": "said", "x": (panel.left + panel.right) / 2, "y": low + 36, "label": "said"}


def _bin(panel: _Panel, one: CalibrationBin) -> Iterator[Row]:
    x, y = panel.along(one.said), panel.up(one.came)
    chance = f"by chance {fine_percent(one.chance_low)} to {fine_percent(one.chance_high)}"
    told = f"said {fine_percent(one.said)}, came {fine_percent(one.came)} of {one.n}; {chance}"
    yield {"kind": "chance", "x": x, "y": panel.up(one.chance_low), "y2": panel.up(one.chance_high), "told": told}
    yield {"kind": "came", "x": x, "y": y, "told": told}
    yield {"kind": "count", "x": x, "y": y - 12 if y > TOP + 12 else y + 14, "label": str(one.n)}


def _cent(value: float) -> float:
    return round(100 * value, 2)


def _layers(palette: Palette) -> list[Spec]:
    at = {"x": along("x"), "y": pixels("y")}
    text = {"text": LABEL}
    quiet = {"fontSize": 11, "color": palette.quiet, "baseline": "middle"}
    tips = {"tooltip": tooltips({"told": "Bin"})}
    bar = {"color": palette.wide, "opacity": 0.5, "width": 12}
    name = {"fontSize": 12, "color": palette.ink, "align": "left", "baseline": "middle"}
    line = {"color": palette.grid, "strokeWidth": 1, "aria": False}
    return [
        layer("grid", "rule", line, {**at, "x2": {"field": "x2"}}),
        layer("line", "rule", {"color": palette.quiet, "strokeWidth": 1, "strokeDash": [4, 3], "aria": False},
              {**at, "x2": {"field": "x2"}, "y2": {"field": "y2"}}),
        layer("chance", "bar", bar, {**at, "y2": {"field": "y2"}, **tips}),
        layer("came", "point", {"color": palette.tick, "filled": True, "size": 70, "opacity": 1}, {**at, **tips}),
        layer("count", "text", {"fontSize": 11, "color": palette.ink, "baseline": "middle", "align": "left", "dx": 7},
              {**at, **text}),
        layer("tick", "text", {**quiet, "align": "center"}, {**at, **text}),
        layer("level", "text", {**quiet, "align": "right", "dx": -6}, {**at, **text}),
        layer("said", "text", {**quiet, "align": "center", "color": palette.ink}, {**at, **text}),
        layer("name", "text", name, {**at, **text}),
    ]  # fmt: skip
