"""A forecast built by hand: round numbers, two policies, three questions about two variables."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from sim.results.forecast.draws import Draws
from sim.results.forecast.model import Answer, Curve, Forecast, Interval
from sim.results.forecast.percent import percent
from sim.results.settings import RunSettings

DATES = tuple(date(2025, 12, 31) + timedelta(weeks=k) for k in range(4))

SPREAD = ((0.0, 0.2), (0.05, 0.3), (0.25, 0.7), (0.5, 0.9), (0.75, 1.2), (0.95, 1.9), (1.0, 2.2))
"""Levels, and the quantiles of the draws as shares of the probability."""


def _answer(policy: str, question: str, variable: str, event: str, p: float, rests_on: tuple[str, ...]) -> Answer:
    def curve(factor: float) -> tuple[float, ...]:
        return tuple(min(1.0, p * factor) * (k + 1) / 4 for k in range(4))

    return Answer(
        policy=policy,
        question=question,
        asks=f"Does {variable} reach {event} by 21 January 2026?",
        variable=variable,
        event=event,
        deadline=DATES[-1],
        probability=p,
        median=0.9 * p,
        interval50=Interval(0.5, 0.7 * p, min(1.0, 1.2 * p)),
        interval90=Interval(0.9, 0.3 * p, min(1.0, 1.9 * p)),
        sampling_error=0.002,
        noise_share=0.03,
        worlds_needed=None,
        method="sampled, noise 3 % of spread",
        word="very unlikely",
        word_lexicon="icd203",
        shown=percent(p),
        curve=Curve(DATES, curve(1), curve(0.9), curve(0.7), curve(1.2), curve(0.3), curve(1.9)),
        rests_on=rests_on,
    )


def _build(shift: float) -> Forecast:
    answers = {}
    for policy, factor in (("strikes", 1.0), ("let_it_run", 0.5)):
        for question, variable, event, p, voices in (
            ("Q6", "direct_military", "incident or more", 0.08, ("kosevich", "icb")),
            ("Q2", "un_action", "meeting or more", 0.6, ("author",)),
            ("Q7", "direct_military", "combat", 0.0004, ()),
        ):
            answers[policy, question] = _answer(policy, question, variable, event, p * factor * shift, voices)
    policies, questions = ("strikes", "let_it_run"), ("Q6", "Q2", "Q7")
    levels = np.interp((np.arange(500) + 0.5) / 500, *zip(*SPREAD, strict=True))
    values = np.minimum([[levels * answers[p, q].probability for q in questions] for p in policies], 1.0)
    return Forecast(
        scenario="made-up",
        title="A made-up scenario",
        as_of=date(2025, 12, 24),
        file="made-up/scenario.yaml",
        policies=policies,
        questions=questions,
        answers=answers,
        assumptions=("One.",),
        warnings=(),
        draws=Draws(policies, questions, values, np.full((2, 1, 500), 1 / 500)),
        settings=RunSettings(500, 64, 1),
        pool_rule="log",
        concentration=1.0,
        lexicon="capphrase",
        digest="",
    )


@pytest.fixture
def forecast() -> Forecast:
    return _build(1.0)


@pytest.fixture
def moved() -> Forecast:
    """The same after a slider was moved: every probability a fifth higher."""
    return _build(1.2)


@pytest.fixture
def certain(forecast: Forecast) -> Answer:
    return replace(forecast.answers["strikes", "Q6"], probability=1.0, sampling_error=0.0, method="set by policy")
