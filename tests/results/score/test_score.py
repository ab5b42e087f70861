"""A scenario scored by resolutions."""

import pytest

from sim.results.score import report
from sim.results.score.baselines import forecasters
from sim.results.score.export import as_csv, as_json
from sim.results.score.model import EVEN, FORECAST
from sim.results.score.report import score
from sim.scenario.cases import load_case
from sim.scenario.file.read import read
from sim.scenario.resolutions import loads
from sim.show.scores.score import as_text


@pytest.fixture(scope="module")
def scored(resolved_folder):
    case = load_case(resolved_folder / "north" / "scenario.yaml")
    return score(case.scenario, case.resolutions, draws=50)


def test_differences_are_of_the_same_questions(scored):
    for one in scored.comparisons:
        shared = [made.scores for made in scored.questions if one.name in made.scores]
        assert one.n == len(shared)
        mean = sum(scores[FORECAST].log - scores[one.name].log for scores in shared) / len(shared)
        assert one.log.difference == pytest.approx(mean)


def test_even_odds_know_nothing(scored):
    even = next(one for one in scored.comparisons if one.name == EVEN)
    assert (even.brier.mean, even.log.mean) == pytest.approx((0.25, 0.6931), abs=1e-4)
    assert even.n == len(scored.questions)


def test_a_voice_is_asked_only_what_it_speaks_about_and_scores_as_if_asked_all(resolved_folder, monkeypatch):
    case = load_case(resolved_folder / "north" / "scenario.yaml")
    asked, run = {}, report.forecast

    def watched(scenario, **options):
        asked[scenario.digest] = [name for name in options["questions"] if " " not in name]
        return run(scenario, **options)

    monkeypatch.setattr(report, "forecast", watched)
    made = score(case.scenario, case.resolutions, draws=50)
    own = {one.name: one for one in forecasters(case.scenario)}
    fewer = [names for names in asked.values() if len(names) < len(made.questions)]
    assert fewer
    for one in made.comparisons:
        if one.name in own:
            alone = run(own[one.name].scenario, draws=50, policies=[made.policy]).answers
            for question in made.questions:
                if one.name in question.scores:
                    said = alone[made.policy, question.question].probability
                    assert question.scores[one.name].probability == pytest.approx(said, rel=1e-9)


def test_void_drops_out(scored):
    assert "Q4" in scored.void
    assert "Q4" not in {one.question for one in scored.questions}


def test_confidence_and_cluster_are_read():
    text = "schema_version: 1\nresolutions: {Q6: {resolved: no, confidence: 90%, date: 2026-04-01, "
    text += "source: T, cluster: c}}"
    made = loads(text, "r.yaml", read("scenarios/first-steps.yaml"))["Q6"]
    assert made.expected == pytest.approx(0.1)
    assert made.cluster == "c"


def test_written_forms(scored):
    assert '"format": "scenario-sim scores"' in as_json([scored])
    assert as_csv([scored]).count("\n") == 1 + sum(len(one.scores) for one in scored.questions)
    assert f"n = {len(scored.questions)} questions" in as_text([scored])
