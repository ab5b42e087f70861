"""The judgment that is being given: what it implies, beside what others believe, and what it does not go with."""

from __future__ import annotations

from typing import Any

import streamlit as st

from sim.dashboard.added.adding import AddedEntry
from sim.dashboard.address import escape, escape_cell, escape_html
from sim.dashboard.chart import draw_chart
from sim.dashboard.elicit.beliefs import EventBeliefs, VoiceBelief, list_beliefs
from sim.dashboard.elicit.clashes import VoiceClash, find_clash, has_overall, tell_overall
from sim.dashboard.elicit.implied import tell_implied
from sim.dashboard.state import State
from sim.dashboard.turns import TURNS
from sim.dashboard.view import find_palette
from sim.errors import SimError
from sim.priors.reading.judgment import read_event
from sim.results.forecast.percent import percent
from sim.scenario.resolve.scenario import Scenario
from sim.show.charts.elicited.densities import DensitiesChart, DensityCurve, tell_curve
from sim.show.lines import curl_quotes

_BY_DIGEST: Any = {"hash_funcs": {Scenario: lambda scenario: scenario.digest}, "show_spinner": False}


def draw_judged(before: Scenario, draft: Scenario, entry: AddedEntry, state: State) -> bool:
    """Draw it; whether it can be added.

    before, draft: the scenario without it and with it, with the edits of the visit.
    """
    found = _find_beliefs(before, draft, entry.key, state.policy)
    _draw_words(draft, entry, found)
    clash = _find_clash(draft, entry.key)
    if clash is not None:
        where = st.error if clash.fatal else st.warning
        end = " Both cannot stand, so it is not added." if clash.fatal else " It can be added; draws are mended."
        name = draft.experts[entry.voice].name
        where(escape(f"{name} contradicts what is said elsewhere. {' '.join(clash.told)}{end}"))
    _draw_picture(found)
    if has_overall(draft):
        _draw_overall(draft, state)
    return clash is None or not clash.fatal


def can_stand(draft: Scenario, entry: AddedEntry) -> bool:
    """Whether a judgment goes with all else, as `draw_judged` says it."""
    try:
        clash = _find_clash(draft, entry.key)
    except SimError:
        return False
    return clash is None or not clash.fatal


def tell_missed(draft: Scenario, key: str) -> str:
    """Where the curve does not meet what was said, as a sentence; empty where it does."""
    missed = [point for point in read_event(draft, draft.resolved[key].record).fit if point.missed]
    told = ", ".join(f"{percent(point.elicited)} became {percent(point.fitted)}" for point in missed)
    return f"The curve does not meet all that was said: {told}." if told else ""


def _draw_words(draft: Scenario, entry: AddedEntry, found: EventBeliefs) -> None:
    """What it implies, in a live region: spoken after every change."""
    told = [*tell_implied(found.rows[0].spread), tell_missed(draft, entry.key)]
    if len(found.rows) == 1:
        told.append("This voice has no weight here, so nothing would change.")
    text = escape_html(" ".join(filter(None, told)))
    st.markdown(f'<div role="status" aria-live="polite">{text}</div>', unsafe_allow_html=True)


def _draw_picture(found: EventBeliefs) -> None:
    curves = [_curve(belief) for belief in found.rows]
    chart = DensitiesChart(curves, find_palette())
    name = "What each voice believes about this event, and all of them together"
    with st.container(key="elicit-densities"):
        draw_chart(chart.spec(), "elicit-densities-picture", name)
    where = f" All voices together are shown where {found.where}." if found.where else ""
    st.caption(escape(chart.guide() + where))
    st.table([{key: escape_cell(text) for key, text in tell_curve(curve).items()} for curve in curves], hide_index=True,
             border="horizontal")  # fmt: skip


def _draw_overall(draft: Scenario, state: State) -> None:
    """What is said of the result as a whole, on demand: the whole is worked out for it."""
    if not st.button("Check against what is said as a whole", key="elicit-overall"):
        return
    with TURNS.take():
        told = tell_overall(draft, state.policy, min(state.draws, 400), state.seed)
    st.markdown("\n".join(f"- {escape(line)}" for line in told) or "Nothing to compare.")


def _curve(belief: VoiceBelief) -> DensityCurve:
    name = f"{belief.who}, {belief.said}" if belief.said else belief.who
    return DensityCurve(belief.part, curl_quotes(name), belief.spread.values, belief.spread.weights)


@st.cache_data(max_entries=64, **_BY_DIGEST)
def _find_beliefs(before: Scenario, draft: Scenario, key: str, policy: str) -> EventBeliefs:
    return list_beliefs(before, draft, key, policy)


@st.cache_data(max_entries=64, **_BY_DIGEST)
def _find_clash(draft: Scenario, key: str) -> VoiceClash | None:
    return find_clash(draft, key)
