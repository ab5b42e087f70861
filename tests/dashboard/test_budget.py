"""The estimate of work agrees with what the processor takes; what strangers may ask for is bounded by it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from sim.dashboard.guard.budget import BUDGET, WITHIN, estimate_work, find_fitting
from sim.dashboard.guard.permitted import keep_permitted
from sim.errors import ModelError
from sim.results.forecast.run import forecast
from sim.scenario import edit
from sim.scenario.file import read
from sim.scenario.resolve.scenario import Scenario

ROOT = Path(__file__).parents[2]
VALID = ROOT / "tests" / "scenarios" / "valid"


def ring(size: int, steps: int) -> Scenario:
    """Variables that each read themselves and the next a step before: of many, too much to be solved."""
    lines = ["schema_version: 1", "id: ring", "title: Ring", "as_of: 2026-01-05"]
    lines += [f"timeline: {{steps: {steps}, step: 1 week}}", "experts: {a: {name: A, kind: assumption}}", "variables:"]
    for k in range(size):
        parents = f"[v{k}@previous, v{(k + 1) % size}@previous]"
        lines.append(f"  v{k}: {{label: V{k}, states: ['no', 'yes'], start: 'no', parents: {parents}}}")
    lines.append("judgments:")
    table = "{table: [[0.9, 0.1], [0.6, 0.4], [0.5, 0.5], [0.2, 0.8]], worth: 20}"
    lines += [f"  v{k}: {{A{k}: {{expert: a, per: step, says: {table}}}}}" for k in range(size)]
    lines += ["policies: {run: {}}", "questions:"]
    lines += [f"  Q{k}: {{asks: 'Q{k}?', reaches: {{v{k}: 'yes'}}, by: 2026-01-26}}" for k in range(6)]
    return read.loads("\n".join(lines) + "\n", "ring.yaml")


def measure(scenario: Scenario, draws: int, worlds: int) -> float:
    """What a run of the last policy takes, as a multiple of its estimate."""
    policy = list(scenario.policies)[-1]
    start = time.process_time()
    forecast(scenario, draws=draws, worlds=worlds, policies=[policy], shares=False)
    return (time.process_time() - start) / estimate_work(scenario, [policy], worlds).seconds(draws)


@pytest.fixture(scope="module")
def pace() -> float:
    """How much slower this processor is than the one by which the estimate's constants were found."""
    return min(measure(ring(10, 12), 200, 64) for _ in range(2))


@pytest.mark.parametrize(
    ("name", "draws", "worlds"),
    [("flagship-11", 1000, 64), ("eighteen", 500, 64), ("long", 500, 64), ("ring 10", 400, 64), ("ring 16", 500, 256)],
)
def test_the_estimate_is_within_its_factor_of_what_is_measured(
    pace: float, name: str, draws: int, worlds: int
) -> None:
    if name == "long":
        scenario = edit.edit(read.read(VALID / "flagship-11.yaml"), {"timeline.steps": 104})
    else:
        scenario = ring(int(name[5:]), 12) if name.startswith("ring") else read.read(VALID / f"{name}.yaml")
    assert 1 / WITHIN < measure(scenario, draws, worlds) / pace < WITHIN


def test_what_fits_is_taken_and_what_does_not_is_told_with_what_would() -> None:
    scenario = read.read(VALID / "flagship-11.yaml")
    assert find_fitting(scenario, 100, 64) == (100, "")
    draws, told = find_fitting(scenario, 5000, 64)
    assert draws in (500, 1000, 2000)
    assert told.endswith(f"has 3 s: draws={draws} fits and is used.")


def test_far_too_much_is_refused_without_a_look_at_it() -> None:
    scenario = edit.edit(read.read(VALID / "flagship-11.yaml"), {"timeline.steps": 104})
    asked = dict(scenario.file._data["questions"])
    many = {f"R{k}_{name}": question for name, question in asked.items() for k in range(60)}
    large = read.build(scenario.file._data | {"questions": many}, scenario.file._places, beside=scenario.file._beside)
    start = time.process_time()
    with pytest.raises(ModelError, match="fewer questions, steps or policies would fit"):
        find_fitting(large, 100, 64)
    assert time.process_time() - start < BUDGET / 3


@pytest.mark.parametrize(
    ("path", "text", "kept"),
    [
        ("experts.kosevich.weight", "2", True), ("judgments.S14.nudge", "0.5", True),
        ("judgments.S14.says", "likely", True), ("judgments.us_action.S14.nudge", "1", True),
        ("pool.rule", "linear", True), ("pool.gamma", "0.5", True), ("pool.recalibrate", "record", True),
        ("dependence", "0.1", True), ("lexicon.icd203", "2", True),
        ("pool.recalibrate", "words.csv", False), ("pool", "{rule: linear}", False), ("pool.weights", "given", False),
        ("experts.kosevich", "{name: X}", False), ("experts.kosevich.name", "X", False), ("timeline.steps", "9", False),
        ("judgments.S14.given", "{}", False), ("judgments.S14", "{}", False), ("lexicons.own", "x.csv", False),
        ("", "1", False), ("...", "1", False),
    ],
)  # fmt: skip
def test_an_address_changes_what_has_a_slider_or_a_setting(path: str, text: str, kept: bool) -> None:
    edits, refused = keep_permitted(read.read(VALID / "flagship-11.yaml"), {path: text})
    assert (edits == {path: text}) == kept
    assert [problem.path for problem in refused] == ([] if kept else [path])
