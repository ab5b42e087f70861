"""Elicited beside fitted quantiles, in the JSON and in the resolved text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.results.forecast.export import as_json
from sim.results.forecast.model import Forecast
from sim.results.forecast.run import forecast
from sim.results.resolved.report import text
from sim.scenario.file import read

VALID = Path(__file__).parents[2] / "scenarios" / "valid"


@pytest.fixture(scope="module")
def made() -> Forecast:
    return forecast(read.read(VALID / "every-form.yaml"), draws=100, worlds=8)


def test_the_json_holds_every_fit(made: Forecast) -> None:
    (one,) = json.loads(as_json([made]))["forecasts"]
    fits = {fit["judgment"]: fit for fit in one["fits"]}
    assert list(fits) == ["L1", "L2", "L3", "L4", "A1", "A2", "A3", "A4", "P1"]
    assert fits["L3"]["family"].startswith("logit-normal(")
    assert [point["level"] for point in fits["L3"]["points"]] == [0.25, 0.5, 0.75]
    assert [point["elicited"] for point in fits["L3"]["points"]] == [0.01, 0.02, 0.04]
    assert [point["fitted"] for point in fits["L3"]["points"]] == pytest.approx([0.01, 0.02, 0.04], rel=0.01)
    assert {point["state"] for point in fits["P1"]["points"]} == {"north", "south", "east"}
    missed = {name for name, fit in fits.items() if any(point["missed"] for point in fit["points"])}
    assert missed == {warning.split(".")[1] for warning in one["warnings"] if "misses quantiles" in warning}
    assert missed


def test_a_scenario_of_words_alone_has_no_fits() -> None:
    plain = forecast(read.read(VALID / "smallest.yaml"), draws=100, worlds=8)
    assert "fits" not in json.loads(as_json([plain]))["forecasts"][0]
    assert "FITS" not in text(read.read(VALID / "smallest.yaml"), draws=50)


def test_the_resolved_text_shows_fits_and_medians_of_splits() -> None:
    lines = text(read.read(VALID / "every-form.yaml"), draws=50).splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("FITS"))
    assert "  A2  histogram, 10 % to 80 %" in lines[start:]
    assert "      25 %: 30 % -> 30 %" in lines[start:]
    assert any(line.startswith("      north, 50 %: 50 % -> ") for line in lines[start:])
    assert any(line.endswith(" *") for line in lines[start:])
    (north,) = [line for line in lines[:start] if line.startswith("  P1 ") and "place: north" in line]
    assert north.split()[4] == "49.1"
