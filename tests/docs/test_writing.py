"""The walk from an article to a forecast: its fragments are the scenario's, and its commands run as typed."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

import sim
from sim.cli import cli
from sim.exchange.article.draft import read_article
from sim.priors.consistency.check import check

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "writing-a-scenario.md").read_text(encoding="utf-8")
FERRY = DOCS / "writing" / "ferry.yaml"
COMMANDS = [" ".join(words.split()) for words in re.findall(r"`(sim\s\w+\s[^`]+)`", PAGE)]


def test_its_fragments_stand_in_the_scenario() -> None:
    fragments = re.findall(r"^```yaml\n(.*?)^```$", PAGE, flags=re.DOTALL | re.MULTILINE)
    assert len(fragments) >= 6
    assert [fragment for fragment in fragments if fragment not in FERRY.read_text(encoding="utf-8")] == []


def test_the_scenario_is_sound_and_marked_as_made_up() -> None:
    scenario = sim.read(FERRY)
    assert check(scenario) == ()
    people = [expert.name for expert in scenario.experts.values() if expert.kind != "assumption"]
    assert [name for name in people if "(invented)" not in name] == []
    assert "Made up for an exercise" in (DOCS / "writing" / "article.txt").read_text(encoding="utf-8")


def test_every_drafted_phrase_is_encoded_or_left_out() -> None:
    scenario = sim.read(FERRY)
    drafted = read_article(DOCS / "writing" / "article.txt").judgments
    assert len(drafted) == len(scenario.sources["article"].claims)
    carried = [said.locator for group in scenario.judgments.values() for said in group.values() if said.locator]
    left_out = {draft.locator for draft in drafted} - set(carried)
    assert len(left_out) == len(scenario.not_encoded)


@pytest.mark.parametrize("command", COMMANDS)
def test_what_it_proposes_runs_as_typed(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(DOCS.parent if "docs/" in command else tmp_path)
    done = CliRunner().invoke(cli, shlex.split(command)[1:], prog_name="sim")
    assert (done.exit_code, done.stderr) == (0, "")


def test_its_table_of_minutes_fills_the_hour() -> None:
    rows = re.findall(r"^\| (\d+) to (\d+) \| \[([^]]*)\]\(#([\w-]+)\)", PAGE, flags=re.MULTILINE)
    spans = [(int(first), int(last)) for first, last, _, _ in rows]
    assert [first for first, _ in spans] == [0, *(last for _, last in spans[:-1])]
    assert spans[-1][1] == 60
    headings = re.findall(r"^## (\d+ to \d+): (.*)$", PAGE, flags=re.MULTILINE)
    assert headings == [(f"{first} to {last}", what) for first, last, what, _ in rows]
