"""The terminal's table: readable at 80 and 120 columns, and nothing from a file drives the terminal."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sim.results.forecast.model import Forecast
from sim.show.printout import as_text

HERE = Path(__file__).parent


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
        "4.1 %", "1.0 to 12.3 %", "1.2", "almost no chance", "solved",
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
