"""Resolution files: every answer of reality is checked, with its place, against the scenario's questions."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import FormatError, ModelError, SimError
from sim.scenario.file.read import read
from sim.scenario.resolutions import load, loads

SCENARIOS = Path(__file__).parents[2] / "scenarios"
FIRST = read(SCENARIOS / "first-steps.yaml")


def _problems(text: str) -> list[str]:
    with pytest.raises((FormatError, ModelError)) as caught:
        loads(f"schema_version: 1\nresolutions:\n  {text}\n", "r.yaml", FIRST)
    assert isinstance(caught.value, SimError)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Q5: {resolved: yes, date: 2026-04-01, source: A}", "r.yaml:3:3  resolutions.Q5: unknown question 'Q5'"),
        ("Q6: {resolved: yes, void: no word, date: 2026-04-01, source: A}", "resolutions.Q6: a question is resolved"),
        ("Q6: {note: nothing}", "r.yaml:3:3  resolutions.Q6: a question is resolved"),
        ("Q6: {resolved: no, source: A}", "r.yaml:3:3  resolutions.Q6: date is missing"),
        ("Q6: {resolved: no, date: 2026-04-01}", "r.yaml:3:3  resolutions.Q6: source is missing"),
        ("Q6: {resolved: no, date: 2025-12-24, source: A}", "is not after as_of (2025-12-24)"),
        ("Q6: {resolved: 40%, confidence: 90%, date: 2026-04-01, source: A}", "goes with yes or no"),
        ("Q6: {resolved: no, confidence: 50%, date: 2026-04-01, source: A}", "Q6.confidence: must be above"),
        ("Q6: {resolved: maybe, date: 2026-04-01, source: A}", "resolutions.Q6.resolved"),
        ("Q6: {resolvd: no, date: 2026-04-01, source: A}", "did you mean 'resolved'"),
        ("[Q6]", "not a file of resolutions"),
    ],
)
def test_every_fault_is_told(text: str, problem: str) -> None:
    assert any(problem in one for one in _problems(text)), _problems(text)


def test_every_problem_is_told_at_once() -> None:
    assert len(_problems("Q5: {void: x}\n  Q6: {resolved: no}\n  Q7: {note: x}")) == 4


def test_answers_as_numbers() -> None:
    text = "Q6: {resolved: yes, date: 2026-04-01, source: A}\n  Q7: {resolved: 1 in 4, date: 2026-04-01, source: A}"
    found = loads(f"schema_version: 1\nresolutions:\n  {text}\n", "r.yaml", FIRST)
    assert [found[key].resolved for key in ("Q6", "Q7")] == [1.0, 0.25]


def test_the_flagship_has_an_answer_or_a_reason_for_every_question() -> None:
    scenario = read(SCENARIOS / "venezuela-2025")
    found = load(SCENARIOS / "venezuela-2025" / "resolutions.yaml", scenario)
    assert found.keys() == scenario.questions.keys()
