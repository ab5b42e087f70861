"""The dotplot: twenty dots that stack, the forecast as the one centre mark, and a picture also without any doubt."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from sim.results.forecast.draws import Draws
from sim.results.forecast.model import Answer, Forecast, Interval
from sim.show.charts.dotplot import READINGS, DotPlot
from sim.show.charts.ink import DARK
from sim.show.charts.layers.dots import BINS
from sim.show.charts.scale import fit_axis
from sim.show.charts.word_bands import find_bands
from sim.show.titles import Titles
from tests.show.pictured import check, frame, rows

TITLES = Titles({"Q6": "Exchange of fire"}, conditions={"strikes": "the US strikes"})


def answering(forecast: Forecast, values: np.ndarray, **changes: object) -> Forecast:
    """The forecast with other draws of Q6 under strikes, and another answer."""
    draws = np.array(forecast.draws.values)
    draws[0, 0] = values
    answer = replace(forecast.answers["strikes", "Q6"], **changes)  # type: ignore[arg-type]
    made = Draws(forecast.policies, forecast.questions, draws, np.array(forecast.draws.weights))
    return replace(forecast, answers={**forecast.answers, ("strikes", "Q6"): answer}, draws=made)


@pytest.fixture
def alike(forecast: Forecast) -> Forecast:
    """Every draw says 30 %."""
    ends = {"interval50": Interval(0.5, 0.3, 0.3), "interval90": Interval(0.9, 0.3, 0.3)}
    return answering(forecast, np.full(500, 0.3), probability=0.3, shown="30 %", **ends)


@pytest.fixture
def settled(certain: Answer, forecast: Forecast) -> Forecast:
    answer = replace(certain, shown="certain", word="certain")
    return replace(forecast, answers={**forecast.answers, ("strikes", "Q6"): answer})


def test_each_dot_is_a_twentieth_of_the_draws(forecast: Forecast) -> None:
    spec = DotPlot(forecast, "strikes", "Q6").spec()
    check(spec)
    dots = rows(spec, "dot")
    draws = np.sort(forecast.draws["strikes", "Q6"])
    axis = fit_axis([*np.quantile(draws, [0.025, 0.975]), 0.08 * 0.3, 0.08 * 1.9], "plain")
    assert len(dots) == READINGS
    for place, dot in enumerate(dots):
        low, high = draws[25 * place], draws[25 * place + 24]
        assert axis.along(low) - 0.5 / BINS <= dot["x"] <= axis.along(high) + 0.5 / BINS


def test_dots_stack_and_none_lies_on_another(forecast: Forecast, moved: Forecast) -> None:
    spec = DotPlot(moved, "strikes", "Q6", forecast).spec()
    for kind in ("dot", "ghost"):
        places = [(dot["x"], dot["level"]) for dot in rows(spec, kind)]
        assert len(set(places)) == READINGS
        for x in {x for x, _ in places}:
            levels = sorted(level for at, level in places if at == x)
            assert levels == list(range(len(levels)))
    tallest = max(row["level"] for row in rows(spec) if "level" in row) + 1
    assert {row["tallest"] for row in rows(spec) if "level" in row} == {tallest}


def test_draws_without_weight_are_no_readings(forecast: Forecast) -> None:
    weights = np.zeros((2, 1, 500))
    weights[:, :, :20] = 1 / 20
    draws = Draws(forecast.policies, forecast.questions, np.array(forecast.draws.values), weights)
    assert draws.readings("strikes", "Q6", 20) == pytest.approx(
        np.quantile(draws["strikes", "Q6"][:20], (np.arange(20) + 0.5) / 20)
    )
    weights = np.zeros((2, 1, 500))
    assert np.isnan(Draws(draws.policies, draws.questions, draws.values, weights).readings("strikes", "Q6", 3)).all()


def test_the_only_centre_mark_is_the_forecast(forecast: Forecast) -> None:
    spec = DotPlot(forecast, "strikes", "Q6").spec()
    (mean,) = rows(spec, "mean")
    (bar,) = rows(spec, "bar50")
    assert mean["label"] == "forecast 8 %"
    assert bar["x"] < mean["x"] < bar["x2"]
    assert "median" not in frame(spec)


def test_moving_a_slider_changes_data_and_nothing_else(forecast: Forecast, moved: Forecast, settled: Forecast) -> None:
    specs = [
        DotPlot(moved, "strikes", "Q6", forecast).spec(), DotPlot(forecast, "let_it_run", "Q2", scale="odds").spec(),
        DotPlot(settled, "strikes", "Q6", forecast).spec(),
    ]  # fmt: skip
    assert len({frame(spec) for spec in specs}) == 1
    assert frame(DotPlot(moved, "strikes", "Q6", palette=DARK).spec()) != frame(specs[0])


def test_hollow_dots_stand_only_where_the_answer_has_moved(forecast: Forecast, moved: Forecast) -> None:
    assert rows(DotPlot(forecast, "strikes", "Q6", forecast).spec(), "ghost") == []
    ghosts = rows(DotPlot(moved, "strikes", "Q6", forecast, "in variant B").spec(), "ghost")
    assert len(ghosts) == READINGS
    assert all(ghost["told"].endswith(" in variant B") for ghost in ghosts)


@pytest.mark.parametrize("scale", ["plain", "odds"])
def test_everything_stands_inside_and_the_axis_ends_are_round(forecast: Forecast, moved: Forecast, scale: str) -> None:
    spec = DotPlot(moved, "strikes", "Q6", forecast, scale=scale).spec()  # type: ignore[arg-type]
    places = [row[end] for row in rows(spec) for end in ("x", "x2") if end in row]
    assert 0 <= min(places) <= max(places) <= 1
    ticks = rows(spec, "tick")
    assert [tick["x"] for tick in ticks][:: len(ticks) - 1] == [0, 1]
    assert ticks[-1]["label"] == "20 %" if scale == "plain" else "35 %"


def test_the_words_cover_the_axis_once(forecast: Forecast) -> None:
    bands = rows(DotPlot(forecast, "strikes", "Q6").spec(), "band")
    assert [band["label"] for band in bands] == ["almost no chance", "very unlikely"]
    assert sum(band["share"] for band in bands) == pytest.approx(1)
    assert [band.low for band in find_bands("icd203")] == [0, 0.05, 0.2, 0.45, 0.55, 0.8, 0.95]
    assert len(find_bands("capphrase")) > 5


def test_one_sentence_says_it(forecast: Forecast, moved: Forecast) -> None:
    assert DotPlot(moved, "strikes", "Q6", forecast, titles=TITLES).text() == (
        "Exchange of fire if the US strikes: half of the 20 readings lie between 7 and 12 %; "
        "the forecast, their mean, is 10 %, in the file 8 %."
    )
    assert "< 1 % (less than 1 in 1,000)" in DotPlot(forecast, "strikes", "Q7").text()


def test_without_spread_the_dots_are_one_column_on_the_whole_axis(alike: Forecast) -> None:
    plot = DotPlot(alike, "strikes", "Q6", titles=TITLES)
    dots = rows(plot.spec(), "dot")
    assert len({dot["x"] for dot in dots}) == 1
    assert {dot["tallest"] for dot in dots} == {READINGS}
    assert rows(plot.spec(), "tick")[-1]["label"] == "100 %"
    assert plot.text() == "Exchange of fire if the US strikes: all 20 readings say 30 %."


def test_a_settled_answer_says_why_in_place_of_dots(settled: Forecast, forecast: Forecast) -> None:
    plot = DotPlot(settled, "strikes", "Q6", forecast, titles=TITLES)
    check(plot.spec())
    assert rows(plot.spec(), "dot") == []
    assert [row["label"] for row in rows(plot.spec(), "note")] == ["certain, set by the policy"]
    assert plot.text() == "Exchange of fire if the US strikes: certain, set by the policy."
    assert plot.table() == []


def test_the_table_holds_words_and_per_cent(forecast: Forecast, moved: Forecast) -> None:
    table = DotPlot(moved, "strikes", "Q6", forecast, titles=TITLES).table()
    assert len(table) == READINGS
    assert table[0] == {
        "Question": "Exchange of fire", "Policy": "strikes", "Reading": 1,
        "Probability, %": 2.42, "Probability in the file, %": 2.02,
    }  # fmt: skip
    assert list(DotPlot(forecast, "strikes", "Q6").table()[0]) == ["Question", "Policy", "Reading", "Probability, %"]


@pytest.mark.parametrize(
    ("values", "scale", "ends"),
    [
        ([0.004, 0.12], "plain", (0.0, 0.12)), ([0.61, 0.78], "plain", (0.6, 0.8)),
        ([0.03, 0.12], "plain", (0.0, 0.12)), ([0.5, 0.9], "plain", (0.5, 1.0)),
        ([0.97, 0.999], "plain", (0.97, 1.0)),
        ([0.0002], "plain", (0.0, 0.003)), ([0.0, 1.0], "plain", (0.0, 1.0)),
        ([math.nan, 0.5], "plain", (0.498, 0.502)),
        ([0.004, 0.12], "odds", (0.002, 0.2)), ([0.00001, 0.99999], "odds", (0.001, 0.999)), ([], "plain", (0.0, 1.0)),
    ],
)  # fmt: skip
def test_an_axis_fits_what_it_shows(values: list[float], scale: str, ends: tuple[float, float]) -> None:
    axis = fit_axis(values, scale)  # type: ignore[arg-type]
    assert axis.ends == pytest.approx(ends)
    assert 4 <= len(axis.ticks) <= 8
    assert all(0 <= axis.along(value) <= 1 for value in values if not math.isnan(value))
