"""One answer over time, with the bands that half and nine tenths of the draws stay in."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import altair as alt

from sim.results.forecast.model import Answer, Interval
from sim.results.forecast.percent import percent
from sim.show import words
from sim.show.charts.ink import LIGHT, Palette, outlined
from sim.show.charts.layers.frame import describe
from sim.show.charts.marks import QUIET, layer_chart, ruler_of, tooltips
from sim.show.charts.scale import ProbabilityAxis, Scale, fit_axis, position

_TIPS = {"by": "By", "told": "Probability", "span90": "90 %", "span50": "50 %"}
_PLACES = ("median", "low50", "high50", "low90", "high90")


def fan(answer: Answer, *, scale: Scale = "odds", palette: Palette = LIGHT) -> alt.LayerChart:
    """One answer over time: median line, mean dots, 50 % and 90 % of the draws as bands."""
    axis = alt.Axis(format="%-d %b", title=None, grid=False, labelColor=palette.quiet, labelOverlap="greedy",
                    tickColor=palette.grid, domainColor=palette.grid)  # fmt: skip
    # Dates in UTC, or a reader west of Greenwich would see the day before.
    chart = alt.Chart().encode(x=alt.X("date:T", axis=axis, scale=alt.Scale(type="utc")))

    shown = fan_axis(answer, scale)

    def up(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", **ruler_of(shown, palette))

    dot = chart.mark_point(filled=True, fill=palette.paper, stroke=palette.tick, strokeWidth=1.5, size=34, opacity=1,
                           description=describe(_TIPS))  # fmt: skip
    layers = [
        chart.mark_area(color=palette.wide, **QUIET).encode(y=up("low90"), y2=alt.Y2("high90")),
        chart.mark_area(color=palette.narrow, **QUIET).encode(y=up("low50"), y2=alt.Y2("high50")),
        *(
            chart.mark_line(color=ink, strokeWidth=wide, **QUIET).encode(y=up("median"))
            for ink, wide in outlined(palette)
        ),
        dot.encode(y=up("mean"), tooltip=tooltips(_TIPS)),
    ]
    return layer_chart("fan", list(_steps(answer, scale)), layers, 280)


def fan_axis(answer: Answer, scale: Scale) -> ProbabilityAxis:
    """The axis that holds all that the picture shows of the answer, and little more."""
    curve = answer.curve
    return fit_axis([*curve.probability, *curve.low90, *curve.high90], scale)


def tell_axis(answer: Answer, scale: Scale) -> str:
    """From where to where the axis runs, in a sentence. answer, scale: of the picture."""
    return f"The axis runs from {fan_axis(answer, scale)}: as far as anything is shown."


def fan_text(answer: Answer) -> str:
    """What the fan shows, in a sentence: first step, last step, and the band at the end."""
    curve = answer.curve
    asked = [k for k, value in enumerate(curve.probability) if not math.isnan(value)]
    if not asked:
        return f"{answer.asks} Undefined throughout: it is asked of no world."
    first, last = asked[0], Interval(0.9, curve.low90[-1], curve.high90[-1])
    start = f"{percent(curve.probability[first])} by {words.day(curve.dates[first])}"
    return (
        f"{answer.asks} Probability over time: {start}, "
        f"{percent(curve.probability[-1])} by {words.day(curve.dates[-1])} ({words.interval_text(last)})."
    )


def _steps(answer: Answer, scale: Scale) -> Iterator[dict[str, Any]]:
    curve = answer.curve
    for k, when in enumerate(curve.dates):
        if math.isnan(curve.probability[k]):
            continue  # asked of no world by then
        yield {
            "date": when.isoformat(),
            "by": words.day(when),
            "told": words.number(curve.probability[k]),
            "span90": words.span(Interval(0.9, curve.low90[k], curve.high90[k])),
            "span50": words.span(Interval(0.5, curve.low50[k], curve.high50[k])),
            "mean": position(curve.probability[k], scale),
            **{place: position(getattr(curve, place)[k], scale) for place in _PLACES},
        }
