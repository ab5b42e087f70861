"""What was said beside what came: a picture where there are answers enough for one, and counts where there are not."""

from __future__ import annotations

import streamlit as st

from sim.dashboard.address import escape
from sim.dashboard.chart import draw_chart
from sim.dashboard.compare.html_table import ComparedRow, draw_table
from sim.results.forecast.percent import fine_percent
from sim.results.score.model import FORECAST, ScoreTable
from sim.results.track.calibration import CalibrationBin, bin_answers, bin_tail
from sim.show.charts.ink import Palette
from sim.show.charts.scores.calibration import CalibrationChart

FEWEST_ANSWERS, FEWEST_EVENTS = 40, 30
"""For a picture: with fewer answers most of its ten bins hold one or two, with fewer events the same twice."""


def draw_calibration(made: ScoreTable, palette: Palette) -> None:
    """Draw the calibration of the forecast, as `sim track` has it."""
    said, truth = _read_answers(made)
    bins = find_bins(made)
    if len(said) < FEWEST_ANSWERS or made.clusters < FEWEST_EVENTS:
        st.caption(
            f"No picture of calibration: {len(said)} answers, decided by {made.clusters} events, are too few. The "
            "counts below show how few there are to a bin."
        )
    else:
        chart = CalibrationChart(bins, bin_tail(said, truth), palette)
        with st.container(key="calibration"):
            draw_chart(chart.spec(), "calibration-picture", "What was said beside what came")
        st.caption(escape(f"{chart.guide()} {chart.text()}"))
    with st.container(key="calibration-figures"):
        heads = ["Said", "Answers", "Said, mean", "Came", "By chance"]
        rows = [ComparedRow(f"{100 * one.low:g} to {100 * one.high:g} %", _cells(one)) for one in bins]
        draw_table("What was said beside what came, by bins", heads, rows, palette)


def find_bins(made: ScoreTable) -> list[CalibrationBin]:
    """The forecast's answers by what was said, lowest first, with what came of them."""
    return bin_answers(*_read_answers(made))


def _read_answers(made: ScoreTable) -> tuple[list[float], list[float]]:
    return [one.scores[FORECAST].probability for one in made.questions], [one.truth for one in made.questions]


def _cells(one: CalibrationBin) -> list[str]:
    chance = f"{one.chance_low:.0%} to {one.chance_high:.0%}".replace("%", "\u00a0%")
    came = fine_percent(one.came) if 0 < one.came < 1 else f"{one.came * one.n:.0f} of {one.n}"
    return [str(one.n), fine_percent(one.said), came, chance]
