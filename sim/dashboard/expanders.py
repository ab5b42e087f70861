"""Below the ladder: the answer over time.

What is in an expander is made only while it is open.
"""

from __future__ import annotations

import streamlit as st

from sim.dashboard.view import View
from sim.show.charts import fan


def draw_expanders(view: View) -> None:
    """The expanders, each under a stable key."""
    for key, title, content in (("time", "Over time", _over_time),):
        expander = st.expander(title, key=f"fold-{key}", on_change="rerun")
        if expander.open:
            with expander:
                content(view)


def _over_time(view: View) -> None:
    chart = fan.fan(view.answer, scale=view.state.scale, palette=view.palette)
    st.altair_chart(chart, key="fan", alt=fan.fan_text(view.answer))
    st.caption(
        "Line: median of the draws; dots: the forecast (their mean); bands: 50 % and 90 % of the draws. "
        "The bands are doubt about the judgments; chance is inside each number."
    )
