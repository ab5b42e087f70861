"""An answer if an event is seen and if it is not, as a bar with two ends that differ without colour."""

from __future__ import annotations

from collections.abc import Sequence

from sim.results.forecast.percent import percent
from sim.results.indicators.model import Indicator, Indicators
from sim.show.charts.scale import ProbabilityAxis, fit_axis
from sim.show.report.blocks import Drawing
from sim.show.report.drawings.figures import draw_rule, draw_svg

_WIDTH, _END, _MIDDLE = 170.0, 6.0, 7.0


def watch_axis(made: Indicators, top: Sequence[Indicator]) -> float:
    """The probability at the right end of every bar."""
    ends = [end for one in top for end in (one.figures.seen, one.figures.unseen)]
    return fit_axis([0.0, made.probability, *ends], "plain").ends[1]


def draw_watch(made: Indicators, one: Indicator, most: float) -> Drawing:
    """The bar of one event. most: of `watch_axis`."""
    axis = ProbabilityAxis((0.0, most), "plain")
    figures = one.figures
    seen, unseen, now = (
        _END + axis.along(p) * (_WIDTH - 2 * _END) for p in (figures.seen, figures.unseen, made.probability)
    )
    marks = [
        draw_rule(_END, _WIDTH - _END, _MIDDLE, "rule", 1),
        draw_rule(min(seen, unseen), max(seen, unseen), _MIDDLE, "wide", 3),
        f'<line x1="{now:.1f}" x2="{now:.1f}" y1="1" y2="13" class="now" stroke-width="1.5"/>',
        f'<circle cx="{unseen:.1f}" cy="{_MIDDLE}" r="3.6" class="ring"/>',
        f'<circle cx="{seen:.1f}" cy="{_MIDDLE}" r="4.2" class="mean"/>',
    ]
    now_told = percent(made.probability)
    label = f"{percent(figures.seen)} if seen, {percent(figures.unseen)} if not, {now_told} as it stands"
    return Drawing(draw_svg(_WIDTH, 2 * _MIDDLE, marks), label)
