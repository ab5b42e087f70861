"""Scores as of a day, of whole ladders, and of everyone who stands beside the forecast."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import sim
from sim.errors import ModelError
from sim.results.ledger.ledger import make_entry, write_entry
from sim.results.score.export import as_csv, as_json
from sim.results.score.model import EVEN, FORECAST, SAID_THEN
from sim.results.score.report import score
from sim.results.score.rules import ranked_probability
from sim.results.score.said import compared, score_said
from sim.scenario.cases import load_case
from sim.scenario.evidence.file import loads as evidence_of
from sim.show.scores.score import as_text

DRAWS = 60
LATER = date(2026, 1, 10)


@pytest.fixture(scope="module")
def case(resolved_folder):
    return load_case(resolved_folder / "north" / "scenario.yaml")


@pytest.fixture(scope="module")
def tables(case):
    """As it stood first, and on the day of the strike."""
    return [
        score(case.scenario, case.resolutions, as_of=day, observations=case.seen(day), draws=DRAWS)
        for day in (case.scenario.as_of, LATER)
    ]


def test_the_forecast_of_a_day_is_that_given_what_was_seen(case, tables):
    made = sim.forecast(case.scenario, draws=DRAWS, observations=case.seen(LATER))
    said = {one.question: one.scores[FORECAST].probability for one in tables[1].questions}
    assert said == pytest.approx({name: made.answers["let_it_run", name].probability for name in ("Q2", "Q3", "Q5")})
    assert [(one.as_of, one.observations) for one in tables] == [(date(2026, 1, 1), 0), (LATER, 1)]


def test_what_was_decided_by_then_drops_out(case, tables):
    assert [one.decided for one in tables] == [(), ("Q1",)]
    after = score(case.scenario, case.resolutions, as_of=date(2026, 1, 29), draws=DRAWS)
    assert after.decided == ("Q1", "Q2", "Q3", "Q5")
    assert (after.questions, after.ladders, after.comparisons) == ((), (), ())


def test_a_day_before_the_scenario_is_refused(case):
    with pytest.raises(ModelError, match="before the scenario's as_of"):
        score(case.scenario, case.resolutions, as_of=date(2025, 12, 31), draws=DRAWS)


def test_a_ladder_is_scored_whole(case, tables):
    ladder = tables[0].ladders[0]
    made = sim.forecast(case.scenario, draws=DRAWS).answers
    slow, closed = (made["let_it_run", name].probability for name in ("Q2", "Q3"))
    own = ladder.scores[FORECAST]
    assert own.probabilities == pytest.approx((1 - slow, slow - closed, closed))
    assert own.ranked == pytest.approx(ranked_probability(own.probabilities, (0, 1, 0)))
    assert own.ranked == pytest.approx(((1 - slow) ** 2 + closed**2) / 2)
    assert ladder.scores[EVEN].probabilities == pytest.approx([1 / 3] * 3)
    assert ladder.questions == ("Q2", "Q3")


def test_an_alternative_is_the_file_with_its_edits(case, tables):
    edited = sim.forecast(sim.edit(case.scenario, {"experts.ann.weight": 0}), draws=DRAWS)
    said = {one.question: one.scores["alternative doubters"].probability for one in tables[0].questions}
    assert said == pytest.approx({name: edited.answers["let_it_run", name].probability for name in said})
    assert len(said) == len(tables[0].questions)


def test_a_baseline_under_which_what_was_seen_cannot_be_is_told(tables):
    assert tables[0].left_out == {}
    assert [*tables[1].left_out] == ["alternative peace"]
    assert "No forecast by alternative peace: E1" in as_text(tables[1:])


def test_several_days_have_a_table_of_their_own(tables):
    text = as_text(tables)
    assert "by day, over the questions that were open on it" in text
    assert text.count("\n2026-01-10  1     3  2 ") == 1
    assert "Decided or past their deadline by then: Q1" in text


def test_every_form_holds_days_and_ladders(tables):
    assert '"as_of": "2026-01-10"' in as_json(tables)
    rows = as_csv(tables).splitlines()
    ranked = [row for row in rows[1:] if not row.endswith(",")]
    assert len(ranked) == sum(len(one.ladders[0].scores) for one in tables)
    assert all(",Q2," in row for row in ranked)


def test_what_a_ledger_said_last_by_a_day_stands_beside(case, tmp_path):
    made = sim.forecast(case.scenario, draws=DRAWS, seed=7)
    write_entry(tmp_path, make_entry(made, date(2026, 1, 5)))
    tables = [
        score(case.scenario, case.resolutions, as_of=day, ledger=tmp_path, draws=DRAWS) for day in (None, LATER)
    ]
    assert tables[0].left_out[SAID_THEN] == "no entry by 2026-01-01"
    said = {one.question: one.scores[SAID_THEN].probability for one in tables[1].questions}
    assert said == pytest.approx({name: made.answers["let_it_run", name].probability for name in ("Q2", "Q3", "Q5")})


QUIET = "quiet: {until: 2026-01-20, reported: 95%, variables: {port: {reported: 95%, delay: 2 steps}}}\n"


def test_silence_is_told_and_no_observation(case):
    text = Path(case.evidence).read_text(encoding="utf-8") + QUIET
    seen = evidence_of(text, "e.yaml", case.scenario, date(2026, 1, 15))
    made = score(case.scenario, case.resolutions, as_of=date(2026, 1, 15), observations=seen, draws=DRAWS)
    assert len(seen) > 1
    assert (made.silence, made.observations) == (True, 1)
    assert "given 1 observations; silences counted" in as_text([made])


def test_where_silence_counts_every_week_is_a_day(case, tmp_path):
    assert case.days() == [date(2026, 1, 1), date(2026, 1, 10)]
    file = tmp_path / "e.yaml"
    file.write_text(Path(case.evidence).read_text(encoding="utf-8") + QUIET, encoding="utf-8")
    days = [one.day for one in replace(case, evidence=file).days()]
    assert days == [1, 8, 10, 15]


def test_probabilities_from_anywhere_are_scored(case):
    said = {FORECAST: {"Q1": 0.8, "Q2": 0.3, "Q4": 0.5}, "ledger": {"Q2": 0.9}}
    made = score_said(said, case.resolutions)
    assert [one.question for one in made] == ["Q1", "Q2"]  # Q4 is void
    assert [one.name for one in compared(made)] == [FORECAST, "ledger"]
    assert compared(made)[1].brier.difference == pytest.approx(0.49 - 0.01)
