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
    files = 1 + (len(scenario.alternatives) if work == "run" else 0)  # reading tries each alternative as a file
    room = "sim.scenario.resolve"
    assert calls[f"{room}.calendar.calendar_of"] == calls[f"{room}.axes.order"] == files
    assert calls[f"{room}.axes.axes"] == files * len(scenario.variables)
    assert calls[f"{room}.axes.box"] == files * judgments
    assert calls[f"{room}.policy_path.policy"] == files * len(scenario.policies)
    assert calls[f"{room}.questions.target"] == files * len(scenario.questions)
    assert calls["sim.priors.rows.weights.weigh"] == 1
