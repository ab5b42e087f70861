"""The chain of days in docs/format.md: a clash under evidence, silences not counted and counted."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from sim.results.forecast.model import Answer
from sim.results.forecast.run import forecast
from sim.scenario.evidence import loads
from sim.scenario.file.read import read
from sim.scenario.resolve.scenario import Scenario

ROOT = Path(__file__).parents[2]
CASE = ROOT / "scenarios" / "venezuela-2025"
TOLD = re.findall(
    r"^\| (2\d{3}-\d\d-\d\d) \| .* \| ([\d.]+) % \| ([\d.]+) % \|$",
    (ROOT / "docs" / "format.md").read_text(encoding="utf-8"),
    flags=re.MULTILINE,
)


def asked(scenario: Scenario, text: str, day: str) -> Answer:
    seen = loads(text, "evidence.yaml", scenario, datetime.date.fromisoformat(day))
    run = {"draws": 300, "policies": ["let_it_run"], "questions": ["Q6"], "shares": False, "curves": False}
    return forecast(scenario, observations=seen, **run).answers["let_it_run", "Q6"]


@pytest.fixture(scope="module")
def found() -> list[tuple[Answer, Answer]]:
    """By day, without `quiet` and with it."""
    scenario, text = read(CASE), (CASE / "evidence.yaml").read_text(encoding="utf-8")
    without = text[: text.index("\nquiet:") + 1]
    return [(asked(scenario, without, day), asked(scenario, text, day)) for day, *_ in TOLD]


def test_the_table_has_the_days_and_its_figures_are_those_of_today(found: list[tuple[Answer, Answer]]) -> None:
    assert [day for day, *_ in TOLD] == ["2025-12-30", "2026-01-04", "2026-01-08", "2026-01-31"]
    for (day, *numbers), answers in zip(TOLD, found, strict=True):
        for number, answer in zip(numbers, answers, strict=True):
            assert abs(float(number) / 100 - answer.probability) < 4 * answer.sampling_error + 5e-4, day


def test_where_silence_counts_a_clash_does_not_climb(found: list[tuple[Answer, Answer]]) -> None:
    quiet = [counted.probability for _, counted in found]
    assert quiet == sorted(quiet, reverse=True)
    told = [float(number) for *_, number in TOLD]
    assert told == sorted(told, reverse=True)


def test_where_it_does_not_count_a_clash_climbs_on_quiet_days(found: list[tuple[Answer, Answer]]) -> None:
    loud = [uncounted.probability for uncounted, _ in found]
    assert loud[0] < loud[1] < loud[2]
    assert loud[2] > 5 * found[2][1].probability
