"""A scenario scored by resolutions."""


import pytest

from sim.results.score.export import as_csv, as_json
from sim.results.score.model import EVEN, FORECAST
from sim.results.score.report import score
from sim.scenario.file.read import read
from sim.scenario.resolutions import load, loads
from sim.show.scores.score import as_text

FOLDER = "scenarios/venezuela-2025"


@pytest.fixture(scope="module")
def flagship():
    scenario = read(f"{FOLDER}/scenario.yaml")
    return score(scenario, load(f"{FOLDER}/resolutions.yaml", scenario), draws=50)


def test_differences_are_of_the_same_questions(flagship):
    for one in flagship.comparisons:
        shared = [made.scores for made in flagship.questions if one.name in made.scores]
        assert one.n == len(shared)
        mean = sum(scores[FORECAST].log - scores[one.name].log for scores in shared) / len(shared)
        assert one.log.difference == pytest.approx(mean)


def test_even_odds_know_nothing(flagship):
    even = next(one for one in flagship.comparisons if one.name == EVEN)
    assert (even.brier.mean, even.log.mean) == pytest.approx((0.25, 0.6931), abs=1e-4)
    assert even.n == len(flagship.questions)


def test_void_drops_out(flagship):
    assert "D6" in flagship.void
    assert "D6" not in {one.question for one in flagship.questions}


def test_confidence_and_cluster_are_read():
    text = "schema_version: 1\nresolutions: {Q6: {resolved: no, confidence: 90%, date: 2026-04-01, "
    text += "source: T, cluster: c}}"
    made = loads(text, "r.yaml", read("scenarios/first-steps.yaml"))["Q6"]
    assert made.expected == pytest.approx(0.1)
    assert made.cluster == "c"


def test_written_forms(flagship):
    assert '"format": "scenario-sim scores"' in as_json([flagship])
    assert as_csv([flagship]).count("\n") == 1 + sum(len(one.scores) for one in flagship.questions)
    assert f"n = {len(flagship.questions)} questions" in as_text([flagship])


