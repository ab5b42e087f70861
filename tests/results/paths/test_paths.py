"""Stories add up, agree with counts of whole worlds and with the forecast, and do not hang on threads."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.engine.program.compiler import compile
from sim.engine.trajectories import keep
from sim.priors.build import build
from sim.results.paths.export import as_csv, as_json

HARBOUR = Path(__file__).parents[2] / "dashboard" / "harbour.yaml"
NAMES = ("pressure", "clash", "mood")


@pytest.mark.parametrize("top", [1, 3, 50])
def test_shares_add_up_to_all_worlds(top: int) -> None:
    made = sim.paths(sim.read(HARBOUR), top=top, draws=120)
    assert sum(story.share for story in made.stories) == pytest.approx(1.0, abs=1e-12)
    assert made.stories[-1].told == "all other stories"


@pytest.mark.slow
def test_stories_are_those_of_whole_worlds_within_four_errors() -> None:
    scenario, count = sim.read(HARBOUR), 100_000
    made = sim.paths(scenario, policy="close", variables=NAMES, draws=1000, seed=1)
    program = compile(scenario, build(scenario, 1000, 2))
    kept = keep(program, "close", scenario.paths["close"], count, 2)
    places = [program.index(name) for name in NAMES]
    highest = kept.states[:, :, places].max(axis=1)
    told = Counter(tuple(scenario.variables[n].states[s] for n, s in zip(NAMES, row, strict=True)) for row in highest)
    for story in made.stories[:-1]:
        share = told[tuple(story.states.values())] / count
        error = np.hypot(story.error, np.sqrt(story.share * (1 - story.share) / count + story.error**2))
        assert abs(share - story.share) <= 4 * error, story


def test_first_times_are_the_answers_of_the_forecast() -> None:
    scenario = sim.read(HARBOUR)
    made = sim.paths(scenario, policy="close", draws=400)
    answer = sim.forecast(scenario, draws=400).answers["close", "Q1"]
    (one,) = (one for one in made.first_times if one.state == "shots")
    assert abs(one.share - answer.probability) < 4 * np.hypot(one.error, answer.sampling_error)


def test_threads_change_no_byte_with_evidence_or_without() -> None:
    scenario = sim.read(HARBOUR)
    seen = sim.evidence(scenario, None, given=["clash: shots or more @ 2026-01-14"])
    for observations in ((), seen):
        one, two = (sim.paths(scenario, draws=600, threads=n, observations=observations) for n in (1, 2))
        assert as_json(one) == as_json(two)
        assert as_csv(one) == as_csv(two)
