"""What the page takes an answer apart into, and the runs of what if: kept for all visitors."""

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
_BY_DIGEST: Any = {"hash_funcs": {Scenario: lambda scenario: scenario.digest}, "show_spinner": False}


class _TooDear(Exception):
    """The runs would take too long."""


def ask_case(scenario: Scenario, state: State) -> Case:
    """The case that `sim explain` would ask with the settings of the page."""
    return find_case(scenario, *_settings(state))


def take_apart(moment: Moment) -> AnswerGrounds:
    """The explanation of the answer without its runs of what if, and what lies behind it."""
    state = moment.state
    return _take_apart(moment.scenario, state.policy, state.question, state.draws, state.worlds, state.seed)


def recall_reruns(moment: Moment) -> Explanation | None:
    """The explanation with its runs of what if, where somebody has had them made for these very values."""
    kept = _keep_reruns(moment.scenario, *_settings(moment.state))
    return kept[0] if kept else None


def make_reruns(moment: Moment, made: Explanation, progress: Progress, limit: float = inf) -> Explanation | None:
    """The explanation with its runs of what if; kept for all visitors.

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
    _keep_reruns(moment.scenario, *_settings(moment.state))[:] = [found]
    return found


@st.cache_resource(max_entries=64, **_BY_DIGEST)
def _keep_reruns(
    scenario: Scenario, question: str, policy: str, draws: int, worlds: int, seed: int
) -> list[Explanation]:  # fmt: skip
    """A place for what is worked out."""
    return []


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


def _settings(state: State) -> tuple[str, str, int, int, int]:
    """Question, policy, draws, worlds and seed."""
    return state.question, state.policy, state.draws, state.worlds, state.seed
