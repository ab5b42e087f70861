"""What the page takes an answer apart into, kept for all visitors; and the runs of what if, kept for one."""

from __future__ import annotations

from math import inf
from time import thread_time
from typing import Any

import streamlit as st

from sim.dashboard.forecast.moment import Moment
from sim.dashboard.sliders.doubt import explain_answer, find_case
from sim.dashboard.state import State
from sim.dashboard.turns import TURNS
from sim.progress import Progress
from sim.results.coherence.model import Coherence
from sim.results.coherence.report import coherence
from sim.results.compare.alternatives import alternatives
from sim.results.compare.views import Views
from sim.results.explain.case import Case
from sim.results.explain.grounds import find_grounds
from sim.results.explain.model import Explanation
from sim.results.explain.standing import AnswerGrounds
from sim.results.explain.tornado import with_reruns
from sim.scenario.resolve.scenario import Scenario

LIMIT, LOOK = 8.0, 1.0
"""Seconds of a processor that the runs of what if may take unasked, and those after which that is judged."""
_RERUNS = "why-reruns"
_BY_DIGEST: Any = {"hash_funcs": {Scenario: lambda scenario: scenario.digest}, "show_spinner": False}


class _TooDear(Exception):
    """The runs would take too long."""


def ask_case(scenario: Scenario, state: State) -> Case:
    """The case that `sim explain` would ask with the settings of the page."""
    return find_case(scenario, state.question, state.policy, state.draws, state.worlds, state.seed)


def take_apart(moment: Moment) -> AnswerGrounds:
    """The explanation of the answer without its runs of what if, and what lies behind it."""
    state = moment.state
    return _take_apart(moment.scenario, state.policy, state.question, state.draws, state.worlds, state.seed)


def recall_reruns(moment: Moment) -> Explanation | None:
    """The explanation with its runs of what if, where this visitor has had them made for these very values."""
    known, found = st.session_state.get(_RERUNS, (None, None))
    return found if known == _key(moment) else None


def make_reruns(moment: Moment, made: Explanation, progress: Progress, limit: float = inf) -> Explanation | None:
    """The explanation with its runs of what if; kept for this visitor until others are made.

    limit: in seconds of a processor; None is given back, after the first second of work, where all of it would take
    longer. What other visitors ask for meanwhile does not count.
    """
    started = inf

    def watched(share: float) -> None:
        spent = thread_time() - started
        if spent > LOOK and spent > limit * share:
            raise _TooDear
        progress(share)

    try:
        with TURNS.take():
            one = ask_case(moment.scenario, moment.state)
            one.outcomes()
            started = thread_time()
            found = with_reruns(one, made, watched)
    except _TooDear:
        return None
    st.session_state[_RERUNS] = (_key(moment), found)
    return found


@st.cache_resource(max_entries=32, **_BY_DIGEST)
def check_coherence(scenario: Scenario, policy: str) -> Coherence:
    """What `sim coherence` says of the scenario under a policy."""
    with TURNS.take():
        return coherence(scenario, policy=policy)


def ask_views(moment: Moment) -> Views:
    """The answer under each alternative of the scenario, as `sim alternatives` has it."""
    state = moment.state
    return _ask_views(moment.scenario, state.policy, state.question, state.draws, state.worlds, state.seed)


@st.cache_resource(max_entries=64, **_BY_DIGEST)
def _ask_views(scenario: Scenario, policy: str, question: str, draws: int, worlds: int, seed: int) -> Views:
    with TURNS.take():
        return alternatives(
            scenario, policy=policy, questions=[question], draws=draws, worlds=worlds, seed=seed, alone=False
        )


@st.cache_resource(max_entries=32, **_BY_DIGEST)
def _take_apart(scenario: Scenario, policy: str, question: str, draws: int, worlds: int, seed: int) -> AnswerGrounds:
    made = explain_answer(scenario, question, policy, draws, worlds, seed)
    with TURNS.take():
        return find_grounds(find_case(scenario, question, policy, draws, worlds, seed), made)


def _key(moment: Moment) -> tuple[object, ...]:
    state = moment.state
    return (moment.scenario.digest, state.policy, state.question, state.draws, state.worlds, state.seed)
