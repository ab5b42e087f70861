"""JSON and CSV, byte for byte. After a wanted change look at the difference, then write the files anew:
`python -m pytest tests/results/forecast/test_export.py --rewrite` (see tests/conftest.py).
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from sim.results.forecast.export import COLUMNS, as_csv, as_json
from sim.results.forecast.model import Forecast
from sim.results.forecast.run import forecast
from sim.scenario.edit import edit
from sim.scenario.file.read import read
from sim.show.printout import as_text

HERE = Path(__file__).parent


@pytest.mark.parametrize(("write", "file"), [(as_json, "forecast.json"), (as_csv, "forecast.csv")])
def test_the_bytes_are_the_golden_ones(write, file: str, small_forecast: Forecast, golden) -> None:
    golden(HERE / file, write([small_forecast]))


def test_json_is_strict_json(small_forecast: Forecast) -> None:
    data = json.loads(as_json([small_forecast]), parse_constant=lambda word: pytest.fail(f"{word} is not JSON"))
    assert data["format_version"] == 1
    assert data["forecasts"][0]["pool"] == {
        "rule": "log", "concentration": "inf", "weights": "given", "extremize": 1.0, "recalibrate": "none",
        "voices": {"kosevich": 1.0, "author": 0.25},
    }  # fmt: skip
    assert len(data["forecasts"][0]["answers"]) == 4


def test_the_pool_tells_how_words_are_recalibrated(small_forecast: Forecast) -> None:
    def pool(forecast: Forecast) -> dict[str, object]:
        made = json.loads(as_json([forecast]))["forecasts"][0]["pool"]
        return {key: made[key] for key in ("recalibrate", "gamma", "delta") if key in made}

    words = {"pool.recalibrate": "record", "pool.gamma": 0.6}
    first = edit(read("first-steps"), {"pool.recalibrate": "record"})
    fixed = edit(read("first-steps"), words)
    assert pool(small_forecast) == {"recalibrate": "none"}
    assert pool(forecast(first, draws=10)) == {"recalibrate": "record"}
    made = forecast(fixed, draws=10)
    assert pool(made) == {"recalibrate": "record", "gamma": 0.6, "delta": 0.0}
    told, of_record = (" ".join(as_text([one]).split()) for one in (made, forecast(first, draws=10)))
    assert "words recalibrated by gamma 0.6 and delta 0 in every draw" in told
    assert "words recalibrated by the record of quoted experts" in of_record


def test_numbers_come_back_as_they_were(small_forecast: Forecast) -> None:
    data = json.loads(as_json([small_forecast]))
    rows = list(csv.DictReader(io.StringIO(as_csv([small_forecast]))))
    for answer, found, row in zip(small_forecast.answers.values(), data["forecasts"][0]["answers"], rows, strict=True):
        assert found["probability"] == answer.probability == float(row["probability"])
        assert found["interval90"] == [answer.interval90.low, answer.interval90.high]
        assert float(row["high90"]) == answer.interval90.high


def test_several_forecasts_make_one_table(small_forecast: Forecast) -> None:
    assert len(json.loads(as_json([small_forecast, small_forecast]))["forecasts"]) == 2
    rows = list(csv.reader(io.StringIO(as_csv([small_forecast, small_forecast]))))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == 1 + 8


def test_no_forecast_is_still_a_table() -> None:
    assert json.loads(as_json([]))["forecasts"] == []
    assert as_csv([]).splitlines() == [",".join(COLUMNS)]
