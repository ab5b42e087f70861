"""The fan of one answer over time: a record a step, with dates that do not shift, and a text that says the same."""

from __future__ import annotations

import pytest

from sim.results.forecast.model import Forecast
from sim.show.charts.fan import fan, fan_text, tell_axis
from sim.show.charts.scale import Scale, position


def test_the_fan_has_a_record_a_step_with_dates_that_do_not_shift(forecast: Forecast) -> None:
    answer = forecast.answers["strikes", "Q6"]
    spec = fan(answer, scale="plain").to_dict()
    assert [row["date"] for row in spec["data"]["values"]] == ["2025-12-31", "2026-01-07", "2026-01-14", "2026-01-21"]
    assert spec["data"]["values"][-1]["high90"] == pytest.approx(answer.curve.high90[-1])
    assert spec["layer"][0]["encoding"]["x"]["scale"] == {"type": "utc"}


def test_the_fans_text_ends_with_the_band(forecast: Forecast) -> None:
    told = fan_text(forecast.answers["strikes", "Q6"])
    assert "2.0 % by 31 December 2025, 8 % by 21 January 2026 (90 % interval 2.4 to 15 %)" in told


@pytest.mark.parametrize(("scale", "ends"), [("plain", (0.0, 0.2)), ("odds", (0.005, 0.2))])
def test_the_axis_shows_what_there_is_and_says_where_it_ends(
    forecast: Forecast, scale: Scale, ends: tuple[float, float]
) -> None:
    answer = forecast.answers["strikes", "Q6"]
    assert max(answer.curve.high90) < 0.2
    axis = fan(answer, scale=scale).to_dict()["layer"][0]["encoding"]["y"]
    assert axis["scale"]["domain"] == pytest.approx([position(end, scale) for end in ends])
    told = f"{100 * ends[0]:.3g} to {100 * ends[1]:.3g} %"
    assert axis["axis"]["title"].endswith(told)
    assert tell_axis(answer, scale) == f"The axis runs from {told}: as far as anything is shown."
