"""Blame: the log score without each judgment, on the same draws."""

import pytest

import sim
from sim.results.score.blame import blame, leave_out
from sim.results.score.blame_export import as_csv, as_json
from sim.results.score.rules import logarithmic
from sim.scenario.cases import load_case
from sim.show.scores.blame import as_text

DRAWS = 60


@pytest.fixture(scope="module")
def case(resolved_folder):
    return load_case(resolved_folder / "north" / "scenario.yaml")


@pytest.fixture(scope="module")
def table(case):
    return blame(case.scenario, case.resolutions, draws=DRAWS)


def _found(table, question):
    (asked,) = (one for one in table.questions if one.question == question)
    return {one.judgment: one for one in asked.judgments}


def test_a_change_is_that_of_the_file_without_the_judgment(case, table):
    judgment = _found(table, "Q1")["S1"]
    without = sim.edit(case.scenario, {"judgments.S1": None, "sources.paper.claims": None})
    probability = sim.forecast(without, draws=DRAWS).answers["let_it_run", "Q1"].probability
    whole = sim.forecast(case.scenario, draws=DRAWS).answers["let_it_run", "Q1"].probability
    assert judgment.without == pytest.approx(probability)
    assert judgment.change == pytest.approx(logarithmic(probability, 1.0) - logarithmic(whole, 1.0))
    assert judgment.change > 0 > _found(table, "Q1")["S2"].change  # who said `likely` helped


def test_sentence_phrase_and_reading_are_told(table):
    judgment = _found(table, "Q1")["S1"]
    assert (judgment.claim, judgment.phrase, judgment.speaker) == ("A strike is likely.", "likely", "Ann")
    assert judgment.low < judgment.median < judgment.high
    assert judgment.median == pytest.approx(0.74, abs=0.02)


def test_the_one_that_cost_most_stands_first(table):
    for question in table.questions:
        changes = [one.change for one in question.judgments if one.change is not None]
        assert changes == sorted(changes)
    assert [one.change for one in table.totals] == sorted(one.change for one in table.totals)


def test_only_judgments_behind_a_question_are_told(table):
    assert set(_found(table, "Q1")) == {"S1", "S2", "S3", "S4"}
    assert set(_found(table, "Q2")) == {"S1", "S2", "S3", "S4", "P1", "P2", "P3", "P4"}


def test_what_is_missing_without_a_judgment_is_told(table):
    found = _found(table, "Q3")
    assert found["P1"].change is None
    assert found["P1"].gap == "P2 rests on it"
    assert "nobody spoke" in found["P3"].gap
    assert found["P3"].change is not None
    assert found["P4"].gap == found["S1"].gap == ""
    assert {one.judgment for one in table.totals} == {"S1", "S2", "S3", "S4", "P2", "P4"}


def test_a_total_is_the_sum_over_questions(table):
    total = next(one for one in table.totals if one.judgment == "S2")
    changes = [_found(table, one.question)["S2"].change for one in table.questions]
    assert (total.n, total.change) == (len(changes), pytest.approx(sum(changes)))


def test_one_question_alone_says_the_same(case, table):
    alone = blame(case.scenario, case.resolutions, questions=["Q3"], draws=DRAWS)
    for key, one in _found(alone, "Q3").items():
        assert one.change == pytest.approx(_found(table, "Q3")[key].change)


def test_a_judgment_without_a_part_changes_nothing(case):
    """P4 speaks of a port that is closed; whether it is slow or more hangs on it only by coherence."""
    rest = leave_out(case.scenario, "P4")
    assert "P4" not in rest.judgments["port"]
    assert sim.forecast(rest, draws=DRAWS).answers["let_it_run", "Q1"].probability == pytest.approx(
        sim.forecast(case.scenario, draws=DRAWS).answers["let_it_run", "Q1"].probability
    )


def test_earlier_rounds_go_with_a_judgment():
    text = "schema_version: 1\nid: a\ntitle: T\nas_of: 2026-01-01\ntimeline: {steps: 1, step: 1 week}\n"
    text += "experts: {ann: {name: Ann}}\nvariables: {x: {label: X, states: [quiet, loud]}}\njudgments:\n  x:\n"
    text += "    J1: {expert: ann, about: loud, says: 10%}\n    J2: {expert: ann, about: loud, says: 30%, round: 2}\n"
    from sim.scenario.file.read import loads

    assert not leave_out(loads(text), "J2").judgments.get("x")


def test_every_form(table):
    assert '"format": "scenario-sim blame"' in as_json([table])
    assert as_csv([table]).count("\n") == 1 + sum(len(one.judgments) for one in table.questions)
    text = as_text([table])
    assert "P1 cannot be left out: P2 rests on it" in text
    assert "* port: nobody spoke and no background" in text
    assert "Over these 4 questions" in text
