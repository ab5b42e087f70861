"""Forecasts from kept workings: the same to the last digit as those from nothing, whatever was edited before."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from sim.errors import SimError
from sim.results.forecast import run as running
from sim.results.forecast.cache import Cache
from sim.results.forecast.model import Forecast
from sim.results.forecast.run import forecast
from sim.scenario import edit
from sim.scenario.file import read
from sim.scenario.resolve.scenario import Scenario

ROOT = Path(__file__).parents[3]
FILES = {
    "flagship": ROOT / "tests" / "scenarios" / "valid" / "flagship-11.yaml",
    "first-steps": ROOT / "scenarios" / "first-steps.yaml",
    "clocks": ROOT / "tests" / "scenarios" / "valid" / "clocks.yaml",
    "every-part": ROOT / "tests" / "scenarios" / "valid" / "every-part.yaml",
    "bounds": ROOT / "tests" / "scenarios" / "valid" / "bounds.yaml",
}
DRAWS = 100


@cache
def scenario_of(file: str) -> Scenario:
    return read.read(FILES[file])


def told(made: Forecast) -> str:
    """Everything in a forecast, every digit; undefined answers are NaN, which equals nothing."""
    return repr(vars(made)) + made.draws.values.tobytes().hex() + made.draws.weights.tobytes().hex()


def anew(scenario: Scenario, **options: object) -> str:
    return told(forecast(scenario, **{"draws": DRAWS, **options}))


@cache
def changes_of(file: str) -> list[dict[str, object]]:
    """Edits of every kind; some do not go together with others."""
    scenario = scenario_of(file)
    found: list[dict[str, object]] = [{"pool.rule": "linear"}, {"dependence": 0.3}, {"title": "Another"}]
    for group in scenario.judgments.values():
        for name, judgment in group.items():
            found += [{f"judgments.{name}.nudge": nudge} for nudge in (0.4, -1.0)]
            found += [{f"judgments.{name}.says": "likely"}] if judgment.says.form == "phrase" else []
            found += [{f"judgments.{name}.given": {}}] if judgment.given else []
    found += [{f"experts.{name}.weight": weight} for name in scenario.experts for weight in (0.3, 2.0)]
    return found


@pytest.mark.parametrize("file", FILES)
@settings(max_examples=settings.default.max_examples // 20, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=some.data())
def test_no_digit_tells_what_was_kept(file, data):
    scenario, kept = scenario_of(file), Cache()
    policy = data.draw(some.sampled_from([*scenario.policies, None]))
    options = {"policies": None if policy is None else [policy]}
    for _ in range(3):
        assert told(forecast(scenario, draws=DRAWS, kept=kept, **options)) == anew(scenario, **options)
        try:
            scenario = edit.edit(scenario, data.draw(some.sampled_from(changes_of(file))))
            forecast(scenario, draws=2)
        except SimError:
            scenario = scenario_of(file)


def test_other_draws_worlds_seeds_and_policies_live_side_by_side():
    scenario, kept = scenario_of("flagship"), Cache()
    cases = [
        {"policies": ["strikes"]}, {"policies": ["let_it_run"]}, {"policies": ["strikes"], "worlds": 128},
        {"policies": ["strikes"], "seed": 2}, {"policies": ["strikes"], "draws": 120}, {"policies": ["strikes"]},
    ]  # fmt: skip
    for case in cases:
        assert told(forecast(scenario, **{"draws": DRAWS, **case}, kept=kept)) == anew(scenario, **case)


def test_another_file_of_the_same_policy_takes_nothing_wrong():
    kept = Cache()
    for file in ("flagship", "first-steps", "every-part", "flagship"):
        assert told(forecast(scenario_of(file), draws=DRAWS, kept=kept)) == anew(scenario_of(file))


def test_a_nudge_leaves_what_does_not_lie_below_it(monkeypatch):
    scenario, kept = scenario_of("flagship"), Cache()
    forecast(scenario, draws=DRAWS, policies=["strikes"], kept=kept)
    redone: list[list[str]] = []
    monkeypatch.setattr(running, "work", watched_from(running.work, redone))
    for path in ("judgments.S8.nudge", "judgments.S28.nudge", "judgments.M1.nudge"):
        forecast(edit.edit(scenario, {path: 0.7}), draws=DRAWS, policies=["strikes"], kept=kept)
    assert redone == [["Q1"], ["Q23", "Q15"], []]  # under strikes the lever us_action is set: nothing hears M1


def watched_from(work, redone):
    def watched(*args, **options):
        made = work(*args, **options)
        redone.append([made.outcomes.questions[place] for place in made.redone])
        return made

    return watched


def test_only_so_much_is_kept():
    scenario, kept = scenario_of("first-steps"), Cache(most=2)
    for seed in (1, 2, 3):
        forecast(scenario, draws=DRAWS, seed=seed, kept=kept)
    assert len(kept) == 2
    small = Cache(most_bytes=1000)
    assert told(forecast(scenario, draws=DRAWS, kept=small)) == anew(scenario)
    assert len(small) == 0


def test_many_at_once_give_what_each_gives_alone():
    scenario, kept = scenario_of("first-steps"), Cache(most=3)
    name = next(name for group in scenario.judgments.values() for name in group)
    edited = [edit.edit(scenario, {f"judgments.{name}.nudge": nudge / 10}) for nudge in range(8)]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda one: told(forecast(one, draws=DRAWS, kept=kept)), edited))
    assert found == [anew(one) for one in edited]
    assert len(kept) == 3


def test_a_figure_taken_over_wrongly_would_be_seen(monkeypatch):
    scenario, kept = scenario_of("flagship"), Cache()
    forecast(scenario, draws=DRAWS, policies=["strikes"], kept=kept)
    right = running.figures
    monkeypatch.setattr(running, "figures", lambda made, steps, before=None, *_, **__: before or right(made, steps))
    moved = edit.edit(scenario, {"judgments.S14.nudge": 0.5})
    made = forecast(moved, draws=DRAWS, policies=["strikes"], kept=kept)
    assert told(made) != anew(moved, policies=["strikes"])
