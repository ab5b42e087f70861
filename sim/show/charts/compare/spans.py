"""Differences, a row each: where they may lie on both sides of nothing, with the numbers at the right."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sim.show.charts.ink import LIGHT, Palette
from sim.show.charts.layers.frame import Row, Spec, align_of, expr, layer, make_spec, pixels, tooltips

_ROW, _TOP, _BOTTOM, _SIDE = 36, 4, 30, 10  # pixels: of a row, above all, below all, at both sides
_NUMBER = 165  # pixels that are kept free for the numbers
_BESIDE = "width > 640"
"""Where a row is one line: its label, its bar and its number beside each other; else the bar stands below the two."""
_LEFT = f"({_BESIDE} ? min(280, 0.3 * width) : {_SIDE})"
_RIGHT = f"({_BESIDE} ? {_NUMBER + _SIDE} : {_SIDE})"
_MOST_STEPS = 6
_LABEL = {"field": "label", "type": "nominal"}

Ends = tuple[float, float]


@dataclass(frozen=True)
class DifferenceSpan:
    """One row.

    label: what is compared. number: the difference in digits. told: all of it in a sentence. middle: the difference;
    None where there is none to draw. wide, narrow: the ends of its 90 and 50 % intervals; None without one.
    """

    label: str
    number: str
    told: str
    middle: float | None
    wide: Ends | None = None
    narrow: Ends | None = None


@dataclass(frozen=True)
class DifferenceChart:
    """Rows of differences over one axis, on which 0 is always shown. name: of the table of marks."""

    rows: Sequence[DifferenceSpan]
    name: str = "differences"
    palette: Palette = LIGHT

    def spec(self) -> Spec:
        """The Vega-Lite specification; its data depend on the numbers, its height on how many rows there are."""
        height = _TOP + _ROW * len(self.rows) + _BOTTOM
        return make_spec(self.name, self._rows(), _layers(self.palette, height), height)

    def table(self) -> list[Row]:
        """A row a difference."""
        return [
            {"Compared": one.label, "Difference": one.middle, **_ends("90 %", one.wide), **_ends("50 %", one.narrow)}
            for one in self.rows
        ]

    def _rows(self) -> Iterator[Row]:
        drawn = [one for one in self.rows if one.middle is not None]
        ticks = fit_ticks(value for one in drawn for value in _values(one))
        low, width = ticks[0], ticks[-1] - ticks[0]
        for place, one in enumerate(self.rows):
            y = _TOP + _ROW * place
            yield {"kind": "row", "y": y + _ROW}
            yield {"kind": "label", "y": y, "label": one.label, "told": one.told}
            yield {"kind": "number", "y": y, "label": one.number}
            for kind, ends in (("wide", one.wide), ("narrow", one.narrow)):
                if ends is not None:
                    x, x2 = ((end - low) / width for end in ends)
                    yield {"kind": kind, "y": y, "x": x, "x2": x2, "told": one.told}
            if one.middle is not None:
                yield {"kind": "middle", "y": y, "x": (one.middle - low) / width, "told": one.told}
        for tick in ticks:
            x = (tick - low) / width
            yield {"kind": "tick", "x": x, "label": _tick(tick), "align": align_of(x), "zero": tick == 0}


def fit_ticks(values: Iterable[float]) -> tuple[float, ...]:
    """Round and even ticks, at most eight, from end to end of the values and of 0.

    >>> fit_ticks([-3.2, 11.0]), fit_ticks([])
    ((-5.0, 0.0, 5.0, 10.0, 15.0), (-1.0, -0.5, 0.0, 0.5, 1.0))
    """
    known = [value for value in values if math.isfinite(value)]
    low, high = min([*known, 0.0]), max([*known, 0.0])
    if high - low < 1e-9:
        low, high = -1.0, 1.0
    size = 10.0 ** math.floor(math.log10((high - low) / _MOST_STEPS))
    for step in (size, 2 * size, 5 * size, 10 * size, 20 * size):
        first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
        if last - first <= _MOST_STEPS:
            break
    return tuple(round(step * place, 12) for place in range(first, last + 1))


def _values(one: DifferenceSpan) -> Iterator[float]:
    yield from () if one.middle is None else (one.middle,)
    yield from (end for ends in (one.wide, one.narrow) if ends is not None for end in ends)


def _ends(level: str, ends: Ends | None) -> Row:
    low, high = ends or (None, None)
    return {f"{level} from": low, f"{level} to": high}


def _tick(value: float) -> str:
    """A tick with its sign.

    >>> _tick(-5.0), _tick(0.0), _tick(0.05)
    ('-5', '0', '+0.05')
    """
    return "0" if value == 0 else f"{value:+.6g}"


def _layers(palette: Palette, height: int) -> list[Spec]:
    place = [
        {"calculate": f"{_LEFT} + datum.{x} * (width - {_LEFT} - {_RIGHT})", "as": f"p{x}"} for x in ("x", "x2")
    ]  # fmt: skip
    place.append(_down(26))
    tips = {"tooltip": tooltips({"told": "Difference"})}
    at = {"x": pixels("px"), "y": pixels("py")}
    bar = {**at, "x2": {"field": "px2"}, **tips}
    ends = {"y": {"value": _TOP}, "y2": {"value": height - _BOTTOM}}
    line = {"color": palette.grid, "strokeWidth": 1, "aria": False}
    zero = {"color": palette.quiet, "strokeWidth": 1.5, "aria": False}
    align = expr(f"{_BESIDE} ? 'center' : datum.align")
    foot = {"fontSize": 11, "color": palette.quiet, "baseline": "middle", "align": align}
    diamond = {"shape": "diamond", "filled": True, "fill": palette.ink, "stroke": palette.paper, "strokeWidth": 1.2,
               "opacity": 1, "size": 100, "aria": False}  # fmt: skip
    across = {"x": {"value": 0}, "x2": {"value": "width"}, "y": pixels("y")}
    return [
        layer("row", "rule", line, across),
        layer("tick", "rule", line, {"x": pixels("px"), **ends}, transform=place),
        layer("tick", "rule", zero, {"x": pixels("px"), **ends}, transform=[{"filter": "datum.zero"}, *place]),
        layer("tick", "text", foot, {"x": pixels("px"), "y": {"value": height - 14}, "text": _LABEL}, transform=place),
        *_texts(palette, tips),
        layer("wide", "rule", {"color": palette.wide, "strokeWidth": 4, "aria": False}, bar, transform=place),
        layer("narrow", "rule", {"color": palette.narrow, "strokeWidth": 9, "aria": False}, bar, transform=place),
        layer("middle", "point", diamond, {**at, **tips}, transform=place),
    ]  # fmt: skip


def _texts(palette: Palette, tips: Spec) -> Iterator[Spec]:
    """Labels at the left and numbers at the right."""
    limit = expr(f"{_BESIDE} ? {_LEFT} - {2 * _SIDE} : width - {_NUMBER}")
    left = {"fontSize": 12, "baseline": "middle", "align": "left", "limit": limit}
    right = {"fontSize": 12, "baseline": "middle", "align": "right", "fontWeight": 600, "dx": -2}
    halo = {"color": palette.paper, "stroke": palette.paper, "strokeWidth": 4, "strokeJoin": "round", "aria": False}
    for ink in (halo, {"color": palette.ink}):
        for kind, look, x in (("label", left, 2), ("number", right, "width")):
            told = tips if kind == "label" else {}
            at = {"x": {"value": x}, "y": pixels("py"), "text": _LABEL, **told}
            yield layer(kind, "text", {**look, **ink}, at, transform=[_down(11)])


def _down(below: int) -> Spec:
    """Where in a row a mark stands: in the middle, or so many pixels below its top where labels stand above bars."""
    return {"calculate": f"datum.y + ({_BESIDE} ? {_ROW // 2} : {below})", "as": "py"}
