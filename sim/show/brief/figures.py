"""The pictures of a brief: SVG inside the page, in inks that also print in grey."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape

from sim.results.forecast.model import Answer
from sim.show.charts.ink import LIGHT
from sim.show.charts.scale import ProbabilityAxis, fit_axis
from sim.show.phrases import whole, whole_span

READINGS = 20
_BINS, _WIDTH, _LEFT, _DOT = 31, 330.0, 12.0, 9.0


def draw_dots(readings: Sequence[float], answer: Answer) -> str:
    """The readings of one answer as dots, stacked, above the bars of half and nine tenths of them.

    readings: probabilities, lowest first.
    """
    axis = fit_axis([*readings, answer.interval90.low, answer.interval90.high], "plain")
    step = _WIDTH / _BINS
    bins = [min(int(axis.along(value) * _BINS), _BINS - 1) for value in readings]
    floor = max(Counter(bins).values(), default=1) * _DOT + 4
    seen: Counter[int] = Counter()
    marks = []
    for place in bins:
        seen[place] += 1
        x, y = _LEFT + (place + 0.5) * step, floor - (seen[place] - 0.5) * _DOT
        marks.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{0.42 * _DOT:.1f}" fill="{LIGHT.chosen}"/>')
    marks += _bars(answer, axis, floor + 10)
    marks += [_tick(axis, tick, floor) for tick in axis.ticks]
    label = (
        f"{len(readings)} readings; half of them {whole_span(answer.interval50.low, answer.interval50.high)}, "
        f"nine tenths {whole_span(answer.interval90.low, answer.interval90.high)}; forecast {whole(answer.probability)}"
    )
    height = floor + 36
    return _svg(_WIDTH + 2 * _LEFT, height, label, [_rule(_LEFT, _LEFT + _WIDTH, floor, LIGHT.ghost, 1), *marks])


def draw_span(answer: Answer, most: float) -> str:
    """The 90 % interval and the forecast of one policy as a bar; most: the probability at its right end."""
    width, middle = 150.0, 7.0
    axis = ProbabilityAxis((0.0, most), "plain")
    low, high, mean = (
        2 + axis.along(p) * (width - 4) for p in (answer.interval90.low, answer.interval90.high, answer.probability)
    )
    marks = [
        _rule(2, width - 2, middle, LIGHT.grid, 1), _rule(low, max(high, low + 1), middle, LIGHT.narrow, 5),
        f'<circle cx="{mean:.1f}" cy="{middle}" r="4" fill="{LIGHT.ink}" stroke="#fff"/>',
    ]  # fmt: skip
    label = f"forecast {whole(answer.probability)}, span {whole_span(answer.interval90.low, answer.interval90.high)}"
    return _svg(width, 2 * middle, label, marks)


def _bars(answer: Answer, axis: ProbabilityAxis, y: float) -> list[str]:
    pairs = ((answer.interval90, LIGHT.wide, 4), (answer.interval50, LIGHT.narrow, 8))
    bars = [
        _rule(_LEFT + axis.along(one.low) * _WIDTH, _LEFT + axis.along(one.high) * _WIDTH, y, ink, size)
        for one, ink, size in pairs
    ]
    x = _LEFT + axis.along(answer.probability) * _WIDTH
    points = f"{x:.1f},{y - 6:.1f} {x + 6:.1f},{y:.1f} {x:.1f},{y + 6:.1f} {x - 6:.1f},{y:.1f}"
    return [*bars, f'<polygon points="{points}" fill="{LIGHT.ink}" stroke="#fff"/>']


def _tick(axis: ProbabilityAxis, tick: float, floor: float) -> str:
    x = _LEFT + axis.along(tick) * _WIDTH
    anchor = "start" if tick == axis.ticks[0] else "end" if tick == axis.ticks[-1] else "middle"
    return (
        f'<text x="{x:.1f}" y="{floor + 31:.1f}" font-size="10" text-anchor="{anchor}" fill="{LIGHT.quiet}">'
        f"{100 * tick:.4g} %</text>"
    )


def _rule(x: float, x2: float, y: float, ink: str, size: float) -> str:
    return f'<line x1="{x:.1f}" x2="{x2:.1f}" y1="{y:.1f}" y2="{y:.1f}" stroke="{ink}" stroke-width="{size}"/>'


def _svg(width: float, height: float, label: str, marks: Sequence[str]) -> str:
    box = f'viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}"'
    return f'<svg {box} role="img" aria-label="{escape(label)}">{"".join(marks)}</svg>'
