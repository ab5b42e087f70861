"""What is supposed: conditions in plain words, each a chip that a click takes away, and a box that adds one."""

from __future__ import annotations

import datetime
from dataclasses import replace

import streamlit as st

from sim.dashboard import address
from sim.dashboard.address import escape
from sim.dashboard.learn.choice import BETWEEN, MOST_GIVEN, SURE, LearnChoice, list_events, write_given
from sim.results.ancestry import held_by
from sim.scenario.resolve.scenario import Scenario
from sim.show import words


def draw_given(scenario: Scenario, chosen: LearnChoice, policy: str) -> None:
    """The chips and the box. policy: what it sets is not offered."""
    texts = [one.text for one in chosen.given]
    with st.container(horizontal=True, vertical_alignment="bottom", key="learn-suppose"):
        if texts:
            told = {one.text: escape(one.told) for one in chosen.given}

            def changed() -> None:
                left = [text for text in texts if text in st.session_state["learn_given"]]
                address.go(replace(address.read_state(), learn_given=BETWEEN.join(left)))

            address.hold("learn_given", texts, texts)
            st.pills(
                "Given that (a click takes it away)", texts, selection_mode="multi", format_func=told.__getitem__,
                key="learn_given", on_change=changed,
            )  # fmt: skip
        if len(texts) < MOST_GIVEN:
            with st.popover("Suppose something", icon=":material/add:", key="learn-box", on_change="rerun") as box:
                if box.open:
                    _draw_box(scenario, chosen, policy, texts)


def _draw_box(scenario: Scenario, chosen: LearnChoice, policy: str, texts: list[str]) -> None:
    held = held_by(scenario, policy)
    names = [name for name in scenario.variables if name not in held]
    labels = {name: escape(scenario.variables[name].label) for name in names}
    name = st.selectbox("What", names, format_func=labels.__getitem__, key="learn-what")
    if name is None:
        return
    variable = scenario.variables[name]
    events = list_events(variable.states, variable.ordered)
    event = st.selectbox(
        "Is", events, format_func=lambda event: escape(words.read_aloud(event)), key=f"learn-event:{name}"
    )
    ends = scenario.calendar.ends[1:]
    usual = next((place for place, day in enumerate(ends) if day > chosen.day), len(ends) - 1)
    day = st.selectbox("On", ends, index=usual, format_func=words.day, key="learn-when")
    times = st.selectbox("How sure", list(SURE), format_func=SURE.__getitem__, key="learn-sure")

    def add() -> None:
        st.session_state["learn-box"] = False
        new = write_given(name, event, day or datetime.date.max, times)
        address.go(replace(address.read_state(), learn_given=BETWEEN.join(dict.fromkeys([*texts, new]))))

    st.button("Suppose it", key="learn-add", on_click=add, type="primary")
