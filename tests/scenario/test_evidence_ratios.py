"""Likelihoods: only their ratios matter, whatever they are written as."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import FormatError, ModelError
from sim.scenario import evidence
from sim.scenario.file import read
from sim.scenario.resolve.scenario import Scenario

EVERY_PART = Path(__file__).parents[1] / "scenarios" / "valid" / "every-part.yaml"


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return read.read(EVERY_PART)


def load(scenario: Scenario, none: str, words: str, force: str) -> tuple[float, ...] | None:
    told = f"{{none: {none}, words: {words}, force: {force}}}"
    text = f"schema_version: 1\nevidence:\n  E1: {{date: 2026-01-08, variable: answer, likelihood: {told}}}\n"
    return evidence.loads(text, "e.yaml", scenario)[0].at


@pytest.mark.parametrize(
    "written",
    [
        ("0.25", "0.5", "1"), ("1", "2", "4"), ("25%", "50%", "100%"), ("1 in 4", "1:1", "1"),
        ("2.5e99", "5e99", "1e100"),
        ("1e-300", "2e-300", "4e-300"), ("250", "500.0", "1e3"),
    ],
)  # fmt: skip
def test_the_same_ratios_are_the_same_evidence(scenario: Scenario, written: tuple[str, str, str]) -> None:
    assert load(scenario, *written) == pytest.approx((0.25, 0.5, 1.0), rel=1e-12)


@pytest.mark.parametrize(
    ("written", "error", "message"),
    [
        (("0", "0", "0"), ModelError, "3:56  evidence.E1.likelihood: all are 0: nothing that could have been seen"),
        (("3", "3", "3"), ModelError, "3:56  evidence.E1.likelihood: all are equal: what is seen as often"),
        (("-1", "1", "1"), FormatError, "3:63  evidence.E1.likelihood.none: must be at least 0; you wrote -1"),
        ((".inf", "1", "1"), FormatError, "3:63  evidence.E1.likelihood.none: .inf is not allowed"),
        (("inf", "1", "1"), FormatError, "3:63  evidence.E1.likelihood.none: a probability is expected"),
        (("1e101", "1", "1"), FormatError, "3:63  evidence.E1.likelihood.none: must be at most 1e+100; you wrote"),
        (("true", "1", "1"), FormatError, "3:63  evidence.E1.likelihood.none: a number is expected, not true"),
        (("120%", "1", "1"), FormatError, "3:63  evidence.E1.likelihood.none: '120%' is no probability"),
    ],
)  # fmt: skip
def test_what_is_no_ratio_is_told(
    scenario: Scenario, written: tuple[str, str, str], error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as caught:
        load(scenario, *written)
    assert f"e.yaml:{message}" in str(caught.value)
