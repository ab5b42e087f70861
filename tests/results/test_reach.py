"""What an edit can reach: every answer that moves is in it, and what is not in it stays byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.results.forecast.run import forecast
from sim.results.reach import find_reached
from sim.scenario import edit
from sim.scenario.file import read

ROOT = Path(__file__).parents[2]
FLAGSHIP = read.read(ROOT / "tests" / "scenarios" / "valid" / "flagship-11.yaml")
POLICIES = ("blockade", "strikes")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("judgments.S14.nudge", 0.5), ("experts.rouvinski.weight", 2.0), ("judgments.A8.nudge", -0.4),
        ("pool.rule", "linear"),
    ],
)
def test_what_moves_is_reached_and_what_is_not_reached_stays(path: str, value: object) -> None:
    edited = edit.edit(FLAGSHIP, {path: value})
    reached = find_reached(FLAGSHIP, edited, POLICIES)
    before, after = (forecast(one, draws=60, policies=POLICIES, shares=False).answers for one in (FLAGSHIP, edited))
    moved = {pair for pair in before if repr(before[pair]) != repr(after[pair])}  # NaN is not equal to itself
    assert moved
    assert moved <= reached
    if not path.startswith("pool"):
        assert len(reached) < len(before)


def test_a_camp_reaches_through_its_members() -> None:
    file = read.read(ROOT / "scenarios" / "venezuela-2025")
    camp = next(iter(file.camps))
    edited = edit.edit(file, {f"camps.{camp}.weight": 0.3})
    members = {voice for voice, expert in file.experts.items() if expert.camp == camp}
    spoken = {name for name, group in file.judgments.items() if any(j.expert in members for j in group.values())}
    reached = {question for _, question in find_reached(file, edited, ["strikes"])}
    assert {question for question, target in file.targets.items() if target.variable in spoken} <= reached
