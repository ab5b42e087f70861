"""The heat map: an answer a cell, whole per cents that can be read on every colour, and marks for what has moved."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sim.results.forecast.model import Forecast
from sim.show.charts.heatmap import PICK, Heatmap
from sim.show.charts.ink import DARK, LIGHT, Palette, contrast
from sim.show.charts.order import change_of, sort_questions
from sim.show.titles import Titles
from tests.show.pictured import check, frame, rows

TITLES = Titles({"Q6": "Exchange of fire", "Q2": "Council meeting", "Q7": "Open combat"})


def cells(chart: Heatmap) -> dict[tuple[str, str], dict[str, Any]]:
    return {(row["policy"], row["question"]): row for row in rows(chart.spec(), "cell")}


@pytest.fixture
def mixed(forecast: Forecast) -> Forecast:
    """Q6 under strikes is set by the policy, and under let_it_run it is not asked."""
    nan = float("nan")
    changed = {
        ("strikes", "Q6"): {"method": "set by policy", "shown": "excluded", "word": "excluded", "probability": 0.0},
        ("let_it_run", "Q6"): {"method": "undefined", "shown": "undefined", "word": "undefined", "probability": nan},
    }
    answers = {key: replace(answer, **changed.get(key, {})) for key, answer in forecast.answers.items()}  # type: ignore[arg-type]
    return replace(forecast, answers=answers)


def test_a_cell_for_every_answer_in_whole_per_cent(forecast: Forecast) -> None:
    chart = Heatmap(forecast, "strikes", "Q6", titles=TITLES)
    check(chart.spec())
    found = cells(chart)
    assert {key: cell["label"] for key, cell in found.items()} == {
        ("strikes", "Q6"): "8 %", ("let_it_run", "Q6"): "4 %", ("strikes", "Q2"): "60 %",
        ("let_it_run", "Q2"): "30 %", ("strikes", "Q7"): "< 1 %", ("let_it_run", "Q7"): "< 1 %",
    }  # fmt: skip
    assert [key for key, cell in found.items() if cell["chosen"]] == [("strikes", "Q6")]
    titles = [row["label"] for row in rows(chart.spec(), "label")]
    assert titles == ["Exchange of fire", "Council meeting", "Open combat"]
    assert [row["label"] for row in rows(chart.spec(), "head")] == ["strikes", "let it run"]


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_every_number_can_be_read_on_its_cell(forecast: Forecast, palette: Palette) -> None:
    for share in range(101):
        answer = replace(forecast.answers["strikes", "Q6"], probability=share / 100)
        one = replace(forecast, answers={**forecast.answers, ("strikes", "Q6"): answer})
        cell = cells(Heatmap(one, "strikes", palette=palette))["strikes", "Q6"]
        assert contrast(cell["ink"], cell["fill"]) >= 4.5


def test_no_code_is_in_view(forecast: Forecast) -> None:
    spec = Heatmap(forecast, "strikes", "Q6", titles=TITLES).spec()
    tips = {tip["field"] for layer in spec["layer"] for tip in layer["encoding"].get("tooltip") or []}
    texts = {row[field] for row in rows(spec) for field in {"label", *tips} & row.keys()}
    assert not {text for text in texts if "Q6" in text}
    assert not {row["label"] for row in rows(spec) if "_" in row.get("label", "")}


def test_a_click_selects_question_and_policy(forecast: Forecast) -> None:
    spec = Heatmap(forecast, "strikes", turn=4).spec()
    (pick,) = [param for layer in spec["layer"] for param in layer.get("params", [])]
    assert (pick["name"], pick["select"]["fields"]) == (PICK, ["question", "policy", "turn"])
    assert (pick["select"]["toggle"], pick["select"]["clear"]) == (False, False)
    assert {row["turn"] for row in rows(spec, "cell")} == {4}


def test_what_has_moved_has_an_arrow_and_its_earlier_number(forecast: Forecast, moved: Forecast) -> None:
    answers = {**moved.answers, ("strikes", "Q2"): forecast.answers["strikes", "Q2"]}
    found = cells(Heatmap(replace(moved, answers=answers), "strikes", before=forecast))
    arrows = {question: cell["arrow"] for (policy, question), cell in found.items() if policy == "strikes"}
    assert arrows == {"Q6": "▲", "Q2": "", "Q7": ""}
    assert found["strikes", "Q6"]["earlier"] == "8 % (2.4 to 15 %) in the file"
    assert {cell["arrow"] for cell in cells(Heatmap(forecast, "strikes", before=moved)).values()} == {"▼", ""}


def test_what_is_settled_is_dashed_and_says_so(mixed: Forecast, forecast: Forecast) -> None:
    chart = Heatmap(mixed, "strikes", "Q6", forecast, titles=TITLES)
    check(chart.spec())
    excluded, unasked = (cells(chart)[policy, "Q6"] for policy in ("strikes", "let_it_run"))
    assert (excluded["label"], excluded["fixed"], excluded["arrow"]) == ("no", True, "")
    assert excluded["told"] == "excluded, set by the policy"
    assert (unasked["label"], unasked["fixed"]) == ("–", True)
    assert "since what it is asked of never comes to pass" in unasked["told"]
    assert "Dashed" in chart.guide()
    assert chart.table()[0]["In words"] == "excluded, set by the policy"
    assert chart.table()[0]["Probability, %"] is None


def test_sorted_by_file_probability_or_change(forecast: Forecast, moved: Forecast, mixed: Forecast) -> None:
    assert sort_questions(moved, "strikes", "file", forecast) == ["Q6", "Q2", "Q7"]
    assert sort_questions(moved, "strikes", "probability", forecast) == ["Q2", "Q6", "Q7"]
    assert sort_questions(moved, "strikes", "change", forecast) == ["Q2", "Q6", "Q7"]
    assert sort_questions(moved, "strikes", "change") == ["Q6", "Q2", "Q7"]
    assert sort_questions(mixed, "strikes", "probability") == ["Q2", "Q7", "Q6"]
    assert change_of(mixed.answers["strikes", "Q6"], forecast) == 0
    chart = Heatmap(forecast, "strikes", titles=TITLES, sort="probability")
    titles = [row["label"] for row in rows(chart.spec(), "label")]
    assert titles == ["Council meeting", "Exchange of fire", "Open combat"]


def test_moving_a_slider_changes_data_and_nothing_else(forecast: Forecast, moved: Forecast, mixed: Forecast) -> None:
    first = Heatmap(moved, "strikes", "Q6", forecast).spec()
    assert frame(first) == frame(Heatmap(mixed, "let_it_run", "Q2", sort="probability").spec())


def test_one_sentence_says_it(forecast: Forecast, moved: Forecast) -> None:
    assert Heatmap(moved, "strikes", "Q6", forecast, titles=TITLES).text() == (
        "3 questions under 2 policies; under policy strikes, from Council meeting (72 %) to Open combat (< 1 %); "
        "4 answers differ from those in the file."
    )


def test_the_table_has_the_order_of_the_picture(forecast: Forecast, moved: Forecast) -> None:
    table = Heatmap(moved, "strikes", before=forecast, titles=TITLES, sort="probability").table()
    assert [row["Question"] for row in table[::2]] == ["Council meeting", "Exchange of fire", "Open combat"]
    assert table[2] == {
        "Question": "Exchange of fire", "Policy": "strikes", "Probability, %": 9.6, "5 % of draws below, %": 2.88,
        "Median of draws, %": 8.64, "95 % of draws below, %": 18.24, "In words": "very unlikely",
        "Probability in the file, %": 8.0,
    }  # fmt: skip
