"""What the page has worked out, kept: answers before and after, the states of variables, the days, what to watch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from sim.dashboard.compute import forecast_seen
from sim.dashboard.turns import TURNS
from sim.errors import ModelError
from sim.results.focus.distributions import find_distributions
from sim.results.forecast.evidence_policies import open_policies
from sim.results.forecast.model import Forecast
from sim.results.replay.open_policy import choose_policy
from sim.scenario.resolve.observations import Observations
from sim.scenario.resolve.scenario import Scenario


@dataclass(frozen=True)
class LearnRun:
    """One scenario under one policy, at one size. question: the chosen one's id."""

    scenario: Scenario
    policy: str
    question: str
    draws: int
    worlds: int
    seed: int

    @property
    def step(self) -> int:
        """The step at which the question is decided."""
        return self.scenario.targets[self.question].step


def tell_run(run: LearnRun) -> tuple[object, ...]:
    """What tells one run from another."""
    return run.scenario.digest, run.policy, run.question, run.draws, run.worlds, run.seed


def tell_seen(seen: Observations) -> tuple[object, ...]:
    """What was seen, as something that can be compared: with its days and words, since pages show these."""
    told = [(one.id, one.variable, one.step, one.at, sorted(one.ever), one.if_ever, one.if_never, str(one.date),
             one.text) for one in seen]  # fmt: skip
    return tuple(told), repr(seen.silences)


_KEPT: Any = {"show_spinner": False, "hash_funcs": {LearnRun: tell_run, Observations: tell_seen}}


def settle_policy(scenario: Scenario, policy: str, seen: Observations) -> str:
    """The policy, or the one that `sim replay` takes where it sets what was seen.

    Raises ModelError where every policy sets some of it.
    """
    try:
        open_policies(scenario, {policy: scenario.paths[policy]}, [policy], seen)
    except ModelError:
        return choose_policy(scenario, seen)
    return policy


@st.cache_data(max_entries=512, **_KEPT)
def find_answer(run: LearnRun, seen: Observations) -> Forecast:
    """The chosen question alone, for which somebody waits."""
    with TURNS.take(urgent=True):
        return _forecast(run, seen, questions=[run.question])


@st.cache_data(max_entries=64, **_KEPT)
def find_every_answer(run: LearnRun, seen: Observations) -> Forecast:
    """All questions, to the last digit as `sim run` has them."""
    return _forecast(run, seen)


@st.cache_data(max_entries=128, **_KEPT)
def find_states(run: LearnRun, seen: Observations) -> dict[str, tuple[float, ...]]:
    """The states of every variable when the question is decided."""
    return find_distributions(
        run.scenario, run.policy, run.step, observations=seen, draws=run.draws, worlds=run.worlds, seed=run.seed
    )


def _forecast(run: LearnRun, seen: Observations, **more: Any) -> Forecast:
    return forecast_seen(
        run.scenario, seen, policies=[run.policy], draws=run.draws, worlds=run.worlds, seed=run.seed, **more
    )
