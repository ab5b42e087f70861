"""What is looked at of a store: an answer, and over which axes; where nothing is chosen, the page chooses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from sim.batch.summary.sweep_table import Key, SweepTable
from sim.dashboard import address
from sim.dashboard.address import escape
from sim.dashboard.state import State
from sim.show.charts.sweep.series_inks import MOST_SERIES

POLICIES = "policies"
"""In place of an axis: a line a policy. No axis may have this name."""


@dataclass(frozen=True)
class SweepAxes:
    """What a picture is drawn over. picture: `surface` or `lines`. y: of a surface the axis upwards; of lines the axis
    with a line a level, or `POLICIES`."""

    picture: str
    x: str
    y: str


def settle_answer(state: State, answers: Mapping[Key, float]) -> Key:
    """The answer that the address asks for, as far as it is there; of several that one which the settings move most.

    answers: at least one, each with how far it is moved.

    >>> settle_answer(State(policy="b"), {("a", "Q1"): 0.3, ("b", "Q1"): 0.1, ("b", "Q2"): 0.2})
    ('b', 'Q2')
    """

    def fit(key: Key) -> tuple[bool, bool, float]:
        return key[1] == state.question, key[0] == state.policy, answers[key]

    return max(answers, key=fit)


def choose_answer(state: State, key: Key, answers: Mapping[Key, float], names: Mapping[str, str]) -> None:
    """The policies and the questions that there are, by their titles."""
    policies, questions = (list(dict.fromkeys(known[place] for known in answers)) for place in (0, 1))
    shown = replace(state, policy=key[0], question=key[1])
    titles = _tell_apart(questions, names)
    if len(policies) > 1:
        st.segmented_control(
            "Policy", policies, format_func=lambda policy: escape(names.get(policy, policy)), required=True, wrap=True,
            **address.bind_field(shown, "policy", policies),
        )  # fmt: skip
    st.selectbox(
        "Question", questions, format_func=titles.__getitem__, width=320,
        **address.bind_field(shown, "question", questions),
    )  # fmt: skip


def settle_axes(state: State, table: SweepTable) -> SweepAxes:
    """What the picture is drawn over: axes of several levels first. The table has an axis, or more."""
    levels = {axis.name: len(axis.levels) for axis in table.axes}
    moved = [name for name, count in levels.items() if count > 1]
    x = state.x if state.x in levels else next(iter([*moved, *levels]))
    others = [name for name in levels if name != x]
    picture = state.picture
    if not others or (not picture and state.y == POLICIES):
        picture = "lines"
    kept = others if picture == "surface" else [*others, POLICIES]
    y = state.y if state.y in kept else next(name for name in [*moved, POLICIES, *kept] if name in kept and name != x)
    if not picture:
        picture = "lines" if levels.get(y, 0) <= MOST_SERIES else "surface"
    return SweepAxes(picture, x, y)


def choose_axes(state: State, axes: SweepAxes, table: SweepTable, names: Mapping[str, str]) -> None:
    """The kind of picture, its axis from left to right, and the other one."""
    known = [axis.name for axis in table.axes]
    shown = replace(state, picture="surface" if axes.picture == "surface" else "lines", x=axes.x, y=axes.y)
    titles = {**_tell_apart(known, names), POLICIES: "policy"}
    if len(known) > 1:
        st.segmented_control(
            "Picture", ["lines", "surface"], format_func=str.capitalize, required=True,
            **address.bind_field(shown, "picture"),
        )  # fmt: skip
        st.selectbox(
            "From left to right", known, format_func=titles.__getitem__, width=260,
            **address.bind_field(shown, "x", known),
        )  # fmt: skip
        others = [name for name in known if name != axes.x]
        if axes.picture == "lines":
            others.append(POLICIES)
        label = "A line for each" if axes.picture == "lines" else "Upwards"
        st.selectbox(
            label, others, format_func=titles.__getitem__, width=260,
            **address.bind_field(shown, "y", (label, *others)),
        )  # fmt: skip


def _tell_apart(keys: Sequence[str], names: Mapping[str, str]) -> dict[str, str]:
    """Each with its title; with its id as well where several have one title."""
    titles = {key: names.get(key, key) for key in keys}
    several = Counter(titles.values())
    return {key: title if several[title] == 1 else f"{title} ({key})" for key, title in titles.items()}
