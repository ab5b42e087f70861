"""The page that says why: the answer in full, who said what and where, and what no expert said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from page_parts import library, texts
from streamlit.testing.v1 import AppTest

from sim.show import words

Page = Callable[..., AppTest]


def headline(app: AppTest) -> str:
    """The sentence below the question."""
    told = [element.value for element in app.markdown]
    return str(told[next(place for place, text in enumerate(told) if text.startswith("#### ")) + 1])


@pytest.mark.parametrize("edits", [{}, {"judgments.J1.nudge": 1.0}])
def test_the_answer_stands_in_full_with_whom_it_rests_on(page: Page, folder: Path, edits: dict[str, object]) -> None:
    answer = library(folder / "harbour.yaml", edits).answers["close", "Q1"]
    app = page(at="why", set=[f"{path}={value}" for path, value in edits.items()])
    assert headline(app).startswith(words.sentence(answer, "**") + "; rests on Ann \\*Star\\*, Bob, ")
    assert headline(app).endswith("Past disputes (base rate) and The author (assumption).")


def test_under_a_policy_only_those_are_named_whose_words_bear(page: Page) -> None:
    assert headline(page(at="why", policy="talk")).endswith("; rests on assumptions alone: The author.")


def test_what_the_policy_sets_is_said_so(page: Page) -> None:
    assert headline(page(at="why", question="Q4")) == "**certain**, set by the policy."


def test_markdown_in_a_question_is_shown_and_not_obeyed(page: Page) -> None:
    app = page(at="why")
    assert "#### Are shots \\*fired\\* by 21 January 2026?" in [element.value for element in app.markdown]


def test_a_policy_and_a_question_can_be_chosen_here_too(page: Page, folder: Path) -> None:
    app = page(at="why")
    app.segmented_control(key="policy").set_value("let_it_run").run()
    app.selectbox(key="question").set_value("Q3").run()
    assert headline(app).startswith(words.sentence(library(folder / "harbour.yaml").answers["let_it_run", "Q3"], "**"))


def test_the_judgment_table_says_who_said_what_and_where(page: Page) -> None:
    app = page(at="why")
    app.session_state["fold-explained"], app.session_state["fold-judgments"] = False, True
    app.run()
    table = app.table[0].value
    row = table.iloc[0]
    assert row["Who"] == "Ann \\*Star\\* (J1)"
    assert row["Said"] == "unlikely"
    assert row["About"] == "shots or more, if Pressure: closure"
    assert row["Claim, paraphrased"] == "Shots are unlikely."
    assert row["Source"] == "[The \\*Gazette\\*](https://example.org/a), paragraph 2"
    assert row["5, 50, 95 %"].count("%") == 3
    app.toggle(key="all-judgments").set_value(True).run()
    assert len(app.table) == 3


def test_what_no_expert_said_is_told_when_opened(page: Page) -> None:
    app = page(at="why")
    assert "the author" not in texts(app).replace("the author's", "")
    app.session_state["fold-assumptions"] = True
    app.run()
    assert "the author" in texts(app)
