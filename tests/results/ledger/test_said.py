"""What was really said stands beside what today's file would have said: in a replay, and scored."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import sim
from sim.cli import cli
from sim.results.ledger.said import find_said
from sim.results.score.model import FORECAST, SAID_THEN
from tests.results.replay.watched import write_watched

DAYS = (date(2026, 1, 5), date(2026, 1, 12))
CAME = """schema_version: 1
resolutions:
  Q1: {resolved: no, date: 2026-02-12, source: Lighthouse}
  Q2: {resolved: yes, date: 2026-01-28, source: Lighthouse}
"""


def call(*words: str | Path) -> Result:
    return CliRunner().invoke(cli, list(map(str, words)), prog_name="sim")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A scenario with evidence and resolutions, and a ledger of what an earlier version of it said on two days."""
    made = tmp_path_factory.mktemp("case")
    scenario = sim.read(write_watched(made))
    (made / "resolutions.yaml").write_text(CAME, encoding="utf-8")
    before = sim.edit(scenario, {"judgments.S1.nudge": 1, "questions.Q2.asks": "Are waves high?"})
    for day in DAYS:
        seen = sim.evidence(scenario, made / "evidence.yaml", until=day)
        sim.ledger(made / "said").add(before, date=day, observations=seen, draws=40)
    return made


def test_a_question_that_has_another_text_today_was_not_asked_then(folder: Path) -> None:
    scenario = sim.read(folder)
    assert [(one.date, [*one.answers]) for one in find_said(folder / "said", scenario, "let_it_run")] == [
        (day, ["Q1"]) for day in DAYS
    ]
    with pytest.raises(sim.FormatError, match="no entry of another in this ledger"):
        find_said(folder / "said", sim.edit(scenario, {"id": "another"}), "let_it_run")


def test_a_replay_has_the_days_of_the_ledger_and_what_was_said_then(folder: Path) -> None:
    plain, made = (
        sim.replay(sim.read(folder), questions=["Q1"], draws=40, ledger=ledger) for ledger in (None, folder / "said")
    )
    assert {one.day for one in made.days} >= {one.day for one in plain.days if one.news} | {*DAYS}
    entries = {entry.date: entry for entry in sim.ledger(folder / "said").entries()}
    for one in made.days:
        said = {"Q1": entries[one.day].answers["let_it_run", "Q1"]} if one.day in entries else {}
        assert one.said == said
    words = ("replay", folder, "--question", "Q1", "--draws", "40", "--ledger", folder / "said")
    days = json.loads(call(*words, "--format", "json").stdout)["replays"][0]["days"]
    told = {one["day"]: one["said_then"][0]["probability"] for one in days if "said_then" in one}
    assert told == {str(day): entries[day].answers["let_it_run", "Q1"].probability for day in DAYS}
    assert "said then" in call(*words).stdout
    assert "said then" not in call(*words[:-2]).stdout
    assert call(*words, "--format", "csv").stdout.splitlines()[0].count(",said_then,") == 1


def test_a_score_has_what_was_said_by_that_day_beside_todays_file(folder: Path) -> None:
    scenario = sim.read(folder)
    answers = sim.resolutions(folder / "resolutions.yaml", scenario)
    made = sim.score(scenario, answers, draws=40, as_of=date(2026, 1, 11), ledger=folder / "said")
    entry, _ = sim.ledger(folder / "said").entries()
    first, second = made.questions
    assert made.said_then == DAYS[0]
    assert first.scores[SAID_THEN].probability == entry.answers["let_it_run", "Q1"].probability
    assert SAID_THEN not in second.scores
    (row,) = (one for one in made.comparisons if one.name == SAID_THEN)
    assert row.brier.difference == pytest.approx(first.scores[FORECAST].brier - first.scores[SAID_THEN].brier)
    early = sim.score(scenario, answers, draws=40, as_of=date(2026, 1, 2), ledger=folder / "said")
    assert early.said_then is None


def test_without_a_day_the_days_of_the_entries_are_scored(folder: Path) -> None:
    words = ("score", folder, "--draws", "40", "--ledger", folder / "said")
    told = json.loads(call(*words, "--format", "json").stdout)["scores"]
    assert [(one["as_of"], one["said_then"]) for one in told] == [(str(day), str(day)) for day in DAYS]
    assert f"said on {DAYS[0]}" in call(*words).stdout
    assert "--ledger  goes without --blame" in call(*words, "--blame").stderr
