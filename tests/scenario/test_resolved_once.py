"""What a scenario's words mean is worked out once: as often as there are words, not as often as somebody asks."""

from __future__ import annotations

from pathlib import Path

import pytest

import sim
from benchmarks.trace import Trace, run_and_nudge

FLAGSHIP = str(Path(__file__).parents[2] / "scenarios" / "venezuela-2025")


@pytest.fixture(scope="module")
def traces() -> dict[str, Trace]:
    return run_and_nudge(FLAGSHIP, "S14", draws=20)


@pytest.mark.parametrize("work", ["run", "nudge"])
def test_each_word_is_resolved_once(traces: dict[str, Trace], work: str) -> None:
    scenario, calls = sim.read(FLAGSHIP), traces[work].calls
    judgments = sum(map(len, scenario.judgments.values()))
    room = "sim.scenario.resolve"
    assert calls[f"{room}.calendar.calendar_of"] == calls[f"{room}.axes.order"] == 1
    assert calls[f"{room}.axes.axes"] == len(scenario.variables)
    assert calls[f"{room}.axes.box"] == judgments
    assert calls[f"{room}.policy_path.policy"] == len(scenario.policies)
    assert calls[f"{room}.questions.target"] == len(scenario.questions)
    assert calls["sim.priors.rows.weights.weigh"] == 1
