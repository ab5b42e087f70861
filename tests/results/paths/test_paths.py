"""Stories add up, agree with counts of whole worlds and with the forecast, and do not hang on threads."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import sim
from sim.engine.program.compiler import compile
from sim.engine.trajectories import Trajectories, keep
from sim.priors.build import build
from sim.priors.latin_hypercube import LOST, replicates
from sim.results.paths import report
from sim.results.paths.export import as_csv, as_json
from sim.scenario.resolve.scenario import Scenario
from sim.show.over_time.paths import as_text

HARBOUR = Path(__file__).parents[2] / "dashboard" / "harbour.yaml"
NAMES = ("pressure", "clash", "mood")


def play(scenario: Scenario, draws: int, count: int, seed: int) -> Trajectories:
    """Whole worlds under `close`; of the variables `NAMES` alone, in their order."""
    program = compile(scenario, build(scenario, draws, seed))
    kept = keep(program, "close", scenario.paths["close"], count, seed)
    return replace(kept, states=kept.states[:, :, [program.index(name) for name in NAMES]])


def tell(scenario: Scenario, row: NDArray[np.uint8]) -> tuple[str, ...]:
    return tuple(scenario.variables[name].states[state] for name, state in zip(NAMES, row, strict=True))


@pytest.mark.parametrize("top", [1, 3, 50])
def test_shares_add_up_to_all_worlds(top: int) -> None:
    made = sim.paths(sim.read(HARBOUR), top=top, draws=120)
    assert sum(story.share for story in made.stories) == pytest.approx(1.0, abs=1e-12)
    assert made.stories[-1].told == "all other stories"


def test_every_count_is_that_of_the_whole_worlds_of_the_same_seed() -> None:
    scenario, draws = sim.read(HARBOUR), 100
    made = sim.paths(scenario, policy="close", variables=NAMES, top=50, draws=draws)
    states = play(scenario, draws, 64 * draws, seed=1).states
    far = np.maximum.accumulate(states, axis=1)  # every variable of the harbour is ordered
    told = Counter(tell(scenario, row) for row in far[:, -1])
    assert {tuple(one.states.values()): one.share * len(states) for one in made.stories[:-1]} == pytest.approx(told)
    for one in made.first_times:
        place, rung = NAMES.index(one.variable), scenario.variables[one.variable].states.index(one.state)
        assert one.reached == pytest.approx((far[:, :, place] >= rung).mean(axis=0))
    steps = [made.dates.index(day) for day in made.columns]
    for place, stack in enumerate(made.stacks):
        for step, shares in zip(steps, stack.shares, strict=True):
            counts = np.bincount(far[:, step, place], minlength=len(shares))
            assert shares == pytest.approx(counts / len(states))


@pytest.mark.parametrize("policy", ["close", "let_it_run"])
def test_an_event_that_no_told_story_comes_to_has_a_line_with_the_commonest_way(policy: str) -> None:
    scenario = sim.read(HARBOUR)
    made = sim.paths(scenario, policy=policy, variables=NAMES, top=1, draws=100)
    every = sim.paths(scenario, policy=policy, variables=NAMES, top=1000, draws=100).stories[:-1]
    told, *groups, rest = made.stories
    assert sum(story.share for story in made.stories) == pytest.approx(1.0, abs=1e-12)
    assert [bool(one.event) for one in groups] == [True] * len(groups) != []
    left = [story for story in every if story.told != told.told]
    for group in groups:
        ((name, event),) = group.event.items()
        known = scenario.variables[name].states
        first = known.index(event.removesuffix(" or more"))
        assert known.index(told.states[name]) == first - 1
        held = [story for story in left if known.index(story.states[name]) >= first]
        assert group.way == held[0]
        assert (group.share, group.stories) == (pytest.approx(sum(story.share for story in held)), len(held))
        left = [story for story in left if story not in held]
    assert (rest.share, rest.stories) == (pytest.approx(sum(story.share for story in left), abs=1e-12), len(left))
    reached = {(one.variable, one.state): one.share for one in made.first_times}
    shares = [reached[name, event.removesuffix(" or more")] for one in groups for name, event in one.event.items()]
    assert shares == sorted(shares)
    assert groups[0].share == pytest.approx(shares[0])
    written = json.loads(as_json(made))["stories"]
    assert [one["event"] for one in written] == [{}, *(group.event for group in groups), {}]
    assert written[1]["way"]["share"] == groups[0].way.share
    assert as_text(made, width=400).count("the commonest way there (") == len(groups)


def test_stories_are_those_of_whole_worlds_within_four_errors() -> None:
    """Draws and worlds of another seed. Both errors are by the scatter of the ten hypercubes that the draws are."""
    scenario, draws, count = sim.read(HARBOUR), 1000, 100_000
    made = sim.paths(scenario, policy="close", variables=NAMES, draws=draws, seed=1)
    kept = play(scenario, draws, count, seed=2)
    told = [tell(scenario, row) for row in kept.states.max(axis=1)]
    for story in made.stories[:8]:
        hit = np.array([one == tuple(story.states.values()) for one in told])
        shares = [hit[(part.start <= kept.draw) & (kept.draw < part.stop)].mean() for part in replicates(draws)]
        counted = np.std(shares) / np.sqrt(len(shares) - LOST)
        assert abs(np.mean(shares) - story.share) <= 4 * np.hypot(story.error, counted), story


@pytest.mark.parametrize("by", [None, date(2026, 1, 7)])
def test_what_the_policy_sets_has_no_error(by: date | None) -> None:
    scenario = sim.read(HARBOUR)
    made = sim.paths(scenario, policy="close", variables=["pressure", "clash"], by=by, draws=100)
    assert {one.share for one in made.first_times if one.variable == "pressure"} <= {0, 1}
    assert all((one.error == 0) == (one.variable == "pressure") for one in made.first_times)
    alone = sim.paths(scenario, policy="close", variables=["pressure"], draws=100).stories[0]
    assert (alone.share, alone.error) == (1, 0)
    free = sim.paths(scenario, policy="let_it_run", variables=["pressure"], draws=100)
    assert all(one.error > 0 for one in free.first_times)


@pytest.mark.parametrize("last", [1, 2, 7, 8, 9, 14, 52, 520])
def test_the_picture_s_dates_rise_from_the_first_to_the_last(last: int) -> None:
    steps = report._columns(last)
    assert steps[0] == 1
    assert steps[-1] == last
    assert all(before < after for before, after in pairwise(steps))
    assert len(steps) == min(last, report.COLUMNS)
    gaps = [after - before for before, after in pairwise(steps)]
    assert gaps == sorted(gaps)


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
