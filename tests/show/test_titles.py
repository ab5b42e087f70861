"""What questions and policies are called: by the file's own names, else in words, never by a code."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.results.forecast.model import Forecast
from sim.scenario.file import read
from sim.show.titles import Titles, cut_title, find_titles

SCENARIOS = Path(__file__).parents[2] / "scenarios"


def test_a_scenarios_own_names_come_first() -> None:
    scenario = read.read(SCENARIOS / "venezuela-2025")
    titles = find_titles(scenario)
    assert titles.questions["Q6"] == scenario.questions["Q6"].short == "Exchange of fire"
    assert titles.case("strikes") == "if the US strikes"
    assert set(titles.policies) == set(scenario.policies)
    assert not [name for name in titles.policies.values() if "_" in name]


def test_without_names_words_stand_in(forecast: Forecast) -> None:
    assert Titles().question(forecast, "Q2") == "Does un_action reach meeting or more by 21…"
    assert Titles().question(forecast, "Q99") == "Q99"
    assert Titles().case("let_it_run") == "under policy let it run"


@pytest.mark.parametrize("asks", ["short", "x" * 200, "word " * 40])
def test_a_title_is_short(asks: str) -> None:
    assert 0 < len(cut_title(asks)) <= 44
