"""The fan of one answer over time: a record a step, with dates that do not shift, and a text that says the same."""

from __future__ import annotations

import pytest

from sim.results.forecast.model import Forecast
from sim.show.charts.fan import fan, fan_text


def test_the_fan_has_a_record_a_step_with_dates_that_do_not_shift(forecast: Forecast) -> None:
    answer = forecast.answers["strikes", "Q6"]
    spec = fan(answer, scale="plain").to_dict()
    assert [row["date"] for row in spec["data"]["values"]] == ["2025-12-31", "2026-01-07", "2026-01-14", "2026-01-21"]
    assert spec["data"]["values"][-1]["high90"] == pytest.approx(answer.curve.high90[-1])
    assert spec["layer"][0]["encoding"]["x"]["scale"] == {"type": "utc"}


def test_the_fans_text_ends_with_the_band(forecast: Forecast) -> None:
    told = fan_text(forecast.answers["strikes", "Q6"])
    assert "2.0 % by 31 December 2025, 8 % by 21 January 2026 (90 % interval 2.4 to 15 %)" in told
