"""Paths: the commonest stories, the states over time, and the first time to each, under the chosen policy."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from sim.dashboard import address, picker
from sim.dashboard.address import escape, escape_html
from sim.dashboard.chart import draw_chart
from sim.dashboard.choosers import choose_policy
from sim.dashboard.guard.budget import BUDGET
from sim.dashboard.state import State
from sim.dashboard.turns import TURNS
from sim.dashboard.view import find_palette
from sim.dashboard.visit import PageVisit
from sim.errors import SimError
from sim.results.paths.model import FirstTime, Paths
from sim.results.paths.report import list_default, paths
from sim.scenario.resolve.scenario import Scenario
from sim.show import words
from sim.show.charts.ink import Palette
from sim.show.charts.over_time.alluvial import AlluvialChart
from sim.show.charts.over_time.first_times import FirstTimesChart
from sim.show.over_time.paths import tell_story
from sim.show.titles import find_titles

_PARTS = {50: "half", 5: "5 %", 95: "95 %"}
_WORLD = 1.5e-8  # seconds of a core for a world, a step and a variable; in eight models at most 2.4 times that
_STYLE = """
.paths-stories {list-style: none; margin: 0; padding: 0 !important; color: INK}
.paths-stories li {margin: 0 0 .7rem; padding: 0}
.paths-stories b {margin-right: .3rem; white-space: nowrap}
.paths-stories .paths-rare {border-left: 3px solid QUIET; padding-left: .6rem; margin-left: calc(-.6rem - 3px)}
.paths-stories i {font-style: normal; color: QUIET}
.paths-stories div {height: 7px; border-radius: 3px; background: BAR; margin-top: .2rem}
.paths-stories li:last-child div {background: REST}
.st-key-tells span[title] {color: PAPER !important}
"""


def draw_page(visit: PageVisit) -> None:
    """Draw the page."""
    visit.draw_choices()
    choose_policy(visit)
    names = _choose_variables(visit)
    worlds = fit_worlds(visit.scenario, visit.state)
    if worlds < visit.state.worlds:
        st.info(f"{worlds} worlds a draw are played here, to answer soon; `sim paths` plays as many as are asked for.")
    state = replace(visit.state, worlds=worlds)
    try:
        made = find_paths(visit.scenario, state.policy, names, state.draws, state.worlds, state.seed)
    except SimError as error:
        with visit.problems:
            picker.show_problems(error, "The paths of this scenario cannot be told")
        return
    palette = find_palette()
    case = find_titles(visit.file).case(state.policy)
    st.markdown(f"## {escape(f'The commonest stories, {case}')}", anchors=False)
    st.html(_list_stories(made, palette))
    st.caption(
        escape(
            f"By {words.day(made.by)}: the highest state that each has reached, counted in "
            f"{made.settings.draws * made.settings.worlds:,} worlds; ± is one standard error.{_tell_rare(made)}"
        )
    )
    st.markdown(f"## {escape('What happens when')}", anchors=False)
    chart = AlluvialChart(made, palette)
    with st.container(key="alluvial"):
        draw_chart(chart.spec(), "alluvial-picture", "States over time, and the flows between them")
    st.caption(escape(chart.guide()))
    st.markdown(f"## {escape('First time')}", anchors=False)
    first = FirstTimesChart(made, palette)
    with st.container(key="first-times"):
        draw_chart(first.spec(), "first-times-picture", "When each state is first reached")
    st.caption(escape(first.guide()))
    _draw_numbers(made)


@st.cache_data(max_entries=64, show_spinner=False, hash_funcs={Scenario: lambda scenario: scenario.digest})
def find_paths(scenario: Scenario, policy: str, names: tuple[str, ...], draws: int, worlds: int, seed: int) -> Paths:
    """The paths, as `sim paths` has them."""
    with TURNS.take(urgent=True):
        return paths(scenario, policy=policy, variables=names, draws=draws, worlds=worlds, seed=seed)


def fit_worlds(scenario: Scenario, state: State) -> int:
    """The worlds a draw that are played: those that are asked for, halved until the work is a few seconds."""
    worlds = state.worlds
    each = _WORLD * scenario.timeline.steps * len(scenario.variables) * state.draws
    while worlds > 64 and each * worlds > BUDGET:
        worlds = max(worlds // 2, 64)
    return worlds


def _choose_variables(visit: PageVisit) -> tuple[str, ...]:
    """A box of the variables that are told, in the order in which they are chosen; none stand for the default."""
    file = visit.file
    asked = tuple(name for name in dict.fromkeys(visit.state.tells.split(",")) if name in file.variables)
    chosen = asked or list_default(file)

    def changed() -> None:
        told = tuple(st.session_state["tells"])
        go_to = "" if not told or told == list_default(file) else ",".join(told)
        address.go(replace(address.read_state(), tells=go_to))

    address.hold("tells", list(chosen))
    st.multiselect(
        "What a story tells", list(file.variables), format_func=lambda name: escape(file.variables[name].label),
        key="tells", on_change=changed, max_selections=8,
    )  # fmt: skip
    return chosen


def _list_stories(made: Paths, palette: Palette) -> str:
    inks = {"INK": palette.ink, "QUIET": palette.quiet, "BAR": palette.narrow, "REST": palette.ghost}
    inks["PAPER"] = palette.paper  # what is chosen stands on the colour of controls, light where the page is dark
    style = _STYLE
    for name, ink in inks.items():
        style = style.replace(name, ink)
    most = max(story.share for story in made.stories)
    rows = []
    for story in made.stories:
        share, error = _tell_share(story.share, story.error)
        told = escape_html(tell_story(story))
        bar = f'<div style="width: {100 * story.share / most:.1f}%"></div>'
        rare = ' class="paths-rare"' if story.event else ""
        error = f" <i>{escape_html(error)}</i>" if error else ""
        rows.append(f"<li{rare}><b>{share} of 100 worlds</b> {told}{error}{bar}</li>")
    return f'<style>{style}</style><ol class="paths-stories">{"".join(rows)}</ol>'


def _tell_rare(made: Paths) -> str:
    if not any(story.event for story in made.stories):
        return ""
    return " With a stroke before it: what none of the commonest stories comes to, in whichever way."


def _draw_numbers(made: Paths) -> None:
    """All numbers in words and digits, where they are wanted."""
    expander = st.expander("The numbers", key="fold-paths", on_change="rerun")
    if not expander.open:
        return
    with expander:
        lines = [f"{_tell_worlds(one.share, one.error)}: {tell_story(one)}" for one in made.stories]
        for one in made.first_times:
            lines.append(f"{one.named}: {_tell_worlds(one.share, one.error)}{_tell_days(one)}")
        st.markdown("\n".join(f"- {escape(line)}" for line in lines))


def _tell_share(share: float, error: float) -> tuple[str, str]:
    """A share of 100 worlds, and what stands behind it: its standard error, or nothing where there is none."""
    told = f"{100 * error:.2f}"
    return f"{100 * share:.1f}", f"± {told}" if float(told) else ""


def _tell_worlds(share: float, error: float) -> str:
    return " ".join(filter(None, (*_tell_share(share, error), "of 100 worlds")))


def _tell_days(one: FirstTime) -> str:
    """By when those that ever come to a state have come to it; empty where none does."""
    told = [(level, words.day(one.days[level])) for level in (50, 5, 95) if level in one.days]
    return f"; of these {', '.join(f'{_PARTS[level]} by {day}' for level, day in told)}" if told else ""
