"""What the commands say is what the functions of the same names return."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import sim
from sim.cli import cli

SCENARIOS = Path(__file__).parents[2] / "scenarios"
ARTICLE = Path(__file__).parents[1] / "exchange" / "article" / "draft_article.txt"
FIRST = "first-steps"
SEEN = "direct_military: none @ 2026-02-01"


def said(*words: str | Path) -> str:
    done = CliRunner().invoke(cli, list(map(str, words)), prog_name="sim")
    assert done.exit_code == 0, done.output
    return done.stdout


def test_check() -> None:
    odd = {"judgments.S14.says": {"probability": 0.02, "worth": 1}, "questions.Q6.by": "2026-01-17"}
    note, warning = sim.check(sim.edit(sim.read(FIRST), odd))
    assert note.startswith("questions.Q6.by: 2026-01-17 lies inside a step")
    assert "a J that piles up at 0" in warning
    notes = sim.check(sim.read(SCENARIOS / "venezuela-2025"))
    printed = said("check", SCENARIOS / "venezuela-2025").splitlines()
    assert [f"  note: {note}" for note in notes] == [line for line in printed if line.startswith("  note: ")]


def test_explain() -> None:
    shares: list[float] = []
    found = sim.explain(sim.read(FIRST), "Q6", policy="strikes", draws=100, progress=shares.append)
    told = json.loads(said("explain", FIRST, "Q6", "--policy", "strikes", "--draws", "100", "--format", "json"))
    assert told["answer"]["probability"] == found.answer.probability
    assert [one.share for one in found.sentences] == [one["share"] for one in told["judgments"]]
    assert len(found.tornado) == len(told["tornado"])
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1.0)


def test_choices() -> None:
    found = sim.choices(sim.read(FIRST), also=["pool.concentration=7"], draws=20)
    told = json.loads(said("choices", FIRST, "--also", "pool.concentration=7", "--draws", "20", "--format", "json"))
    (table,) = told["tables"]
    assert table["policy"] == found.policy
    assert [row["choice"] and row["choice"]["value"] for row in table["rows"]] == [
        row.choice and row.choice.text for row in found.rows
    ]
    assert ("pool.concentration", "7") in [(row.choice.path, row.choice.text) for row in found.rows if row.choice]
    with pytest.raises(sim.FormatError, match="'pool' has no '='"):
        sim.choices(sim.read(FIRST), also=["pool"])


def test_coherence() -> None:
    found = sim.coherence(sim.read(FIRST), draws=50)
    (told,) = json.loads(said("coherence", FIRST, "--draws", "50", "--format", "json"))["reports"]
    assert (found.scenario, len(found.proposals)) == (told["scenario"], len(told["proposals"]))


def test_evidence() -> None:
    scenario = sim.read(FIRST)
    seen = sim.evidence(scenario, given=[SEEN])
    made = sim.forecast(scenario, draws=20, observations=seen)
    told = json.loads(said("run", FIRST, "--given", SEEN, "--draws", "20", "--format", "json"))["forecasts"][0]
    assert [one["probability"] for one in told["answers"]] == [one.probability for one in made.answers.values()]
    flagship = SCENARIOS / "venezuela-2025"
    dated = sim.evidence(sim.read(flagship), flagship / "evidence.yaml")
    early = sim.evidence(sim.read(flagship), flagship / "evidence.yaml", until=dated[0].date)
    assert 0 < len(early) < len(dated)


def test_draft() -> None:
    assert sim.draft(ARTICLE) == said("draft", ARTICLE)
    text = ARTICLE.read_text(encoding="utf-8")
    named = sim.draft(ARTICLE).replace("draft_article.txt", "article").replace("draft-draft-article", "draft-article")
    assert sim.draft(text) == named
    with pytest.raises(sim.FormatError, match="article  holds no text"):
        sim.draft("  ")


def test_examples() -> None:
    assert [line.split()[0] for line in said("examples").splitlines()] == list(sim.examples())
