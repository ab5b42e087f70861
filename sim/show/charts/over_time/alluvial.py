"""States over time: a strip a variable, a column a date, states stacked, and flows between the columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, pairwise

from sim.results.paths.model import Paths, PathStack
from sim.show import words
from sim.show.charts.export import Caption
from sim.show.charts.ink import LIGHT, Palette, blend
from sim.show.charts.layers.frame import LABEL, Row, Spec, align_of, along, layer, make_spec, pixels, tooltips
from sim.show.over_time.paths import tell_story
from sim.show.words import read_aloud

_TITLE, _STRIP, _GAP, _FOOT, _KEY = 24, 70, 7, 30, 22  # pixels: title, strip, between states, dates, keys
_BAR = 0.012  # half a column, of the width
_POINTS = 9
_LETTER, _SWATCH, _LINE, _NARROW = 5.2, 22, 16, 320
"""Pixels: of a letter of a key, its swatch with the blanks, from line to line of keys, and of a telephone's picture."""
_GUIDE = (
    "Each strip is 100 worlds: a column is a date, its height all worlds, its parts the highest state so far (of a "
    "variable whose states have no order the state at the date); bands show which worlds move on."
)


@dataclass(frozen=True)
class AlluvialChart:
    """The stacks of some paths."""

    made: Paths
    palette: Palette = LIGHT

    def spec(self) -> Spec:
        """The Vega-Lite specification; only its data depend on the numbers, its height on the number of variables."""
        height = sum(map(_height, self.made.stacks)) + _FOOT
        return make_spec("alluvial", self._rows(), _layers(self.palette), height)

    def text(self) -> str:
        """What the picture shows: the commonest story."""
        first = self.made.stories[0]
        return f"Of 100 worlds, {100 * first.share:.0f} by {words.day(self.made.by)}: {tell_story(first)}."

    def guide(self) -> str:
        """How to read the picture."""
        columns = self.made.columns
        even = len({(later - day).days for day, later in pairwise(columns)}) < 2
        return _GUIDE if even else f"{_GUIDE} Dates lie closer to each other at first."

    def table(self) -> list[Row]:
        """A row a variable, date and state."""
        return [
            {"What": one.label, "Date": words.day(day), "State": read_aloud(state),
             "Of 100 worlds": round(100 * share, 2)}
            for one in self.made.stacks
            for day, shares in zip(self.made.columns, one.shares, strict=True)
            for state, share in zip(one.states, shares, strict=True)
        ]  # fmt: skip

    def _rows(self) -> Iterator[Row]:
        columns = self.made.columns
        places = [0.03 + 0.94 * k / max(len(columns) - 1, 1) for k in range(len(columns))]
        floor = 0
        for number, one in enumerate(self.made.stacks):
            top = floor + _TITLE + _GAP * _most_gaps(one)  # of the strip without its gaps, which lift what is above
            floor += _height(one)
            inks = state_ramp(len(one.states), self.palette)
            yield {"kind": "title", "x": 0.0, "y": floor - _height(one) + 12, "label": one.label}
            yield from _flows(one, number, places, top, inks)
            for place, day, shares in zip(places, columns, one.shares, strict=True):
                for state, ((low, high), gaps) in enumerate(zip(_stacked(shares), _gaps(shares), strict=True)):
                    if high > low:
                        told = f"{one.label}: {read_aloud(one.states[state])}, {100 * (high - low):.1f} of 100 worlds"
                        yield {"kind": "stack", "x": place - _BAR, "x2": place + _BAR, "y": _down(top, high, gaps),
                               "y2": _down(top, low, gaps), "ink": inks[state],
                               "told": f"{told} by {words.day(day)}"}  # fmt: skip
            yield from _keys(one, top + _STRIP + 10, inks)
        for number, (place, day) in enumerate(zip(places, columns, strict=True)):
            narrow = number in (0, len(columns) // 2, len(columns) - 1)
            yield {"kind": "day", "x": place, "y": floor + 12, "label": f"{day.day} {day:%b}", "align": align_of(place),
                   "narrow": narrow}  # fmt: skip


def alluvial_caption(made: Paths, today: date) -> Caption:
    """What stands above the picture when it is taken away. today: the day on which that is."""
    chart = AlluvialChart(made)
    return Caption("Which way the worlds go", chart.text(), chart.guide(), made.title, made.as_of,
                   read_aloud(made.policy), "", None, today)  # fmt: skip


def state_ramp(states: int, palette: Palette) -> list[str]:
    """Grey for the first state, then from mild to grave: lighter and darker, so the colour-blind see them too."""
    ramp = [blend(palette.mild, palette.grave, k / max(states - 2, 1)) for k in range(states - 1)]
    return [palette.ghost, *ramp]


def _stacked(shares: tuple[float, ...]) -> list[tuple[float, float]]:
    """From where to where each state reaches, the lowest state at the bottom."""
    ends, at = [], 0.0
    for share in shares:
        ends.append((at, at + share))
        at += share
    return ends


def _gaps(shares: tuple[float, ...]) -> list[int]:
    """How many gaps lie below each state: one for each lower state in which there are worlds."""
    return list(accumulate((share > 0 for share in shares[:-1]), initial=0))


def _most_gaps(one: PathStack) -> int:
    return max(sum(share > 0 for share in shares) for shares in one.shares) - 1


def _height(one: PathStack) -> int:
    """The pixels of a variable's title, strip and keys."""
    lines = -(-len(one.states) // _keys_in_line(one))
    return _TITLE + _STRIP + _GAP * _most_gaps(one) + _KEY + _LINE * (lines - 1)


def _key_width(one: PathStack) -> float:
    """The pixels of a variable's widest key."""
    return _SWATCH + _LETTER * max(len(read_aloud(state)) for state in one.states)


def _keys_in_line(one: PathStack) -> int:
    """How many keys stand beside each other in a narrow picture."""
    return max(1, min(len(one.states), int(_NARROW // _key_width(one))))


def _down(top: int, height: float, gaps: float) -> float:
    """Pixels from above of a height in the stack, 0 to 1, raised by the gaps below it."""
    return round(top + _STRIP * (1.0 - height) - _GAP * gaps, 2)


def _flows(one: PathStack, strip: int, places: list[float], top: int, inks: list[str]) -> Iterator[Row]:
    """A band for every flow: its edges are smooth steps from where it leaves to where it arrives."""
    for column, flow in enumerate(one.flows):
        leave = [low for low, _ in _stacked(one.shares[column])]
        arrive = [low for low, _ in _stacked(one.shares[column + 1])]
        below, above = _gaps(one.shares[column]), _gaps(one.shares[column + 1])
        start, end = places[column] + _BAR, places[column + 1] - _BAR
        for source, row in enumerate(flow):
            for target, share in enumerate(row):
                if share > 0.0005:
                    for k in range(_POINTS):
                        part = k / (_POINTS - 1)
                        smooth = part * part * (3 - 2 * part)
                        low = leave[source] + (arrive[target] - leave[source]) * smooth
                        gaps = below[source] + (above[target] - below[source]) * smooth
                        yield {"kind": "flow", "band": f"{strip}-{column}-{source}-{target}",
                               "x": round(start + (end - start) * part, 5), "y": _down(top, low + share, gaps),
                               "y2": _down(top, low, gaps), "ink": inks[source]}  # fmt: skip
                leave[source] += share
                arrive[target] += share


def _keys(one: PathStack, y: int, inks: list[str]) -> Iterator[Row]:
    """A swatch and a word a state, in equal parts of the width; in a narrow picture on several lines."""
    many, few = len(one.states), _keys_in_line(one)
    for number, (state, ink) in enumerate(zip(one.states, inks, strict=True)):
        yield {"kind": "key", "y": y, "label": read_aloud(state), "ink": ink, "number": number, "many": many,
               "few": few, "need": many * _key_width(one)}  # fmt: skip


_KEY_PLACES = [
    {"calculate": "width < datum.need ? datum.few : datum.many", "as": "in_line"},
    {"calculate": "0.03 + 0.96 * (datum.number % datum.in_line) / datum.in_line", "as": "key_x"},
    {"calculate": f"datum.y + {_LINE} * floor(datum.number / datum.in_line)", "as": "key_y"},
]


def _layers(palette: Palette) -> list[Spec]:
    ink = {"field": "ink", "type": "nominal", "scale": None, "legend": None}
    at, label = {"x": along("x"), "y": pixels("y")}, LABEL
    key_at = {"x": along("key_x"), "y": pixels("key_y")}
    band = {"x": along("x"), "y": pixels("y"), "y2": {"field": "y2"}, "fill": ink,
            "detail": {"field": "band", "type": "nominal"}}  # fmt: skip
    box = {**at, "x2": {"field": "x2"}, "y2": {"field": "y2"}, "fill": ink, "tooltip": tooltips({"told": "Worlds"})}
    text = {"fontSize": 12, "baseline": "middle", "color": palette.ink, "aria": False}
    bold = {**text, "align": "left", "fontWeight": 600}
    dates = {**text, "align": {"expr": "datum.align"}, "color": palette.quiet}
    return [
        layer("flow", "area", {"opacity": 0.45, "aria": False}, {**band, "y": {**pixels("y"), "stack": None}}),
        layer("stack", "rect", {"opacity": 1, "stroke": palette.paper, "strokeWidth": 0.6}, box),
        layer("title", "text", bold, {**at, "text": label}),
        layer("key", "point", {"shape": "square", "filled": True, "size": 80, "opacity": 1, "aria": False},
              {**key_at, "fill": ink}, transform=_KEY_PLACES),
        layer("key", "text", {**text, "fontSize": 11, "align": "left", "dx": 9}, {**key_at, "text": label},
              transform=_KEY_PLACES),
        layer("day", "text", dates, {**at, "text": label},
              transform=[{"filter": "width > 560 || datum.narrow"}]),
    ]  # fmt: skip
