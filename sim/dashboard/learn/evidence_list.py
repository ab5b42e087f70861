"""What was seen, entry by entry, each with its switch; the day up to which it counts, and whether silence does."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace
from itertools import groupby

import streamlit as st

from sim.dashboard import address
from sim.dashboard.address import escape
from sim.dashboard.learn.beside import EvidenceBeside, EvidenceEntry
from sim.dashboard.learn.choice import CHANCES, OFF, USUAL_CHANCE, LearnChoice
from sim.dashboard.state import State
from sim.results.forecast.percent import percent
from sim.scenario.resolve.scenario import Scenario
from sim.scenario.resolve.silence import Silence
from sim.show import words


def draw_day(known: EvidenceBeside, chosen: LearnChoice) -> None:
    """The slider of days."""
    if len(known.days) < 2:
        return
    usual = known.days[-1] if known.entries or known.quiet else known.days[0]

    def changed() -> None:
        day: datetime.date = st.session_state["learn_day"]
        address.go(replace(address.read_state(), learn_day="" if day == usual else day.isoformat()))

    address.hold("learn_day", chosen.day, [day.isoformat() for day in known.days])
    st.select_slider("As of", known.days, format_func=words.day, key="learn_day", on_change=changed)


def draw_quiet(known: EvidenceBeside, chosen: LearnChoice, state: State) -> None:
    """The switch of silence, and its chance of report where the file has none."""
    on = chosen.silence is not None

    def switched() -> None:
        asked = ("" if known.quiet is not None else USUAL_CHANCE) if st.session_state["learn_quiet"] else ""
        off = OFF if known.quiet is not None else ""
        address.go(replace(address.read_state(), learn_quiet=asked if st.session_state["learn_quiet"] else off))

    address.hold("learn_quiet", on)
    st.toggle("Silence counts: nothing else was reported", key="learn_quiet", on_change=switched)
    if known.quiet is None and on:

        def changed() -> None:
            address.go(replace(address.read_state(), learn_quiet=st.session_state["learn_chance"]))

        address.hold("learn_chance", state.learn_quiet)
        st.selectbox(
            "Of what happens is reported", list(CHANCES), format_func=lambda key: percent(CHANCES[key]),
            key="learn_chance", on_change=changed, width=220,
        )  # fmt: skip


def say_counted(known: EvidenceBeside, chosen: LearnChoice) -> str:
    """How many entries count, up to when, and whether silence does, in a sentence."""
    count, until = len(chosen.shows(known)), words.day(chosen.day)
    silence = "silence counts" if chosen.silence is not None else "silence does not count"
    return f"{count} of {len(known.entries)} entries count, until {until}; {silence}."


def say_off(chosen: LearnChoice) -> str:
    """What becomes of an entry that is switched off, in a sentence."""
    told = "An entry that is switched off counts as if it had not come"
    if chosen.silence is None:
        return f"{told}."
    return f"{told}; silence then says that nothing of the kind was reported, so an answer may rise as well as fall."


def say_later(known: EvidenceBeside, chosen: LearnChoice) -> str:
    """How many entries came after the chosen day, and from when on, in a sentence; empty where none did."""
    later = [one.day for one in known.entries if one.day > chosen.day]
    if not later:
        return ""
    if len(later) == 1:
        return f"One thing was seen later, on {words.day(later[0])}: move the day to count it."
    return f"{len(later)} things were seen later, from {words.day(min(later))} on: move the day to count them."


def draw_entries(known: EvidenceBeside, chosen: LearnChoice) -> None:
    """A switch an entry, day by day; those that are still to come cannot be switched."""
    numbers = {one.id: number for number, one in enumerate(list_by_day(known), start=1)}
    for day, group in groupby(list_by_day(known), key=lambda one: one.day):
        later = day > chosen.day
        st.markdown(f"**{words.day(day)}**" + (": not yet" if later else ""))
        for one in group:
            key = f"learn-entry:{one.id}"
            address.hold(key, one.id not in chosen.without)
            st.toggle(escape(one.sentence), key=key, disabled=later, on_change=_switch(one, key))
            told = [text if text.endswith((".", "?", "!")) else f"{text}." for text in (one.note, one.source) if text]
            st.caption(escape(" ".join([f"No. {numbers[one.id]}.", *told])))


def list_by_day(known: EvidenceBeside) -> list[EvidenceEntry]:
    """The entries as the page lists them, the earliest first."""
    return sorted(known.entries, key=lambda one: one.day)


def draw_silences(scenario: Scenario, silences: tuple[Silence, ...] | None) -> None:
    """What silence says of every variable, and why not of others."""
    if not silences:
        return
    expander = st.expander(f"What silence counts for, until {words.day(silences[0].until)}", key="fold-silences",
                           on_change="rerun")  # fmt: skip
    if expander.open:
        with expander:
            st.markdown("\n".join(f"- {escape(say_silence(scenario, one))}" for one in silences))


def say_silence(scenario: Scenario, one: Silence) -> str:
    """What silence says of one variable, in words."""
    name = scenario.variables[one.variable].label
    if one.why_not:
        return f"{name}: does not count, {one.why_not}"
    over = f", over {one.delay} step{'s' * (one.delay > 1)}" if one.delay else ""
    state, heard = words.read_aloud(one.beyond), percent(one.reported or 0.0)
    return f"{name}: no report that it went beyond “{state}” ({heard} of such events would be reported{over})"


def _switch(one: EvidenceEntry, key: str) -> Callable[[], None]:
    def changed() -> None:
        state = address.read_state()
        off = dict.fromkeys(name for name in state.learn_without.split(",") if name)
        off.pop(one.id, None)
        if not st.session_state[key]:
            off[one.id] = None
        address.go(replace(state, learn_without=",".join(off)))

    return changed
