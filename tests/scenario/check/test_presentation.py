"""Where pages open and what they say: names are known, and no number hangs on it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.errors import ModelError
from sim.priors.build import build
from sim.scenario.excerpt import excerpt, fingerprint
from sim.scenario.file import read

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "scenarios" / "first-steps.yaml").read_text()
SHOWN = """
presentation:
  question: Q7
  policy: strikes
  conditions: {strikes: the US strikes}
"""


def test_it_is_read_and_no_number_hangs_on_it() -> None:
    plain = read.loads(TEXT, "plain.yaml")
    scenario = read.loads(TEXT + SHOWN + "retrospective: true\n", "shown.yaml")
    shown = scenario.presentation
    assert shown is not None
    assert (shown.question, shown.policy, scenario.retrospective) == ("Q7", "strikes", True)
    assert shown.conditions == {"strikes": "the US strikes"}
    assert plain.presentation is None
    assert plain.digest != scenario.digest
    for name in plain.variables:
        assert fingerprint(excerpt(plain, name)) == fingerprint(excerpt(scenario, name))
    tables = build(plain, 50).tables, build(scenario, 50).tables
    assert all(np.array_equal(tables[0][name].tails, tables[1][name].tails) for name in plain.variables)


def test_unknown_names_are_told_all_at_once_with_the_nearest() -> None:
    wrong = SHOWN.replace("Q7", "Q77").replace("policy: strikes", "policy: strike").replace("{strikes", "{stikes")
    with pytest.raises(ModelError) as raised:
        read.loads(TEXT + wrong, "wrong.yaml")
    told = {problem.path: str(problem) for problem in raised.value.problems}
    assert [*told] == ["presentation.question", "presentation.policy", "presentation.conditions.stikes"]
    assert "(Q6, Q7)" in told["presentation.question"]
    assert "did you mean 'strikes'?" in told["presentation.policy"]
