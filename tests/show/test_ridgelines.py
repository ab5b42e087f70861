"""Ridgelines: the density stands where the draws do, its shape is theirs, and only data depend on the numbers."""

from __future__ import annotations

import numpy as np
import pytest

from sim.show.charts.explained.density import POINTS, find_density
from sim.show.charts.explained.ridgelines import Ridge, RidgeChart
from sim.show.charts.ink import DARK, LIGHT
from sim.show.charts.scale import Scale, fit_axis


@pytest.mark.parametrize("scale", ["plain", "odds"])
def test_a_density_is_highest_where_the_draws_are_thickest(scale: Scale) -> None:
    draws = 1 / (1 + np.exp(-np.random.default_rng(1).normal(-2.0, 0.3, 2000)))
    axis = fit_axis([0.05, 0.3], scale)
    curve = find_density(draws, axis)
    assert axis.back(curve.argmax() / (POINTS - 1)) == pytest.approx(0.12, abs=0.02)
    assert (curve.max(), len(curve)) == (1.0, POINTS)


def test_what_lies_beyond_the_axis_is_not_heaped_at_its_end() -> None:
    axis = fit_axis([0.05, 0.3], "odds")
    draws = 1 / (1 + np.exp(-np.random.default_rng(1).normal(-2.0, 1.0, 5000)))
    curve = find_density(draws, axis)
    for place, end in ((0, axis.ends[0]), (-1, axis.ends[1])):
        assert curve[place] == pytest.approx(np.exp(-0.5 * (np.log(end / (1 - end)) + 2.0) ** 2), abs=0.08)


def test_at_zero_an_axis_of_even_steps_loses_nothing() -> None:
    draws = np.random.default_rng(1).uniform(0.0, 0.2, 4000)
    curve = find_density(draws, fit_axis([0.0, 0.2], "plain"))
    assert curve[: POINTS - 8].min() > 0.85


def test_certainties_are_drawn() -> None:
    for draws in (np.zeros(50), np.ones(50), np.repeat([0.0, 1.0], 25)):
        assert np.isfinite(find_density(draws, fit_axis([0.0, 1.0], "odds"))).all()


def made(median: float, count: int = 2) -> RidgeChart:
    draws = np.linspace(0.5 * median, 1.5 * median, 100)
    span = (0.55 * median, median, 1.45 * median)
    voices = [Ridge(f"Voice {place}: 'unlikely'", "voice", draws, span) for place in range(count)]
    return RidgeChart([*voices, Ridge("All together", "all", draws, span)])


def test_only_the_data_depend_on_the_numbers() -> None:
    low, high = ({k: v for k, v in made(median).spec().items() if k != "data"} for median in (0.1, 0.4))
    assert low == high
    assert made(0.1, 4).spec()["height"] > low["height"]


def test_names_and_numbers_stand_beside_each_ridge() -> None:
    rows = made(0.2).spec()["data"]["values"]
    assert [row["label"] for row in rows if row["kind"] == "name"] == [
        "Voice 0: 'unlikely'", "Voice 1: 'unlikely'", "All together"
    ]  # fmt: skip
    assert {row["label"] for row in rows if row["kind"] == "numbers"} == {"20 % (11 to 29 %)"}
    assert len([row for row in rows if row["kind"] == "pooled"]) == 1


def test_the_inks_are_the_page_s() -> None:
    dark = str(RidgeChart(made(0.2).ridges, palette=DARK).spec())
    assert DARK.chosen in dark
    assert LIGHT.chosen not in dark
