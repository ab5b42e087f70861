"""A forecast's draws are what its intervals are computed from, and its table is that of the CSV."""

from __future__ import annotations

import csv
import io
import pickle
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.results.forecast.cache import Cache
from sim.results.forecast.export import as_csv
from sim.results.forecast.model import Forecast
from sim.results.statistics.quantiles import quantiles
from sim.results.statistics.weighted_sum import weighted_mean

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
ROOT = Path(__file__).parents[2] / "scenarios"
SEEN = ("us_action: limited_strike or more @ 2026-01-06",)


def flagship(given: tuple[str, ...] = (), **options: object) -> Forecast:
    scenario = sim.read(ROOT / "venezuela-2025")
    return sim.forecast(scenario, draws=100, observations=sim.evidence(scenario, given=given), **options)


@pytest.fixture(scope="module")
def plain() -> Forecast:
    return flagship()


@pytest.fixture(scope="module")
def seen() -> Forecast:
    return flagship(SEEN)


@pytest.mark.parametrize("which", ["plain", "seen"])
def test_every_interval_follows_from_the_draws(which: str, request: pytest.FixtureRequest) -> None:
    forecast = request.getfixturevalue(which)
    draws, narrow = forecast.draws, 0
    assert draws.values.shape == (len(forecast.policies), len(forecast.questions), 100)
    for (policy, question), answer in forecast.answers.items():
        values, weights = draws[policy, question], draws.weight(policy, question)
        if not answer.asked:
            assert np.isnan(values).all()
            assert not weights.any()
            continue
        narrow += answer.asked < 1
        inner, outer = answer.interval50, answer.interval90
        ends = (outer.low, inner.low, answer.median, inner.high, outer.high)
        assert tuple(quantiles(values, weights, LEVELS)) == pytest.approx(ends, abs=1e-15)
        assert weights.sum() == pytest.approx(1.0)
        assert float(weighted_mean(weights, values)) == pytest.approx(answer.probability, abs=1e-3)
    assert narrow  # questions that are not asked of every world are among them


def test_evidence_weighs_the_draws(plain: Forecast, seen: Forecast) -> None:
    assert np.allclose(plain.draws.weight("strikes", "Q6"), 0.01)
    assert seen.draws.weight(seen.policies[0], "Q6").std() > 1e-3


@pytest.mark.parametrize("edit", [{"judgments.S14.nudge": 0.5}, {"questions.Q6.by": "2026-02-01"}], ids=str)
def test_draws_that_are_taken_over_are_those_of_a_new_run(edit: dict[str, object]) -> None:
    scenario, kept = sim.read(ROOT / "venezuela-2025"), Cache()
    before = sim.forecast(scenario, draws=100, policies=["strikes"], kept=kept)
    moved = sim.edit(scenario, edit)
    again, anew = (sim.forecast(moved, draws=100, policies=["strikes"], kept=one) for one in (kept, None))
    assert not np.array_equal(again.draws["strikes", "Q6"], before.draws["strikes", "Q6"])
    assert np.array_equal(again.draws.values, anew.draws.values, equal_nan=True)
    assert np.array_equal(again.draws.weights, anew.draws.weights)
    assert again == anew


def test_frames_have_the_same_numbers(seen: Forecast) -> None:
    frame, data = seen.draws.to_pandas(), seen.to_xarray()
    assert list(frame) == ["policy", "question", "draw", "weight", "probability"]
    of_q6 = frame.set_index(["policy", "question"]).loc[seen.policies[0], "Q6"]
    assert np.array_equal(of_q6["probability"], seen.draws[seen.policies[0], "Q6"])
    assert np.array_equal(of_q6["weight"], data["weight"].sel(policy=seen.policies[0], question="Q6"))
    assert data["probability"].shape == seen.draws.values.shape
    assert int(frame["draw"].max()) == 100


def test_rows_are_those_of_the_csv(plain: Forecast) -> None:
    written = list(csv.DictReader(io.StringIO(as_csv([plain]))))
    rows = plain.rows()
    assert [list(row) for row in rows[:1]] == [list(written[0])]
    assert [str(row["deadline"]) for row in rows] == [row["deadline"] for row in written]
    assert [row["probability"] for row in rows] == pytest.approx(
        [float(row["probability"] or "nan") for row in written], nan_ok=True
    )
    assert len(plain.to_pandas()) == len(plain.policies) * len(plain.questions)


def test_a_notebook_shows_a_short_line_and_a_table(small_forecast: Forecast) -> None:
    assert repr(small_forecast) == "<Forecast of tiny: 2 policies x 2 questions; 1,000 draws x 64 worlds, seed 1>"
    odd = replace(small_forecast, title="<script>alert(1)</script> & co")
    shown = odd._repr_html_()
    assert "<script>" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; co" in shown
    assert "<td>4.1 %<br>1.0 to 12 %<br>" in shown
    assert "<td>excluded</td>" in shown


def test_it_can_be_kept_in_a_file_and_not_be_written_to(seen: Forecast) -> None:
    again = pickle.loads(pickle.dumps(seen))
    assert again == seen
    assert np.array_equal(again.draws.values, seen.draws.values, equal_nan=True)
    with pytest.raises(ValueError, match="read-only"):
        seen.draws[seen.policies[0], "Q6"][0] = 1.0
    with pytest.raises(KeyError, match=r"unknown question 'Q66' - did you mean 'Q6'"):
        seen.draws[seen.policies[0], "Q66"]
