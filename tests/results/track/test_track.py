"""The track record of a folder: what is in it, scores over time, and every form of it."""

import json
from datetime import date

import pytest

from sim.errors import FormatError
from sim.results.score.model import FORECAST
from sim.results.score.report import score
from sim.results.score.rules import brier
from sim.results.track.export import COLUMNS, as_csv, as_json
from sim.results.track.report import combine, track
from sim.scenario.cases import find_cases, load_case
from sim.show.charts.export import to_svg
from sim.show.charts.scores.calibration import CalibrationChart
from sim.show.scores.track import as_text

DRAWS = 60


@pytest.fixture(scope="module")
def made(resolved_folder):
    return track(resolved_folder, draws=DRAWS)


def test_resolved_scenarios_count_and_no_others(made, resolved_folder):
    assert [file.parent.name for file in find_cases(resolved_folder)] == ["north", "south"]
    assert [case.table.scenario for case in made.cases] == ["north", "south"]
    assert (len(made.questions), made.clusters, made.void) == (8, 6, 2)
    assert made.questions[0].question == "north/Q1"


def test_means_are_over_all_scenarios(made):
    forecast = made.comparisons[0]
    losses = [one.scores[FORECAST] for one in made.questions]
    assert forecast.brier.mean == pytest.approx(sum(one.brier for one in losses) / 8)
    assert made.binned.brier == made.exact.brier == pytest.approx(forecast.brier.mean)
    said = [one.probability for one in losses]
    assert made.expected_brier == pytest.approx(sum(p * (1 - p) for p in said) / 8)


def test_a_day_counts_with_the_forecast_of_that_day(made, resolved_folder):
    """Q2: nine days until the strike was seen, and ten from then until it was decided."""
    case = load_case(resolved_folder / "north" / "scenario.yaml")
    tables = [
        score(case.scenario, case.resolutions, as_of=day, observations=case.seen(day), draws=DRAWS)
        for day in (date(2026, 1, 1), date(2026, 1, 10))
    ]
    losses = [{one.question: one.scores[FORECAST] for one in table.questions} for table in tables]
    first, second = (loss["Q2"] for loss in losses)
    over_time = made.cases[0].over_time["Q2"]
    assert over_time.days == 19
    assert over_time.brier == pytest.approx((9 * first.brier + 10 * second.brier) / 19)
    assert over_time.log == pytest.approx((9 * first.log + 10 * second.log) / 19)
    assert made.cases[0].over_time["Q1"].days == 9
    assert made.cases[0].over_time["Q1"].brier == pytest.approx(brier(losses[0]["Q1"].probability, 1.0))
    assert made.cases[0].over_time["Q3"].days == 28


def test_over_time_every_question_counts_alike(made):
    every = [one for case in made.cases for one in case.over_time.values()]
    assert made.over_time.days == sum(one.days for one in every)
    assert made.over_time.brier == pytest.approx(sum(one.brier for one in every) / len(every))


def test_nothing_resolved_is_told(tmp_path):
    with pytest.raises(FormatError, match="no resolved question"):
        combine([])
    with pytest.raises(FormatError, match="no resolved question"):
        track(tmp_path)


def test_every_form(made):
    data = json.loads(as_json(made))
    assert [one["scenario"] for one in data["cases"]] == ["north", "south"]
    assert {"reliability", "covariance", "general_resolution"} <= data["binned"].keys()
    rows = as_csv(made).splitlines()
    assert rows[0] == ",".join(COLUMNS)
    assert len(rows) == 1 + sum(len(one.scores) for one in made.questions)
    text = as_text(made)
    assert "2 resolved scenarios, n = 8 questions, decided by 6 events; 2 void" in text
    assert "Brier = reliability - resolution + uncertainty + variance - covariance" in text


def test_the_picture_shows_every_bin(made):
    chart = CalibrationChart(made.bins, made.tail)
    rows = chart.spec()["data"]["values"]
    dots = [row for row in rows if row["kind"] == "came"]
    assert len(dots) == len(made.bins) + len(made.tail) == len(chart.table())
    assert all(0 <= row["x"] <= 1 for row in rows if "x" in row)
    assert [row["label"] for row in rows if row["kind"] == "count"] == [str(one.n) for one in (*made.bins, *made.tail)]
    assert f"{len(made.bins)} bins with 8 answers" in chart.text()
    assert to_svg(chart.spec() | {"width": 800}).startswith("<svg")
