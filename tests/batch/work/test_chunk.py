"""A setting's rows are what `sim run` with the same edits says, whatever was worked out before it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.batch.sweep.model import Level, Sweep, SweepSetting
from sim.batch.work.chunk import Bench
from tests.batch.work.conftest import ROOT

MEMORY = 10**9
EVIDENCE = """schema_version: 1
evidence:
  E1: {date: 2026-01-06, variable: us_action, is: limited_strike, source: made up}
"""


def test_rows_are_those_of_a_run(sweep: Sweep) -> None:
    rows = Bench(sweep, MEMORY).rows(sweep.settings(range(1, 11)))
    for setting in sweep.settings(range(1, 11)):
        edited = sim.edit(sweep.sources[0].scenario, setting.changes)
        wanted = sim.forecast(edited, draws=200, shares=False)
        found = [row for row in rows if row["run"] == setting.run]
        assert [(row["policy"], row["question"]) for row in found] == list(wanted.answers)
        for row, answer in zip(found, wanted.answers.values(), strict=True):
            cells = answer.ends() | vars(answer) | {"digest": wanted.digest, "status": "ok"}
            told = {key: row[key] for key in cells.keys() & row.keys() - {"asks"}}
            assert told == {key: cells[key] for key in told}
            assert told.keys() >= {"probability", "low50", "high50", "low90", "high90", "sampling_error", "digest"}


def test_neither_order_nor_what_was_worked_out_before_moves_a_byte(sweep: Sweep) -> None:
    bench = Bench(sweep, MEMORY)
    bench.rows(sweep.settings([10, 2, 5]))
    backwards = bench.rows(sweep.settings(range(10, 0, -1)))
    assert json.dumps(backwards) == json.dumps(Bench(sweep, MEMORY).rows(sweep.settings(range(1, 11))))


def test_the_file_as_it_stands_differs_from_itself_by_nothing(sweep: Sweep) -> None:
    setting = SweepSetting(1, 0, (Level(0.0, (("judgments.S14.nudge", 0.0),)), Level("x")))
    for row in Bench(sweep, MEMORY).rows([setting]):
        assert (row["difference"], row["difference_error"]) == (0.0, 0.0)


def test_a_refused_setting_is_a_row_and_the_next_is_worked_out(sweep: Sweep) -> None:
    refused = SweepSetting(4, 0, (Level(1.0, (("judgments.S14.nudge", "far"),)), Level("unlikely")))
    first, *others = Bench(sweep, MEMORY).rows([refused, *sweep.settings([5])])
    assert (first["run"], first["status"], first["set:judgments.S22.says"]) == (4, "refused", "unlikely")
    assert "judgments.S14.nudge" in first["message"]
    assert "policy" not in first
    assert {(row["run"], row["status"]) for row in others} == {(5, "ok")}


def test_too_little_memory_is_a_refusal_that_says_how_many_draws_fit(sweep: Sweep) -> None:
    large = replace(sweep, draws=20_000)
    (row,) = Bench(large, 80_000_000).rows(large.settings([1]))
    assert row["status"] == "refused"
    assert "draws" in row["message"]


@pytest.fixture
def seen(sweep: Sweep) -> Sweep:
    file = sim.read(ROOT / "tests/scenarios/valid/flagship-11.yaml")
    source = replace(sweep.sources[0], scenario=file)
    return replace(sweep, sources=(source,), evidence={"evidence.yaml": EVIDENCE}, policies=("let_it_run",))


def test_what_was_seen_counts_up_to_its_last_day(seen: Sweep, tmp_path: Path) -> None:
    file = tmp_path / "evidence.yaml"
    file.write_text(EVIDENCE)
    scenario = seen.sources[0].scenario
    for until in (None, date(2026, 1, 1), date(2026, 1, 6)):
        level = Level("evidence.yaml", evidence="evidence.yaml", until=until)
        rows = Bench(seen, MEMORY).rows([SweepSetting(1, 0, (level, Level(None)))])
        observed = sim.evidence(scenario, file, until=until)
        wanted = sim.forecast(
            scenario, draws=200, policies=["let_it_run"], observations=observed, shares=False
        ).answers.values()  # fmt: skip
        assert [row["probability"] for row in rows] == [answer.probability for answer in wanted]
        assert {row["until"] for row in rows} == {until and until.isoformat()}


def _differences(sweep: Sweep, seeds: Sequence[int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Difference, its stated error, and the error if nothing were common, of one setting and one answer a seed."""
    found = []
    for seed in seeds:
        row = Bench(replace(sweep, seed=seed), MEMORY).rows(sweep.settings([9]))[2]  # strikes, Q6
        found.append((row["difference"], row["difference_error"], row["sampling_error"] * np.sqrt(2)))
    return tuple(np.array(found).T)  # type: ignore[return-value]


def test_the_error_of_a_difference_is_how_it_scatters_over_seeds(sweep: Sweep) -> None:
    """Root mean square of (difference - mean) / stated error over 60 seeds: within 0.75 and 1.25 of one, that is
    2.7 standard errors of a root mean square of 60. The control, errors as if nothing were common, is far above."""
    difference, stated, apart = _differences(sweep, range(1, 61))
    away = difference - difference.mean()
    assert 0.75 < np.sqrt((away**2).sum() / 59 / (stated**2).mean()) < 1.25
    assert np.sqrt((away**2).sum() / 59 / (apart**2).mean()) < 0.75
