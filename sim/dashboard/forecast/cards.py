"""The policies beside each other: a card each with its answer and its small interval; a click chooses."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from sim.dashboard import address
from sim.dashboard.address import escape
from sim.dashboard.forecast.moment import Moment
from sim.results.forecast.model import Answer
from sim.show.charts.ink import Palette
from sim.show.charts.scale import fit_axis
from sim.show.phrases import whole, whole_span

_TICK = 1.2
"""Half of the forecast's mark, in per cent of the card."""


def draw_cards(moment: Moment, answers: Mapping[str, Answer]) -> None:
    """A card a policy; answers: by policy, in the file's order."""
    if len(answers) < 2:
        return
    labels = {policy: write_card(moment.titles.policy(policy), answer) for policy, answer in answers.items()}
    with st.container(key="cards"):
        st.segmented_control(
            "What the policies come to", list(answers), format_func=labels.__getitem__, required=True, wrap=False,
            label_visibility="collapsed", width="stretch",
            **address.bind_field(moment.state, "policy", tuple(labels.values())),
        )  # fmt: skip
    st.html(f"<style>{_bars(answers, moment.palette)}</style>")


def write_card(name: str, answer: Answer) -> str:
    """A card's text as Markdown: it is spoken as the name of the choice."""
    if answer.settled:
        return f"{escape(name)} **{answer.shown}**"
    ends = answer.interval90
    mean, ends_told = whole(answer.probability), whole_span(ends.low, ends.high)
    return f"{escape(name)} **{escape(mean)}** *{escape(ends_told)}*"


def _bars(answers: Mapping[str, Answer], palette: Palette) -> str:
    """The intervals as backgrounds of the cards, on one axis, each with a mark at the forecast."""
    open_ones = [answer for answer in answers.values() if not answer.settled]
    if not open_ones:
        return ""
    axis = fit_axis([0.0, *(answer.interval90.high for answer in open_ones)], "plain")
    rules = []
    for place, answer in enumerate(answers.values(), start=1):
        if answer.settled:
            continue
        low, high, mean = (
            100 * axis.along(value) for value in (answer.interval90.low, answer.interval90.high, answer.probability)
        )
        layers = _stripe(mean - _TICK, mean + _TICK, palette.ink), _stripe(low, max(high, low + 1), palette.chosen)
        rules.append(
            f".st-key-cards button[role=radio]:nth-of-type({place}) {{background-image: {', '.join(layers)};"
            "background-size: calc(100% - 1rem) 9px, calc(100% - 1rem) 5px; background-repeat: no-repeat;"
            "background-position: .5rem calc(100% - 3px), .5rem calc(100% - 5px)}"
        )
    return "".join(rules)


def _stripe(start: float, end: float, colour: str) -> str:
    stops = f"transparent {start:.1f}%, {colour} {start:.1f}% {end:.1f}%, transparent {end:.1f}%"
    return f"linear-gradient(to right, {stops})"
