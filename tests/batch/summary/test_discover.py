"""What leads to an answer: from a table to sentences, JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
import math
from typing import Any

import pyarrow
import pytest

from sim.batch.summary.discovery.discover import discover
from sim.batch.summary.discovery.export import discovery_csv, discovery_json
from sim.batch.summary.discovery.text import show_discovery
from sim.batch.summary.sweep_table import SweepTable
from tests.batch.summary.swept import columns, full_grid, refused_row, swept_rows

RULES = ["log", "linear", "median"]


def fire(nudge: float, rule: str) -> float:
    return 0.2 if nudge > 0.41 and rule == "linear" else 0.05


def asked_of_some(nudge: float, rule: str) -> float:
    return math.nan if rule == "log" else 0.3


@pytest.fixture(scope="module")
def swept() -> SweepTable:
    nudges = [round(-1 + 0.1 * step, 1) for step in range(21)]
    formulas: Any = {
        ("strikes", "Q6"): fire,
        ("wait", "Q6"): lambda nudge, rule: 0.05,
        ("strikes", "Q7"): asked_of_some,
    }
    rows = swept_rows(full_grid(nudge=nudges, rule=RULES), formulas)
    rows.append(refused_row(64, "no", nudge=0.0, rule="log"))
    return SweepTable(pyarrow.Table.from_pylist(rows))


def test_a_box_in_words(swept: SweepTable) -> None:
    found = discover(swept, "Q6 > 10%", policy="strikes")
    assert (found.settings, found.wanted, found.missing, found.coverage) == (63, 6, 1, 1.0)
    text = show_discovery(found, names={"nudge": "Kosevich's nudge", "rule": "pool"}, width=200)
    lines = text.splitlines()
    assert lines[0] == "strikes/Q6 above 10 %: in 6 of 63 settings (9.52 %). 1 have no answer, and count nowhere."
    assert lines[2] == "First box: Kosevich's nudge above 0.45 and pool linear"
    assert lines[3] == (
        "  100 % of the settings with strikes/Q6 above 10 % lie in this box (coverage), "
        "and 100 % of its 6 settings have it (density). It holds 10 % of all."
    )
    assert any("quasi-p" in line for line in lines[4:6])
    assert "taken" in text


def test_without_a_policy_policies_are_an_axis(swept: SweepTable) -> None:
    found = discover(swept, "Q6 > 10%")
    assert (found.settings, found.wanted, found.axes) == (126, 6, ("policy", "nudge", "rule"))
    text = show_discovery(found)
    assert "in 6 of 126 settings, each under every policy" in text
    assert "policy strikes" in text


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        ("strikes/Q6 > 90%", "strikes/Q6 above 90 %: in none of 63 settings. 1 have no answer, and count nowhere.\n"),
        (
            "wait/Q6 <= 5%",
            "wait/Q6 at most 5 %: in all 63 settings, so that no setting leads to it. 1 have no",
        ),
        ("Q7 > 10%", "Q7 above 10 %: in all 42 settings, so that no setting leads to it. 22 have no answer"),
    ],
)
def test_none_and_all_are_said_to_be_so(swept: SweepTable, condition: str, told: str) -> None:
    found = discover(swept, condition)
    assert found.boxes == ()
    assert show_discovery(found, width=300).startswith(told)


def test_where_nothing_is_denser_it_says_so() -> None:
    rows = swept_rows(
        [{"nudge": k / 40} for k in range(40)], {("a", "Q"): lambda nudge: 0.2 if 40 * nudge % 2 else 0.1}
    )
    found = discover(columns(rows), "Q > 15%")
    assert "No box of settings is denser" in show_discovery(found)


def test_json_and_csv(swept: SweepTable) -> None:
    found = discover(swept, "strikes/Q6 > 10%")
    made = json.loads(discovery_json(found, {"rule": "pool"}))
    assert made["format"] == "scenario-sim sweep discovery"
    assert made["condition"] == {"policy": "strikes", "question": "Q6", "sign": ">", "bound": 0.1}
    (box,) = made["boxes"]
    assert box["says"].endswith("pool linear")
    assert (box["coverage"], box["density"], len(box["trajectory"])) == (1.0, 1.0, box["chosen"] + 1)
    rows = list(csv.DictReader(io.StringIO(discovery_csv(found))))
    assert [row["taken"] for row in rows].count("true") == 1
    assert float(rows[0]["density"]) == pytest.approx(6 / 63)
