"""The table of choices for eyes: golden text and Markdown, widths, and nothing from a file drives the terminal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sim.results.choices.compare import Choice, ChoiceCell, ChoiceRow, Choices
from sim.results.settings import RunSettings
from sim.show.choices import as_markdown, as_text, summary

HERE = Path(__file__).parent


def cell(median: float, file: float, **others: object) -> ChoiceCell:
    odds = [p / (1 - p) for p in (median, file)]
    values = {"low90": median / 2, "high90": median * 1.5, "probability": median, "error": 0.004}
    return ChoiceCell(median, points=100 * (median - file), odds_ratio=odds[0] / odds[1], moved=median != file,
                **(values | others))  # type: ignore[arg-type]  # fmt: skip


@pytest.fixture
def table() -> Choices:
    fixed = ChoiceCell(1.0, 1.0, 1.0, 1.0, 0.0, None, settled="set by policy")
    file = {"Q1": cell(0.2, 0.2), "Q2": cell(0.004, 0.004), "Q3": fixed, "Q4": cell(0.5, 0.5)}
    rows = (
        ChoiceRow(None, file),
        ChoiceRow(Choice("lexicon", "phia"), file | {"Q1": cell(0.3, 0.2), "Q2": cell(0.0004, 0.004)}),
        ChoiceRow(Choice("lexicon", "{capphrase: 2, icd203: 1}"), file | {"Q1": cell(0.2002, 0.2)}),
        ChoiceRow(Choice("pool.rule", "linear"), file | {"Q4": cell(0.6, 0.5)}),
        ChoiceRow(Choice("dependence", "0"), file),
    )
    asks = {"Q1": "Does it come to war by 7 January 2026?", "Q2": "Is the <port> closed?", "Q3": "Is it shut?"}
    asks["Q4"] = "Not shown?"
    refused = ((Choice("lexicon", "desk"), "ann contradicts J1: the part is likelier than the whole"),)
    return Choices(
        "tiny", "A tiny scenario", "tiny.yaml", "0f", date(2025, 12, 24), RunSettings(1000, 64, 1), "stay",
        ("Q1", "Q2", "Q3"), asks, rows, refused, edits=("dependence=0.5",),
    )  # fmt: skip


def test_the_text_is_the_golden_one(table: Choices, golden) -> None:
    golden(HERE / "choices.txt", as_text([table], width=80))


def test_the_markdown_is_the_golden_one(table: Choices, golden) -> None:
    golden(HERE / "choices.md", as_markdown([table]))


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_is_wider_than_the_terminal(table: Choices, width: int) -> None:
    wordy = replace(table, title="a title " * 30, asks={name: "many words " * 40 for name in table.asks})
    text = as_text([wordy], width=width)
    assert max(map(len, text.splitlines())) <= width
    assert text.count("20.0 (10.0 to 30.0)") == 2


def test_questions_that_do_not_fit_stand_below(table: Choices) -> None:
    def heads(width: int) -> list[list[str]]:
        lines = as_text([table], width=width).splitlines()
        return [line.split() for line in lines if line.startswith(" " * 20) and "Q" in line]

    assert heads(120) == [["Q1", "Q2", "Q3"]]
    assert heads(80) == [["Q1", "Q2"], ["Q3"]]


def test_a_row_without_effect_says_on_what(table: Choices) -> None:
    lines = [" ".join(line.split()) for line in as_text([table], width=120).splitlines()]
    assert "linear no effect on these questions" in lines
    assert "0 no effect on any question" in lines
    assert "| `dependence=0` | no effect on any question |  |  |" in as_markdown([table])


def test_the_summary_names_the_widest_in_points_and_in_odds(table: Choices) -> None:
    assert summary(table)[0] == (
        "The widest: lexicon=phia takes Q1 from 20.0 % to 30.0 % (+10.0 points, odds x 1.71); "
        "in odds: lexicon=phia takes Q2 from 0.4 % to < 0.1 % (-0.4 points, odds x 0.1)."
    )
    assert summary(table)[1:] == ["The pooling rule: no effect.", "How far voices share their errors: no effect."]
    still = replace(table, rows=table.rows[:1])
    assert summary(still) == ["No choice moves any of these answers."]


def test_nothing_from_a_file_drives_the_terminal_or_the_page(table: Choices) -> None:
    odd = replace(table, title="\x1b[2Jgone", asks={name: "\x1b[31m<b>|*red*" for name in table.asks},
                  refused=((Choice("lexicon", "\x1b[0m"), "\x1b"),))  # fmt: skip
    assert "\x1b" not in as_text([odd]) + as_markdown([odd])
    assert "\\<b\\>\\|\\*red\\*" in as_markdown([odd])
