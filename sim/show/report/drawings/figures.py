"""The pictures of a page that is handed on: SVG inside it, in inks that the page sets and that also print in grey.

They are drawn here and not by Vega-Lite, so that a report needs no browser and no library of pictures, and its texts
are the page's own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sim.results.forecast.model import Answer
from sim.results.forecast.percent import percent
from sim.show.charts.scale import ProbabilityAxis, fit_axis, tick_label
from sim.show.phrases import whole, whole_span
from sim.show.report.blocks import Drawing

READINGS = 20
_BINS, _WIDTH, _LEFT, _DOT = 31, 330.0, 12.0, 9.0
_TALLEST = 90.0
"""Pixels of the highest stack of dots."""
_END = 5.0
"""Pixels on both sides of a bar, so that no dot is cut."""
_DOTS_GUIDE = (
    "A dot is one reading. Bars: half of the readings, and nine tenths; diamond: the forecast, their mean. The spread "
    "is doubt about what was said; chance is in each dot."
)


def draw_dots(readings: Sequence[float], answer: Answer) -> Drawing:
    """The readings of one answer as dots, stacked, above the bars of half and nine tenths of them.

    readings: probabilities, lowest first.
    """
    axis = fit_axis([*readings, answer.interval90.low, answer.interval90.high], "plain")
    step = _WIDTH / _BINS
    bins = [min(int(axis.along(value) * _BINS), _BINS - 1) for value in readings]
    tallest = max(Counter(bins).values(), default=1)
    size = min(_DOT, _TALLEST / tallest)
    floor = tallest * size + 4
    seen: Counter[int] = Counter()
    marks = []
    for place in bins:
        seen[place] += 1
        x, y = _LEFT + (place + 0.5) * step, floor - (seen[place] - 0.5) * size
        marks.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{0.42 * size:.1f}" class="dot"/>')
    marks += _bars(answer, axis, floor + 10)
    marks += [_tick(axis, tick, floor) for tick in axis.ticks]
    label = (
        f"{len(readings)} readings; half of them {whole_span(answer.interval50.low, answer.interval50.high)}, "
        f"nine tenths {whole_span(answer.interval90.low, answer.interval90.high)}; forecast {whole(answer.probability)}"
    )
    svg = draw_svg(_WIDTH + 2 * _LEFT, floor + 36, [draw_rule(_LEFT, _LEFT + _WIDTH, floor, "base", 1), *marks])
    rows = [(str(place), percent(value)) for place, value in enumerate(readings, start=1)]
    return Drawing(svg, label, _DOTS_GUIDE, ("Reading", "Probability"), rows)


def draw_span(answer: Answer, most: float, width: float = 150.0) -> Drawing:
    """The intervals and the forecast of one answer as a bar; most: the probability at its right end."""
    middle = 7.0
    axis = ProbabilityAxis((0.0, most), "plain")

    def along(p: float) -> float:
        return _END + axis.along(p) * (width - 2 * _END)

    low, high, mean = along(answer.interval90.low), along(answer.interval90.high), along(answer.probability)
    half = along(answer.interval50.low), along(answer.interval50.high)
    marks = [
        draw_rule(_END, width - _END, middle, "rule", 1), draw_rule(low, max(high, low + 1), middle, "wide", 3),
        draw_rule(half[0], max(half[1], half[0] + 1), middle, "narrow", 6),
        f'<circle cx="{mean:.1f}" cy="{middle}" r="4" class="mean"/>',
    ]  # fmt: skip
    label = f"forecast {whole(answer.probability)}, span {whole_span(answer.interval90.low, answer.interval90.high)}"
    return Drawing(draw_svg(width, 2 * middle, marks), label)


def draw_scale(most: float, width: float = 150.0) -> Drawing:
    """The ends and the middle of the axis below which `draw_span` draws."""
    ends = ((0.0, "start", _END), (most / 2, "middle", width / 2), (most, "end", width - _END))
    marks = [draw_label(x, 10, f"{100 * p:.4g}{' %' * (p == most)}", anchor) for p, anchor, x in ends]
    return Drawing(draw_svg(width, 13, marks), f"Bars from 0 to {100 * most:.4g} %")


def draw_rule(x: float, x2: float, y: float, look: str, size: float) -> str:
    """A line from left to right in one of the page's inks."""
    return f'<line x1="{x:.1f}" x2="{x2:.1f}" y1="{y:.1f}" y2="{y:.1f}" class="{look}" stroke-width="{size}"/>'


def draw_label(x: float, y: float, text: str, anchor: str = "middle") -> str:
    """A text of numbers; nothing of the scenario's may stand in it."""
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="10" text-anchor="{anchor}" class="label">{text}</text>'


def draw_svg(width: float, height: float, marks: Sequence[str]) -> str:
    """The picture that the marks make, as large as that on a screen."""
    box = f'viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}"'
    return f"<svg {box}>{''.join(marks)}</svg>"


def _bars(answer: Answer, axis: ProbabilityAxis, y: float) -> list[str]:
    pairs = ((answer.interval90, "wide", 4), (answer.interval50, "narrow", 8))
    bars = [
        draw_rule(_LEFT + axis.along(one.low) * _WIDTH, _LEFT + axis.along(one.high) * _WIDTH, y, ink, size)
        for one, ink, size in pairs
    ]
    x = _LEFT + axis.along(answer.probability) * _WIDTH
    points = f"{x:.1f},{y - 6:.1f} {x + 6:.1f},{y:.1f} {x:.1f},{y + 6:.1f} {x - 6:.1f},{y:.1f}"
    return [*bars, f'<polygon points="{points}" class="mean"/>']


def _tick(axis: ProbabilityAxis, tick: float, floor: float) -> str:
    anchor = "start" if tick == axis.ticks[0] else "end" if tick == axis.ticks[-1] else "middle"
    return draw_label(_LEFT + axis.along(tick) * _WIDTH, floor + 31, tick_label(tick), anchor)
