"""The spread of results: what happens in a hundred worlds, and twenty equally good readings of what was said."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from sim.dashboard.address import escape
from sim.dashboard.chart import draw_chart
from sim.dashboard.forecast.moment import Moment
from sim.results.focus.chance import chance_share
from sim.results.focus.state_shares import StateShares
from sim.results.shares.printed import whole_share
from sim.show.charts.dotplot import DotPlot
from sim.show.charts.worlds import WorldsChart

_WORLDS = "One hundred worlds under each policy"


def draw_worlds(moment: Moment, states: Mapping[str, StateShares]) -> None:
    """A hundred worlds under each policy, below its card, and how much of the doubt is chance."""
    chart = make_worlds(moment, states)
    with st.container(key="worlds"):
        draw_chart(chart.spec(), "worlds-chart", _WORLDS)
    st.caption(escape(f"{chart.guide()} {tell_chance(moment)}".strip()))


def draw_readings(moment: Moment) -> None:
    """The readings of the answer, those of the file or the variant hollow behind them."""
    chart = make_readings(moment)
    with st.container(key="readings"):
        st.markdown(f"## {escape('Twenty equally good readings of what was said')}", anchors=False)
        draw_chart(chart.spec(), "readings-chart", chart.name)
    st.caption(escape(chart.guide()))


def make_worlds(moment: Moment, states: Mapping[str, StateShares]) -> WorldsChart:
    """The picture of the worlds."""
    shares = {policy: states.get(policy) for policy in moment.file.policies}
    return WorldsChart(shares, moment.state.policy, moment.titles, moment.palette, named=len(shares) < 2)


def make_readings(moment: Moment) -> DotPlot:
    """The picture of the readings."""
    state = moment.state
    return DotPlot(
        moment.now.forecast, state.policy, state.question,
        before=None if moment.before is None else moment.before.forecast, before_name=moment.before_name,
        titles=moment.titles, scale=state.scale, palette=moment.palette,
    )  # fmt: skip


def tell_chance(moment: Moment) -> str:
    """How much of the uncertainty would remain if we knew who is right; empty where nothing is uncertain."""
    state = moment.state
    share = chance_share(moment.now.forecast.draws, state.policy, state.question)
    if share is None or moment.answer.settled:
        return ""
    return (
        f"Even if we knew who is right and what each of them means, {whole_share(share)} of the uncertainty would "
        "remain: that is chance."
    )
