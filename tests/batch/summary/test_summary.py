"""What a sweep says: counts, quantiles, ends and shares of every answer, in words, JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
import math
from typing import Any

import numpy as np
import pyarrow
import pytest

from sim.batch.summary.export import summary_csv, summary_json
from sim.batch.summary.model import SweepSummary, SweptSpread
from sim.batch.summary.summarise import summarise_sweep
from sim.batch.summary.sweep_table import SweepTable
from sim.batch.summary.text import show_summary
from sim.batch.sweep.model import Level, SweepAxis
from tests.batch.summary.swept import Row, columns, full_grid, refused_row, swept_rows

NUDGES = [-1.0, -0.5, 0.0, 0.5, 1.0]
RULES = ["log", "linear", None]
AXES = (SweepAxis("nudge", "number"), SweepAxis("rule", "text", tuple(Level(rule) for rule in RULES)))


def fire(nudge: float, rule: str | None) -> float:
    return 0.2 + 0.1 * nudge + (0.05 if rule == "linear" else 0.0)


def unasked(nudge: float, rule: str | None) -> float | None:
    return math.nan if rule is None else 0.5 + 0.1 * nudge


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    formulas: Any = {
        ("strikes", "Q6"): fire,
        ("strikes", "Q2"): lambda nudge, rule: 0.3,
        ("wait", "Q7"): unasked,
    }
    made = swept_rows(full_grid(nudge=NUDGES, rule=RULES), formulas)
    return [*made, refused_row(16, "weights sum to 0", nudge=2.0, rule="log")]


@pytest.fixture(scope="module")
def summary(rows: list[Row]) -> SweepSummary:
    return summarise_sweep(columns(rows), AXES, title="How far it hangs on a nudge", planned=20)


def answer(summary: SweepSummary, question: str) -> SweptSpread:
    return next(one for one in summary.answers if one.question == question)


def test_settings_and_refusals_are_counted(summary: SweepSummary) -> None:
    assert (summary.settings, summary.planned, summary.refused) == (16, 20, {"weights sum to 0": 1})
    answers = [(one.policy, one.question) for one in summary.answers]
    assert answers == [("strikes", "Q6"), ("strikes", "Q2"), ("wait", "Q7")]
    assert (answer(summary, "Q7").answered, answer(summary, "Q7").undefined) == (10, 5)


def test_quantiles_and_ends(summary: SweepSummary) -> None:
    spread = answer(summary, "Q6")
    assert spread.quantiles[0] == pytest.approx(0.1)
    assert spread.quantiles[3] == pytest.approx(0.2)
    assert spread.quantiles[-1] == pytest.approx(0.35)
    assert spread.lowest is not None
    assert spread.highest is not None
    assert (spread.lowest.run, spread.lowest.cells) == (1, {"nudge": -1.0, "rule": "log"})
    assert spread.highest.cells == {"nudge": 1.0, "rule": "linear"}
    assert spread.error == 0.001


def test_shares_are_exact_on_the_grid_and_where_an_answer_lacks_a_level(summary: SweepSummary) -> None:
    spread = answer(summary, "Q6")
    assert spread.shares is not None
    assert spread.shares.method == "grid"
    parts = (0.01 * 0.5, 0.0025 * 2 / 9)
    assert [share.first for share in spread.shares.axes] == pytest.approx([part / sum(parts) for part in parts])
    lacking = answer(summary, "Q7").shares
    assert lacking is not None
    assert (lacking.method, lacking.axes[0].first) == ("grid", pytest.approx(1.0))


def test_what_never_moves_has_no_shares(summary: SweepSummary) -> None:
    assert answer(summary, "Q2").shares is None
    assert answer(summary, "Q2").spread == 0.0


def test_the_order_of_rows_and_the_kind_of_table_do_not_count(rows: list[Row], summary: SweepSummary) -> None:
    table = pyarrow.Table.from_pylist(rows)
    for other in (table, table.to_pandas(), SweepTable(table, AXES)):
        again = summarise_sweep(other, AXES, title=summary.title, planned=20)
        assert summary_json(again) == summary_json(summary)
    turned = SweepTable(pyarrow.Table.from_pylist(rows[::-1]), AXES)
    values = [one.answer(("strikes", "Q6")).values for one in (turned, SweepTable(table, AXES))]
    np.testing.assert_array_equal(*values)


def test_without_axes_every_column_of_a_setting_is_one(rows: list[Row]) -> None:
    axes = SweepTable(columns(rows)).axes
    assert [(axis.name, axis.kind) for axis in axes] == [("nudge", "number"), ("rule", "text")]


def test_several_scenarios_are_an_axis() -> None:
    rows = [
        row | {"file": file, "run": row["run"] + 5 * place, "probability": row["probability"] + 0.1 * place}
        for place, file in enumerate(("a.yaml", "b.yaml"))
        for row in swept_rows(full_grid(nudge=NUDGES), {("strikes", "Q6"): lambda nudge: 0.2})
    ]
    shares = summarise_sweep(columns(rows)).answers[0].shares
    assert shares is not None
    assert [(share.axis, round(share.total, 9)) for share in shares.axes] == [("file", 1.0), ("nudge", 0.0)]


def test_only_some_policies_and_questions(rows: list[Row]) -> None:
    some = summarise_sweep(columns(rows), AXES, policy="strikes", questions=["Q6", "Q7"])
    assert [(one.policy, one.question) for one in some.answers] == [("strikes", "Q6")]


def test_a_table_with_nothing_but_refusals() -> None:
    rows = [refused_row(run, "no", nudge=0.5, rule="log") for run in (1, 2)]
    summary = summarise_sweep(columns(rows), AXES)
    assert (summary.settings, summary.answers, summary.refused) == (2, (), {"no": 2})
    assert "2 settings, 0 answered, 2 refused" in show_summary(summary)


def test_the_text_says_it(summary: SweepSummary) -> None:
    text = show_summary(summary, names={"nudge": "Kosevich's nudge"}, width=100)
    for line in (
        "How far it hangs on a nudge",
        "16 of 20 settings, 15 answered, 1 refused. Axes, with their levels: Kosevich's nudge (6), rule (3).",
        "- 1 refused: weights sum to 0",
        "Policy strikes",
        "Q6: 15 settings, 1 without an answer",
        "  lowest in run 1: Kosevich's nudge -1, rule log",
        "  highest in run 14: Kosevich's nudge 1, rule linear",
        "  differences err by at most 0.1 points",
        "  moved by          alone         in all",
        "  Kosevich's nudge   90 %  ± 0.7    90 %  ± 0.7",
        "  30.0 % in every one.",
        "Q7: 10 settings, 5 in which it is asked of no world, 1 without an answer",
    ):
        assert line in text.splitlines()
    assert max(map(len, text.splitlines())) <= 100


def test_json_and_csv_say_the_same(summary: SweepSummary) -> None:
    made = json.loads(summary_json(summary))
    assert made["format"] == "scenario-sim sweep summary"
    first = made["answers"][0]
    assert first["lowest"]["cells"] == {"nudge": -1.0, "rule": "log"}
    assert [share["axis"] for share in first["shares"]["axes"]] == ["nudge", "rule"]
    table = list(csv.DictReader(io.StringIO(summary_csv(summary))))
    assert [(row["question"], row["axis"]) for row in table] == [
        ("Q6", "nudge"), ("Q6", "rule"), ("Q2", ""), ("Q7", "nudge"), ("Q7", "rule"),
    ]  # fmt: skip
    assert float(table[0]["first"]) == first["shares"]["axes"][0]["first"]
