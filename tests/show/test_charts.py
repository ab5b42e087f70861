"""The pictures' specifications: right rows, right places, a fixed axis, and a text that says the same."""

from __future__ import annotations

import itertools
import json
import math
from dataclasses import replace
from typing import Any

import pytest

from sim.results.forecast.model import Forecast
from sim.show.charts.fan import fan, fan_text
from sim.show.charts.ink import DARK, LIGHT
from sim.show.charts.ladder import PICK, Ladder, guide
from sim.show.charts.scale import Scale, position

LABELS = {"direct_military": "Russian forces in combat"}


def rows(spec: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = spec["data"]["values"]
    return found


def frame(spec: dict[str, Any]) -> str:
    """The specification without its data."""
    return json.dumps({key: value for key, value in spec.items() if key != "data"}, sort_keys=True)


def test_rows_are_grouped_by_variable_in_the_files_order(forecast: Forecast) -> None:
    spec = Ladder(forecast, "strikes", labels=LABELS).spec()
    assert [row["question"] for row in rows(spec)] == ["Q6", "Q7", "Q2"]
    assert [row["text"].partition(":")[0] for row in rows(spec)] == [
        "Russian forces in combat", "Russian forces in combat", "un action",
    ]  # fmt: skip
    gaps = [below["y"] - above["bottom"] for above, below in itertools.pairwise(rows(spec))]
    assert gaps[0] < gaps[1]


def test_no_row_lies_outside_the_picture_or_on_another(forecast: Forecast) -> None:
    spec = Ladder(forecast, "strikes").spec()
    found = rows(spec)
    assert all(row["bottom"] <= spec["height"] for row in found)
    assert all(above["bottom"] < below["y"] for above, below in itertools.pairwise(found))
    assert spec["autosize"] == {"type": "fit-x", "contains": "padding"}


@pytest.mark.parametrize("scale", ["odds", "plain"])
def test_bars_stand_where_the_answer_says(forecast: Forecast, scale: Scale) -> None:
    answer = forecast.answers["strikes", "Q6"]
    row = rows(Ladder(forecast, "strikes", scale=scale).spec())[0]
    assert row["question"] == "Q6"
    assert row["median"] == position(answer.median, scale)
    assert row["low90"] == position(answer.interval90.low, scale)
    assert row["high50"] == position(answer.interval50.high, scale)
    assert row["mean"] == position(answer.probability, scale)
    assert row["told"] == "8 % (2.4 to 15 %)"


def test_the_quick_specification_is_altairs_own(forecast: Forecast, moved: Forecast) -> None:
    for one, ghost in ((forecast, None), (moved, forecast)):
        built = Ladder(one, "strikes", ghost, "Q2", labels=LABELS, turn=2).chart().to_dict()
        assert Ladder(one, "strikes", ghost, "Q2", labels=LABELS, turn=2).spec() == built


def test_what_the_policy_settled_has_no_bars(forecast: Forecast) -> None:
    settled = replace(forecast.answers["strikes", "Q6"], method="set by policy", shown="certain")
    answers = {**forecast.answers, ("strikes", "Q6"): settled}
    row = rows(Ladder(replace(forecast, answers=answers), "strikes").spec())[0]
    assert (row["told"], row["mean"], row["median"]) == ("certain", None, None)


def test_another_policy_gives_its_own_numbers(forecast: Forecast) -> None:
    row = rows(Ladder(forecast, "let_it_run").spec())[0]
    assert row["told"].startswith("4.0 %")


def test_the_ghost_shows_the_files_values(forecast: Forecast, moved: Forecast) -> None:
    row = rows(Ladder(moved, "strikes", forecast).spec())[0]
    assert row["ghost_median"] == position(forecast.answers["strikes", "Q6"].median, "odds")
    assert row["file"].startswith("8 %")
    assert row["median"] > row["ghost_median"]


def test_a_row_that_has_not_moved_has_no_ghost(forecast: Forecast, moved: Forecast) -> None:
    answers = {**moved.answers, ("strikes", "Q2"): forecast.answers["strikes", "Q2"]}
    found = rows(Ladder(replace(moved, answers=answers), "strikes", forecast).spec())
    assert [row["question"] for row in found if row["ghost_median"] is not None] == ["Q6", "Q7"]


def test_without_a_ghost_there_is_none(forecast: Forecast) -> None:
    row = rows(Ladder(forecast, "strikes").spec())[0]
    assert row["ghost_median"] is None
    assert row["file"] == ""


def test_moving_a_slider_changes_data_and_nothing_else(forecast: Forecast, moved: Forecast) -> None:
    before = Ladder(forecast, "strikes", None, "Q6").spec()
    after = Ladder(moved, "strikes", forecast, "Q2").spec()
    assert frame(before) == frame(after)
    assert before["data"] != after["data"]


def test_the_axis_runs_from_end_to_end_and_says_which_it_is(forecast: Forecast, moved: Forecast) -> None:
    for scale, ends, title in (("odds", [-math.log(999), math.log(999)], "odds"), ("plain", [0.0, 1.0], "even steps")):
        for one in (forecast, moved):
            text = frame(Ladder(one, "strikes", scale=scale).spec())  # type: ignore[arg-type]
            assert f'"domain": {json.dumps(ends)}' in text
            assert title in text


def test_a_click_selects_the_question(forecast: Forecast) -> None:
    spec = Ladder(forecast, "strikes").spec()
    (pick,) = [param for param in spec["params"] if param["name"] == PICK]
    assert pick["select"]["type"] == "point"
    assert pick["select"]["fields"] == ["question", "turn"]
    later = Ladder(forecast, "strikes", turn=3).spec()
    assert {row["turn"] for row in rows(later)} == {3}
    assert frame(later) == frame(spec)


def test_the_selected_row_is_tinted(forecast: Forecast) -> None:
    spec = Ladder(forecast, "strikes", selected="Q2").spec()
    chosen = [row["question"] for row in rows(spec) if row["chosen"]]
    assert chosen == ["Q2"]


def test_the_ladders_text_says_every_number(forecast: Forecast, moved: Forecast) -> None:
    told = Ladder(moved, "strikes", forecast, "Q6", labels=LABELS).text()
    assert told.startswith("Response ladder under policy strikes. Russian forces in combat: incident or more, 21 ")
    for answer in (moved.answers["strikes", question] for question in moved.questions):
        assert answer.shown in told
        assert answer.word in told
    assert "(in the file 8 %)" in told
    assert told.count("(selected)") == 1


def test_the_fan_has_a_record_a_step_with_dates_that_do_not_shift(forecast: Forecast) -> None:
    answer = forecast.answers["strikes", "Q6"]
    spec = fan(answer, scale="plain").to_dict()
    assert [row["date"] for row in spec["data"]["values"]] == ["2025-12-31", "2026-01-07", "2026-01-14", "2026-01-21"]
    assert spec["data"]["values"][-1]["high90"] == pytest.approx(answer.curve.high90[-1])
    assert spec["layer"][0]["encoding"]["x"]["scale"] == {"type": "utc"}


def test_the_fans_text_ends_with_the_band(forecast: Forecast) -> None:
    told = fan_text(forecast.answers["strikes", "Q6"])
    assert "2.0 % by 31 December 2025, 8 % by 21 January 2026 (90 % interval 2.4 to 15 %)" in told


def test_a_dark_page_has_its_own_inks(forecast: Forecast) -> None:
    light = frame(Ladder(forecast, "strikes").spec())
    dark = frame(Ladder(forecast, "strikes", palette=DARK).spec())
    assert LIGHT.tick in light
    assert LIGHT.tick not in dark


def test_the_guide_speaks_of_grey_only_where_there_is_some() -> None:
    assert "grey" in guide(ghosted=True)
    assert "grey" not in guide()
