"""The answer over time, made while its expander is open."""

from __future__ import annotations

import streamlit as st

from sim.dashboard.address import escape
from sim.dashboard.forecast.moment import Moment
from sim.show.charts import fan


def draw_over_time(moment: Moment) -> None:
    """The expander."""
    expander = st.expander("Over time", key="fold-time", on_change="rerun")
    if not expander.open:
        return
    with expander:
        chart = fan.fan(moment.answer, scale=moment.state.scale, palette=moment.palette)
        st.altair_chart(chart, key="fan", alt=fan.fan_text(moment.answer))
        told = (
            "Line: median of the draws; dots: the forecast (their mean); bands: 50 % and 90 % of the draws. "
            "The bands are doubt about the judgments; chance is inside each number. "
        )
        st.caption(escape(told + fan.tell_axis(moment.answer, moment.state.scale)))
