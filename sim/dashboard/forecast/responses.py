"""Every response under every policy, and below it the answers of the chosen policy with their doubt."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from sim.dashboard import address, compute
from sim.dashboard.address import escape
from sim.dashboard.forecast.moment import Moment
from sim.dashboard.state import SORTS
from sim.results.forecast.model import Forecast
from sim.scenario.resolve.scenario import Scenario
from sim.show.charts import heatmap, ladder
from sim.show.charts.scale import RULERS

_HEATMAP, _LADDER = "heatmap-chart", "ladder"
_MOST_ROWS = 40


def draw_responses(moment: Moment) -> None:
    """Both pictures: they are drawn last, for they take the whole forecast."""
    now, before = all_answers(moment, moment.scenario), None
    if moment.other is not None:
        before = all_answers(moment, moment.other)
    shown = moment.file.questions if len(moment.file.questions) <= _MOST_ROWS else _some(moment)
    del shown
    _draw_controls(moment)
    chart = make_heatmap(moment, now, before)
    st.vega_lite_chart(
        spec=chart.spec(), key=_HEATMAP, alt=chart.name, on_select=_cell_clicked, selection_mode=heatmap.PICK,
        width="stretch",
    )  # fmt: skip
    st.caption(escape(chart.guide()))
    st.markdown(f"### {escape(f'How far each answer is open, {moment.titles.case(moment.state.policy)}')}", anchors=False)
    rungs = make_ladder(moment, now, before)
    st.vega_lite_chart(
        spec=rungs.spec(), key=_LADDER, alt=rungs.name, on_select=_row_clicked, selection_mode=ladder.PICK,
        width="stretch",
    )  # fmt: skip
    st.caption(escape(rungs.guide()))


def all_answers(moment: Moment, scenario: Scenario) -> Forecast:
    """Every question under every policy."""
    state = moment.state
    return compute.compute_forecast(scenario, tuple(moment.file.policies), state.draws, state.worlds, state.seed)
