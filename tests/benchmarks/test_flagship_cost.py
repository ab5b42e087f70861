"""The cost of one policy is measured on two models of twenty questions. Nothing here is timed."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import flagship
from sim.engine.program.outcomes import Outcomes


def test_both_models_ask_twenty_questions():
    found = flagship.models()
    assert [len(scenario.questions) for scenario in found.values()] == [20, 20]
    assert [len(scenario.variables) for scenario in found.values()] == [11, 18]


@pytest.mark.slow
def test_the_table_has_a_row_a_model_and_policy(capsys, monkeypatch):
    monkeypatch.setattr(flagship, "on_one_core", lambda: None)  # it would bind all tests that follow
    flagship.main(["--draws", "12", "--repeats", "1"])
    head, blank, *table = capsys.readouterr().out.splitlines()
    assert head.startswith("12 draws, CPU seconds on one core, medians of 1 rounds")
    assert blank == ""
    rows = [line.split(" | ")[:2] for line in table[2:]]
    assert [model for model, _ in rows] == ["| flagship"] * 5 + ["| eighteen"] * 2
    assert [policy for _, policy in rows].count("let_it_run") == 2


@pytest.mark.parametrize(("mean", "share"), [(0.5, 0.25), (0.0005, 0.0), (0.9999, 0.0)])
def test_the_worst_noise_leaves_out_what_is_next_to_certain(mean, share):
    answer = np.array([mean - 1e-5, mean + 1e-5])[:, None, None]
    noise = np.full((2, 1, 1), 0.25 * 2e-10)
    one = Outcomes("p", ("Q",), answer, noise, np.full(2, 0.5), {}, ("sampled",), 64)
    assert flagship.worst_noise(one) == pytest.approx(share)


def test_slices_are_all_of_them(monkeypatch):
    """What is timed as slices is what the answers are made from."""
    case = flagship.cases(8)[-1]
    found = {}
    real = flagship.solve
    monkeypatch.setattr(flagship, "solve", lambda ways, slices: (real(ways, slices), found.update(slices)))
    case.slices()
    whole = case.everything().slices
    assert found.keys() == whole.keys()
    assert all((found[name] == whole[name]).all() for name in whole)
