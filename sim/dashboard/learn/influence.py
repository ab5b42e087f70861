"""How far what was seen moves every variable: the influence diagram, and the same in a list."""

from __future__ import annotations

import streamlit as st

from sim.dashboard.address import escape
from sim.dashboard.learn.diagram import GUIDE, InfluenceDiagram
from sim.dashboard.learn.sentences import say_states
from sim.dashboard.learn.work import LearnRun, find_states
from sim.results.focus.distributions import find_distance
from sim.scenario.resolve.observations import Observations
from sim.show import words
from sim.show.charts.ink import Palette


def draw_influence(run: LearnRun, seen: Observations, palette: Palette) -> None:
    """The diagram and the list."""
    scenario = run.scenario
    before, after = find_states(run, Observations()), find_states(run, seen)
    moved = {name: find_distance(before[name], after[name]) for name in before}
    target = scenario.targets[run.question]
    on_list = {one.variable for one in seen if one.silence is None}
    picture = InfluenceDiagram(scenario, run.policy, moved, on_list, target.variables, palette)
    with st.container(key="learn-diagram"):
        st.graphviz_chart(picture.dot(), width="stretch")
    st.caption(f"On {words.day(target.deadline)}, when the question is decided. {GUIDE}")
    expander = st.expander("The diagram in words", key="fold-diagram", on_change="rerun")
    if not expander.open:
        return
    with expander:
        lines = []
        for name in sorted(moved, key=lambda name: -moved[name]):
            variable = scenario.variables[name]
            parents = list(dict.fromkeys(axis.variable for axis in scenario.axes[name] if axis.variable != name))
            hangs = words.join_items([scenario.variables[one].label for one in parents], 8) if parents else "nothing"
            was, now = (say_states(variable.states, shares[name]) for shares in (before, after))
            told = f"was {was}; is {now}" if moved[name] >= 0.0005 else f"stays at {now}"
            lines.append(f"- **{escape(variable.label)}**, moved by {100 * moved[name]:.1f} points: {escape(told)}. "
                         f"Hangs on {escape(hangs)}.")  # fmt: skip
        st.markdown("\n".join(lines))
