"""The ladder: right rows, right places, one centre mark, short titles, and a sentence and a table that say the same."""

from __future__ import annotations

import json
from dataclasses import replace

import altair as alt
import pytest

from sim.results.forecast.model import Forecast
from sim.show.charts.ink import DARK, LIGHT
from sim.show.charts.ladder import PICK, Ladder, ladder
from sim.show.charts.scale import Scale, whole_axis
from sim.show.titles import Titles
from tests.show.pictured import Spec, check, frame, rows

TITLES = Titles({"Q6": "Exchange of fire", "Q2": "Council meeting"})


def of_questions(spec: Spec) -> dict[str, dict[str, object]]:
    return {row["question"]: row for row in rows(spec, "row")}


def test_rows_stand_in_the_files_order_under_their_titles(forecast: Forecast) -> None:
    spec = Ladder(forecast, "strikes", titles=TITLES).spec()
    check(spec)
    assert [row["title"] for row in rows(spec, "row")] == [
        "Exchange of fire", "Council meeting", "Does direct_military reach combat by 21…",
    ]  # fmt: skip
    assert [row["row"] for row in rows(spec, "row")] == [0, 1, 2]
    assert {row["shown"] for row in rows(spec, "row")} == {"8 %", "60 %", "< 1 %"}


def test_no_code_is_in_view(forecast: Forecast) -> None:
    row = of_questions(Ladder(forecast, "strikes", titles=TITLES).spec())["Q6"]
    assert row["asks"] == "Does direct_military reach incident or more by 21 January 2026?"
    drawn = {row[field] for field in ("asks", "told", "title", "shown", "note")}
    assert not any("Q6" in str(text) for text in drawn)


@pytest.mark.parametrize("scale", ["odds", "plain"])
def test_bars_stand_where_the_answer_says(forecast: Forecast, scale: Scale) -> None:
    answer = forecast.answers["strikes", "Q6"]
    row = of_questions(Ladder(forecast, "strikes", scale=scale).spec())["Q6"]
    along = whole_axis(scale).along
    assert row["low90"] == along(answer.interval90.low)
    assert row["high50"] == along(answer.interval50.high)
    assert row["mean"] == along(answer.probability)
    assert row["told"] == "8 % (2.4 to 15 %)"
    first, *_ = rows(Ladder(forecast, "strikes", scale=scale).spec(), "tick")
    assert first["label"] == ("0.1 %" if scale == "odds" else "0 %")


def test_the_one_centre_mark_is_the_forecast(forecast: Forecast) -> None:
    spec = Ladder(forecast, "strikes").spec()
    assert "median" not in json.dumps(spec)
    of_rows = [layer for layer in spec["layer"] if "'row'" in layer["transform"][0]["filter"]]
    marks = [layer for layer in of_rows if layer["mark"]["type"] == "point"]
    assert [layer["encoding"]["x"]["field"] for layer in marks] == ["x_old_mean", "x_mean"]


def test_what_the_policy_settled_has_no_bars(forecast: Forecast) -> None:
    settled = replace(forecast.answers["strikes", "Q6"], method="set by policy", shown="certain", word="certain")
    answers = {**forecast.answers, ("strikes", "Q6"): settled}
    row = of_questions(Ladder(replace(forecast, answers=answers), "strikes").spec())["Q6"]
    assert (row["note"], row["shown"], row["mean"], row["low90"]) == ("certain, set by the policy", "", None, None)


def test_grey_shows_what_has_moved_and_only_that(forecast: Forecast, moved: Forecast) -> None:
    answers = {**moved.answers, ("strikes", "Q2"): forecast.answers["strikes", "Q2"]}
    spec = Ladder(replace(moved, answers=answers), "strikes", None, forecast, "in variant B").spec()
    found = of_questions(spec)
    assert found["Q6"]["old_mean"] == whole_axis("plain").along(forecast.answers["strikes", "Q6"].probability)
    assert found["Q6"]["earlier"] == "8 % (2.4 to 15 %) in variant B"
    assert found["Q2"]["old_mean"] is None
    assert [key["label"] for key in rows(spec, "key")][-1] == "in variant B"
    assert len(rows(Ladder(moved, "strikes").spec(), "key")) == 3


def test_moving_a_slider_changes_data_and_nothing_else(forecast: Forecast, moved: Forecast) -> None:
    before = Ladder(forecast, "strikes", "Q6").spec()
    after = Ladder(moved, "let_it_run", "Q2", forecast, sort="change", scale="odds", turn=3).spec()
    assert frame(before) == frame(after)
    assert frame(Ladder(forecast, "strikes", palette=DARK).spec()) != frame(before)
    assert LIGHT.wide in frame(before)


def test_a_click_selects_the_question_and_the_selected_row_is_tinted(forecast: Forecast) -> None:
    spec = Ladder(forecast, "strikes", "Q2", turn=3).spec()
    (pick,) = [param for layer in spec["layer"] for param in layer.get("params", [])]
    assert (pick["name"], pick["select"]["fields"]) == (PICK, ["question", "turn"])
    assert [row["question"] for row in rows(spec, "row") if row["chosen"]] == ["Q2"]
    assert {row["turn"] for row in rows(spec, "row")} == {3}


def test_sorted_by_probability_or_change(forecast: Forecast, moved: Forecast) -> None:
    for sort in ("probability", "change"):
        spec = Ladder(moved, "strikes", None, forecast, sort=sort).spec()  # type: ignore[arg-type]
        assert [row["question"] for row in rows(spec, "row")] == ["Q2", "Q6", "Q7"]


def test_one_sentence_says_it(forecast: Forecast, moved: Forecast) -> None:
    assert Ladder(moved, "strikes", "Q6", forecast, titles=TITLES).text() == (
        "3 answers under policy strikes, from Council meeting (72 %) to Does direct_military reach combat by 21… "
        "(< 1 %); Exchange of fire is at 10 %, nine tenths of readings 3 to 18 %, in the file 8 %."
    )


def test_the_table_is_readable_and_has_the_order_of_the_picture(forecast: Forecast, moved: Forecast) -> None:
    table = Ladder(moved, "strikes", None, forecast, titles=TITLES, sort="probability").table()
    assert [row["Question"] for row in table][:2] == ["Council meeting", "Exchange of fire"]
    assert table[1]["Probability in the file, %"] == 8.0
    assert not any("y" in row or "low90" in row for row in table)


def test_altair_takes_it(forecast: Forecast) -> None:
    chart = ladder(forecast, "strikes")
    assert isinstance(chart, alt.LayerChart)
    assert len(chart.to_dict()["layer"]) == len(Ladder(forecast, "strikes").spec()["layer"])
