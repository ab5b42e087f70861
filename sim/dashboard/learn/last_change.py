"""What the last change of what counts as seen did to the answer, for one visitor."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from sim.dashboard.learn.answers import write_number
from sim.dashboard.learn.work import LearnRun, tell_run, tell_seen
from sim.results.forecast.model import Answer
from sim.scenario.resolve.observations import Observations

_LAST = "learn-last"


@dataclass(frozen=True)
class LastAnswer:
    """An answer that was shown. run, seen: what it was of. told: what the change before it did."""

    run: tuple[object, ...]
    seen: tuple[object, ...]
    number: str
    told: str


def tell_change(run: LearnRun, seen: Observations, answer: Answer) -> str:
    """The sentence, such as `The last change moved it from 0.5 %.`; empty at first sight and for another question.

    seen: what counts now, what is supposed included. answer: with it.
    """
    now, number, told = (tell_run(run), tell_seen(seen)), write_number(answer), ""
    last: LastAnswer | None = st.session_state.get(_LAST)
    if last is not None and last.run == now[0]:
        moved = "left it there" if last.number == number else f"moved it from {last.number}"
        told = last.told if last.seen == now[1] else f"The last change {moved}."
    st.session_state[_LAST] = LastAnswer(*now, number, told)
    return told
