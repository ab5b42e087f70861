"""How far what was seen moves every variable: the influence diagram, and the same in a list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from sim.dashboard.address import escape
from sim.dashboard.learn.asking import is_asked
from sim.dashboard.learn.diagram import COLOURS, GUIDE, InfluenceDiagram
from sim.dashboard.learn.sentences import say_states
from sim.dashboard.learn.size import DIAGRAM_DRAWS, is_cheap
from sim.dashboard.learn.work import LearnRun, find_states, tell_run, tell_seen
from sim.results.focus.distributions import Distributions, find_distance
from sim.scenario.resolve.observations import Observations
from sim.scenario.resolve.scenario import Scenario
from sim.show import words
from sim.show.charts.ink import Palette


def draw_influence(run: LearnRun, seen: Observations, palette: Palette) -> None:
    """The diagram, its colours when they are cheap or asked for, and the list."""
    run = replace(run, draws=min(run.draws, DIAGRAM_DRAWS))
    scenario, target = run.scenario, run.scenario.targets[run.question]
    on_list = {one.variable for one in seen if one.silence is None}

    def draw(moved: Mapping[str, float]) -> None:
        picture = InfluenceDiagram(scenario, run.policy, moved, on_list, target.variables, palette)
        slot.graphviz_chart(picture.dot(), width="content")

    with st.container(key="learn-sideways"):
        st.caption("Wider than the screen: move it sideways, or open the diagram in words below it.")
    with st.container(key="learn-diagram"):
        slot = st.empty()
    count = sum(len(one.states) - 1 for one in scenario.variables.values())
    if not is_cheap(run, count, run.draws):
        draw({})
        if not is_asked("learn-colours", (tell_run(run), tell_seen(seen)), "Colour it by how far each variable moved"):
            st.caption(GUIDE)
            _draw_words(scenario, dict.fromkeys(scenario.variables, ""))
            return
    with st.spinner("Working out every variable"):
        before, after = find_states(run, Observations()), find_states(run, seen)
    moved = {name: find_distance(before[name], after[name]) for name in before}
    draw(moved)
    st.caption(
        f"On {words.day(target.deadline)}, when the question is decided; from {run.draws:,} draws. {COLOURS} {GUIDE}"
    )
    most_moved = sorted(moved, key=lambda name: -moved[name])
    _draw_words(scenario, {name: _say_moved(scenario, name, before, after, moved[name]) for name in most_moved})


def _draw_words(scenario: Scenario, told: Mapping[str, str]) -> None:
    """The same in a fold: a line a variable. told: what else there is to say of each, in the order of the lines."""
    expander = st.expander("The diagram in words", key="fold-diagram", on_change="rerun")
    if expander.open:
        with expander:
            lines = (f"- **{escape(scenario.variables[name].label)}**{escape(text)}. Hangs on "
                     f"{escape(_say_parents(scenario, name))}." for name, text in told.items())  # fmt: skip
            st.markdown("\n".join(lines))


def _say_parents(scenario: Scenario, name: str) -> str:
    parents = list(dict.fromkeys(axis.variable for axis in scenario.axes[name] if axis.variable != name))
    return words.join_items([scenario.variables[one].label for one in parents], 8) if parents else "nothing"


def _say_moved(scenario: Scenario, name: str, before: Distributions, after: Distributions, moved: float) -> str:
    """How far a variable moved, and from where to where."""
    states = scenario.variables[name].states
    was, now = (say_states(states, shares[name]) for shares in (before, after))
    told = f"was {was}; is {now}" if moved >= 0.0005 else f"stays at {now}"
    return f", moved by {100 * moved:.1f} points: {told}"
