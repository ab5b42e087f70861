"""Below the ladder: what moves the answer, the answer over time, its judgments, assumptions, settings.

What is in an expander is made only while it is open.
"""

from __future__ import annotations

import streamlit as st

from sim.dashboard import explanation, judgments, settings
from sim.dashboard.address import escape
from sim.dashboard.view import View
from sim.show import words
from sim.show.charts import fan


def draw_expanders(view: View) -> None:
    """The expanders, each under a stable key."""
    for key, title, content in (
        ("explained", "Which sentence moves the answer", explanation.draw_explanation),
        ("time", "Over time", _over_time),
        ("judgments", "Judgments", lambda view: judgments.draw_judgments(view.scenario, view.answer, view.state)),
        ("assumptions", f"What no expert said ({len(view.forecast.assumptions)})", _assumptions),
        ("settings", "Settings", _settings),
    ):
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


def _assumptions(view: View) -> None:
    for line in view.forecast.warnings:
        st.warning(escape(line))
    st.markdown("\n".join(f"- {escape(line)}" for line in view.forecast.assumptions))


def _settings(view: View) -> None:
    settings.draw_settings(view.file, view.scenario, view.state)
    st.caption(words.method_line(view.answer, view.forecast) + " The same in a terminal:")
    st.code(settings.write_command(view.forecast, view.state), language=None, wrap_lines=True)
