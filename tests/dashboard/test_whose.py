"""Whose answer it is after a move: what was true before, until the visitor rests; then what `sim explain` says."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from page_parts import voices
from streamlit.testing.v1 import AppTest

import sim
from sim.dashboard.forecast import first_sight, whose
from sim.dashboard.sliders import doubt
from sim.results.explain.model import Explanation
from sim.scenario.edit import edit
from sim.scenario.file.read import read
from sim.show import words
from sim.show.explanation import pick_largest

Page = Callable[..., AppTest]
NUDGE = "judgments.J1.nudge"


@pytest.fixture
def resting(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A browser, and what it says that a visitor rests at."""
    rests: list[str] = []
    monkeypatch.setattr(first_sight, "has_browser", lambda: True)
    monkeypatch.setattr(first_sight, "sleep", lambda seconds: None)
    monkeypatch.setattr(whose, "has_rested", lambda about: about in rests)
    monkeypatch.setattr(whose, "ask_for_rest", lambda about: None)
    return rests


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The digests of the scenarios whose answer is taken apart."""
    seen: list[str] = []
    explain = doubt.explain

    def note(case: doubt.Case) -> Explanation:
        seen.append(case.scenario.digest)
        return explain(case)

    monkeypatch.setattr(doubt, "explain", note)
    doubt.explain_answer.clear()
    return seen


def shares_of(made: Explanation) -> list[str]:
    return [words.whole_share(one.share) for one in pick_largest(made.sentences)]


def told_shares(told: str) -> list[str]:
    return re.findall(r"\((\S+ ?%)(?: of the doubt)?\)", told.split("\n")[0])


def test_moves_keep_what_was_before_and_a_rest_tells_what_explain_says(
    page: Page, folder: Path, resting: list[str], asked: list[str]
) -> None:
    file = read(folder / "harbour.yaml")
    app = page(policy="close", question="Q1")
    first = voices(app)
    assert first.startswith("Rests on ")
    assert asked == [file.digest]
    for nudge in (0.5, 1.0, 2.0):
        app.select_slider(key=f"harbour:{NUDGE}").set_value(nudge).run()
        told = voices(app)
        assert told.split("\n")[0] == first.split("\n")[0].replace(whose.RESTS, whose.BEFORE)
        assert whose.WAITING in told
        assert asked == [file.digest]
    moved = edit(file, {NUDGE: 2.0})
    resting.append(moved.digest)
    app.run()
    made = sim.explain(moved, "Q1", policy="close", draws=100)
    assert asked == [file.digest, moved.digest]
    assert shares_of(made) == told_shares(voices(app)) != told_shares(first)
    assert "Confidence is told of the file's own values; here one value is yours." in voices(app)
    assert ", moved by you (" in voices(app)
    assert whose.WAITING not in voices(app)
    app.run()
    assert shares_of(made) == told_shares(voices(app))


def test_another_policy_or_question_is_told_at_once(page: Page, resting: list[str]) -> None:
    app = page(policy="close", question="Q1", set=[f"{NUDGE}=1"])
    assert voices(app).startswith("Rests on ")
    assert whose.WAITING not in voices(app)
    app.segmented_control(key="policy").set_value("let_it_run").run()
    assert whose.WAITING not in voices(app)


def test_without_a_browser_nothing_is_waited_for(page: Page, folder: Path) -> None:
    app = page(policy="close", question="Q1")
    app.select_slider(key=f"harbour:{NUDGE}").set_value(2.0).run()
    made = sim.explain(edit(read(folder / "harbour.yaml"), {NUDGE: 2.0}), "Q1", policy="close", draws=100)
    assert shares_of(made) == told_shares(voices(app))


def test_the_cases_of_few_views_are_kept_and_none_is_written_over(folder: Path) -> None:
    """What one case takes over from another never shows: the same explanation as from nothing, whatever came before."""
    file = read(folder / "harbour.yaml")
    doubt.explain_answer.clear()
    for nudge in (0.0, 1.0, 0.5, 1.0):
        for policy in ("close", "let_it_run"):
            for question in ("Q1", "Q2", "Q3"):
                scenario = edit(file, {NUDGE: nudge})
                doubt.explain_answer.clear()
                found = doubt.explain_answer(scenario, question, policy, 100, 64, 1)
                assert found == doubt.explain(doubt.case(scenario, question, policy, 100, 64, 1))
    assert 0 < len(doubt._last_cases()) <= doubt.MOST_CASES
