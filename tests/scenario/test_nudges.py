"""Nudges written into a text: nothing else changes, whatever style the file is in."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from sim.errors import ModelError
from sim.scenario import nudges
from sim.scenario.edit import edit
from sim.scenario.file.read import loads
from sim.scenario.nudges import adopted

FILE = Path(__file__).parents[1] / "scenarios" / "valid" / "more-than-everything.yaml"
TEXT = FILE.read_text(encoding="utf-8")
NUDGES = {"J1": -0.25, "J2": 1e-05, "J3": 3.0}


def test_only_the_nudges_change_and_comments_stay() -> None:
    new = adopted(TEXT, loads(TEXT), NUDGES)
    lines = difflib.unified_diff(TEXT.splitlines(), new.splitlines(), n=0)
    changed = [line for line in lines if line[0] in "+-" and line[1:2] == " "]
    assert changed == [
        "-    J1: {expert: ann, about: north, says: {probability: 60%, odds_within: 2}}",
        "+    J1: {nudge: -0.25, expert: ann, about: north, says: {probability: 60%, odds_within: 2}}",
        "-      nudge: 0.1   # heard twice",
        "+      nudge: 1e-05   # heard twice",
        "+      nudge: 3.0",
    ]


def test_it_says_what_the_edits_say() -> None:
    new = loads(adopted(TEXT, loads(TEXT), NUDGES))
    assert new == edit(loads(TEXT), {f"judgments.{key}.nudge": x for key, x in NUDGES.items()})


def test_line_ends_of_windows_stay() -> None:
    text = TEXT.replace("\n", "\r\n")
    new = adopted(text, loads(text), NUDGES)
    assert new.count("\n") == new.count("\r\n") == text.count("\n") + 1


def test_every_valid_file_can_take_nudges() -> None:
    for file in FILE.parent.glob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        scenario = loads(text, str(file), file.parent)
        keys = [key for group in scenario.judgments.values() for key in group]
        new = loads(adopted(text, scenario, dict.fromkeys(keys, 0.5)), str(file), file.parent)
        assert {j.nudge for group in new.judgments.values() for j in group.values()} <= {0.5}


def test_nothing_to_write_is_the_same_text() -> None:
    assert adopted(TEXT, loads(TEXT), {}) == TEXT


def test_an_unknown_judgment_is_told() -> None:
    with pytest.raises(ModelError, match="did you mean 'J1'"):
        adopted(TEXT, loads(TEXT), {"J11": 0.5})


def test_a_text_that_would_say_something_else_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nudges, "_changes", lambda root, newline, nudges: iter([]))
    with pytest.raises(ModelError, match="paste the --set lines"):
        adopted(TEXT, loads(TEXT), NUDGES)


def test_a_scenario_that_brings_its_own_lexicon_is_copied_too(tmp_path: Path) -> None:
    (tmp_path / "words.csv").write_text("phrase,concept,low,high\nlikely,likely,55,90\n", encoding="utf-8")
    text = TEXT.replace("experts:", "lexicons: {desk: words.csv}\nexperts:", 1)
    scenario = loads(text, "s.yaml", tmp_path)
    new = loads(adopted(text, scenario, NUDGES), "s.yaml", tmp_path)
    assert {group["J3"].nudge for group in new.judgments.values() if "J3" in group} == {3.0}
