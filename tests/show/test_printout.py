"""The terminal's table: readable at 80 and 120 columns, and nothing from a file drives the terminal."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

import sim
from sim.results.forecast.model import Forecast
from sim.show.printout import as_text

HERE = Path(__file__).parent
SCENARIOS = HERE.parents[1] / "scenarios"


def test_the_text_is_the_golden_one(small_forecast: Forecast, golden) -> None:
    golden(HERE / "forecast.txt", as_text([small_forecast], width=80))


@pytest.mark.parametrize("width", [80, 120])
def test_no_line_is_wider_than_the_terminal(small_forecast: Forecast, width: int) -> None:
    wordy = replace(small_forecast, assumptions=("many words " * 40,), title="a title " * 30)
    assert max(len(line) for line in as_text([wordy], width=width).splitlines()) <= width


def test_every_answer_shows_number_interval_error_word_and_method(small_forecast: Forecast) -> None:
    lines = as_text([small_forecast], width=120).splitlines()
    after = lines[lines.index("Q1  Does it come to war by 7 January 2026?") + 1]
    assert [cell.strip() for cell in after.split("  ") if cell] == [
        "4.1 %", "1.0 to 12 %", "1.2", "almost no chance", "solved",
    ]  # fmt: skip


def test_a_question_is_noted_once_and_not_for_every_policy(small_forecast: Forecast) -> None:
    noted = {key: replace(answer, notes=("a note",)) for key, answer in small_forecast.answers.items()}
    assert as_text([replace(small_forecast, answers=noted)]).count("Q1: a note") == 1


def test_a_title_cannot_drive_the_terminal(small_forecast: Forecast) -> None:
    assert "\x1b" not in as_text([replace(small_forecast, title="\x1b[2Jgone", warnings=("\x1b[31mred",))])


def test_headings_are_bold_where_asked(small_forecast: Forecast) -> None:
    text = as_text([small_forecast], bold=lambda line: f"<{line}>")
    assert "<Policy stay>" in text
    assert "<A tiny scenario>" in text


def test_digits_are_those_asked_for(small_forecast: Forecast) -> None:
    for digits, probability, interval in ((0, "25 %", "6 to 75 %"), (3, "25.000 %", "6.250 to 75.000 %")):
        text = as_text([small_forecast], width=120, digits=digits)
        assert f"    {probability} " in text
        assert f"  {interval} " in text
    assert "excluded" in as_text([small_forecast], digits=3)


def test_below_one_per_cent_it_is_one_in_so_many(small_forecast: Forecast) -> None:
    rare = {key: replace(answer, probability=0.004, shown="0.4 %") for key, answer in small_forecast.answers.items()}
    told = as_text([replace(small_forecast, answers=rare)])
    assert "\n    1 in 250; almost no chance to very unlikely\n" in told
    assert "1 in" not in as_text([small_forecast])


def test_the_whole_list_of_assumptions_is_there_on_request(small_forecast: Forecast) -> None:
    whole = "What the answers rest on that no expert said:\n  1. war rests on the author alone\n"
    assert whole in as_text([small_forecast], all_assumptions=True)
    assert whole not in as_text([small_forecast])
    assert "\n2 assumptions in all: --all-assumptions lists them.\n" in as_text([small_forecast])
    assert "assumptions in all" not in as_text([replace(small_forecast, assumptions=())])


def test_many_answers_are_told_in_short_and_the_text_says_how_to_see_more() -> None:
    """Above forty answers: one line below the numbers, by kind of voice, without reasons and assumptions."""
    scenario = sim.read(SCENARIOS / "venezuela-2025")
    every = sim.forecast(scenario, draws=100)
    one = sim.forecast(scenario, draws=100, policies=["strikes"])
    text = as_text([every])
    assert "Under one policy (--policy) each answer tells why" in " ".join(text.split())
    assert "assumed (1)" not in text
    assert "confidence low; author 100 %, no expert asked" in " ".join(text.split())
    assert re.search(r"confidence moderate; counts \d+ %, experts \d+ %, author \d+ %", " ".join(text.split()))
    alone = as_text([one])
    assert "assumed (1)" in alone
    assert "Under one policy" not in alone
    assert len(text.splitlines()) / len(every.answers) < 0.7 * len(alone.splitlines()) / len(one.answers)
