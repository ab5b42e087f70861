"""Who is asked, and what: by sentence, or put together from a variable, an event, a condition and a date."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from sim.dashboard.added.judgment import AskedEvent, clean_name
from sim.dashboard.address import escape
from sim.dashboard.elicit.asked import (
    list_asked,
    list_conditions,
    list_events,
    name_parent,
    name_sentences,
    write_sentence,
)
from sim.dashboard.elicit.form.fields import bind, clear_fields, list_fields, read_field, with_present, write_field
from sim.dashboard.visit import PageVisit
from sim.scenario.resolve.scenario import Scenario
from sim.show import words
from sim.show.naming.names import ask_event, plain

NEW, OTHER = "new voice", "another question"
"""The first choice of the one box, and the last of the other."""
_ANY = "whatever it is"
_SHORT = 90
"""Letters of a question that its box shows whole on a wide page; there it is not said again."""


def choose_voice(scenario: Scenario) -> str:
    """The id of a voice or a new one's name; empty while nobody is chosen."""
    voices = sorted(scenario.experts, key=lambda voice: scenario.experts[voice].kind == "assumption")
    known = _tell_apart({f"voice {voice}": plain(scenario.experts[voice].name) for voice in voices})
    names = {NEW: "A new voice", **known}
    chosen = st.selectbox(
        "Whose judgment", list(names), format_func=names.__getitem__, placeholder="Choose a voice", index=None,
        **bind("voice", None, clear_fields),
    )  # fmt: skip
    if chosen != NEW:
        return (chosen or "").removeprefix("voice ")
    st.text_input("Name of the new voice", max_chars=80, **bind("name", ""))
    return clean_name(read_field("name", "") or "")


def choose_asked(visit: PageVisit) -> AskedEvent:
    """What is asked."""
    scenario = visit.source
    offered = list_asked(scenario, visit.state.question, visit.state.policy)
    names = {key: escape(text) for key, text in name_sentences(scenario, offered).items()}
    names[OTHER] = "Another question"
    first = next(iter(names))
    if read_field("asked") not in names:
        write_field("asked", first)
    st.selectbox(
        "Question", list(names), format_func=names.__getitem__, **bind("asked", first, clear_fields),
        help="Questions that voices of this scenario have answered, those nearest to the chosen question first.",
    )  # fmt: skip
    key = read_field("asked", first)
    own = scenario.targets[visit.state.question].variable
    asked = offered[key] if key != OTHER else _put_together(scenario, own)
    sentence = write_sentence(scenario, asked)
    repeats = key != OTHER and len(sentence) <= _SHORT
    with st.container(key="elicit-asked-again" if repeats else "elicit-asked-told"):
        st.markdown(f"**{escape(sentence)}**")
    return asked


def _put_together(scenario: Scenario, first: str) -> AskedEvent:
    """Any event of any variable on any condition."""
    labels = _tell_apart({name: plain(variable.label) for name, variable in scenario.variables.items()})
    st.selectbox("About", list(labels), format_func=labels.__getitem__, **bind("variable", first, _other_variable))
    variable = read_field("variable", first)
    known = scenario.variables[variable]
    events = with_present(list_events(known), "event")
    st.selectbox(
        "Will it", events, format_func=lambda event: ask_event(known, event),
        **bind("event", events[0], clear_fields),
    )  # fmt: skip
    given = {}
    for parent, choices in list_conditions(scenario, variable).items():
        st.selectbox(
            f"If {name_parent(scenario, parent)}", with_present([_ANY, *choices], f"given-{parent}"),
            format_func=lambda event: event if event == _ANY else plain(words.read_aloud(event)),
            **bind(f"given-{parent}", _ANY, clear_fields),
        )  # fmt: skip
        chosen = read_field(f"given-{parent}", _ANY)
        if chosen != _ANY:
            given[parent] = chosen
    return AskedEvent(variable, read_field("event", events[0]), given, _choose_clock(scenario, variable))


def _choose_clock(scenario: Scenario, variable: str) -> dict[str, str]:
    """By when, for a variable that moves from step to step."""
    if not scenario.variables[variable].clocked:
        return {}
    told = {f"by {day}": f"by {words.day(day)}" for day in scenario.calendar.ends[1:]}
    told["step"] = f"in each {scenario.timeline.step.removeprefix('1 ')}"
    last = f"by {scenario.calendar.last}"
    st.selectbox(
        "When", with_present(told, "clock"), format_func=lambda key: told.get(key, key),
        **bind("clock", last, clear_fields),
    )  # fmt: skip
    chosen = read_field("clock", last)
    return {"per": "step"} if chosen == "step" else {"by": chosen.removeprefix("by ")}


def _other_variable() -> None:
    """Another variable has other events and parents."""
    clear_fields()
    clear_fields([name for name in list_fields() if name.startswith("given-") or name == "event"])


def _tell_apart(names: dict[str, str]) -> dict[str, str]:
    """The same, those of one name numbered: a browser knows a choice by what it shows."""
    seen: Counter[str] = Counter()
    told = {}
    for key, name in names.items():
        seen[name] += 1
        told[key] = name if seen[name] == 1 else f"{name} ({seen[name]})"
    return told
