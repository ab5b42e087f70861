"""The seed report: what is left out, what is printed, what the JSON holds."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.errors import ImpossibleError
from sim.results.seeds.export import as_json, as_text
from sim.results.seeds.report import report
from sim.scenario import edit
from sim.scenario.file import read
from sim.scenario.resolve.scenario import Scenario

SEEDS = Path(__file__).parents[2] / "scenarios" / "valid" / "seeds.yaml"


@pytest.fixture
def scenario() -> Scenario:
    return read.read(SEEDS)


def test_the_tables_are_the_golden_ones(scenario: Scenario, golden: Callable[[Path, str], None]) -> None:
    golden(Path(__file__).with_name("seeds.txt"), as_text([report(scenario)]))
    golden(Path(__file__).with_name("seeds.json"), as_json([report(scenario)]))


def test_the_delft_figures_are_printed(scenario: Scenario) -> None:
    """Calibration, information and shares as published, three digits; the decision makers' from Anduryl 1.2.2."""
    lines = [line.split() for line in as_text([report(scenario)]).splitlines()]
    assert ["A", "5", "3.62e-05", "1.418", "5.13e-05", "6.56e-05", "6.56e-05"] in lines
    assert ["B", "5", "0.608", "0.558", "0.340", "0.434", "0.434"] in lines
    assert ["C", "5", "0.327", "1.354", "0.443", "0.566", "0.566"] in lines
    assert ["equal", "none", "0.411", "0.123", "0.0507"] in lines
    assert ["item,", "optimised", "cut-off", "0.327", "0.608", "0.611", "0.372"] in lines
    assert ["T4", "none", "0.839", "0.440", "0.369"] in lines
    assert ["B", "none", "0.327", "1.242", "0.406"] in lines


def test_kind_and_cut_off_of_the_scenario_are_those_of_the_left_out_tables(scenario: Scenario) -> None:
    item = report(edit.edit(scenario, {"pool.kind": "item", "pool.cut_off": "optimised", "pool.weights": "given"}))
    assert item.chosen == "item, optimised cut-off"
    assert [name for name, _ in item.without_item] == ["T1", "T2", "T3", "T4", "T5"]
    assert item.without_item[0][1].score.information == pytest.approx(0.5706224936, rel=1e-9)
    assert [voice.share_at_cut_off > 0 for voice in item.voices] == [False, True, True]
    fixed = report(edit.edit(scenario, {"pool.cut_off": 0.5}))
    assert fixed.makers[-1][0] == "global, cut-off 0.5"
    assert [made is None for _, made in fixed.without_voice] == [False, True, False]
    assert "nobody left" in as_text([fixed])


def test_one_voice_and_one_question_leave_nobody(scenario: Scenario) -> None:
    lone = edit.edit(scenario, {"seeds": {"T1": scenario.file._data["seeds"]["T1"]}, "experts.A.weight": 0,
                                "experts.C.weight": 0})  # fmt: skip
    found = report(lone)
    assert (found.unscored, found.without_voice[0][1], found.without_item[0][1]) == (("A", "C"), None, None)
    assert "Not scored, for want of an answer or of a weight: A, C" in as_text([found])
    json.loads(as_json([found]))


def test_json_has_calibration_as_log10_too(scenario: Scenario) -> None:
    (one,) = json.loads(as_json([report(scenario)]))["reports"]
    assert one["voices"][0]["calibration"] == pytest.approx(10 ** one["voices"][0]["log10_calibration"], rel=1e-12)
    assert {entry["left_out"] for entry in one["without_voice"]} == {"A", "B", "C"}
    assert one["decision_makers"][2]["cut_off"] == pytest.approx(0.6083583365)


def test_a_scenario_without_answered_seeds_has_no_report(scenario: Scenario) -> None:
    with pytest.raises(ImpossibleError, match="has answered a seed question"):
        report(edit.edit(scenario, {"seeds": None, "pool.weights": "given"}))
