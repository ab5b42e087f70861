"""Which sentence moves the answer, on the page: the library's numbers, the rest on demand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from sim.results.explain.case import case
from sim.results.explain.model import Explanation
from sim.results.explain.shares import explain
from sim.results.explain.tornado import with_reruns
from sim.scenario import edit
from sim.scenario.file import read
from sim.scenario.resolve.scenario import Scenario
from sim.show.explanation import points, three

Page = Callable[..., AppTest]


def opened(page: Page, **query: str | list[str]) -> AppTest:
    return page(at="why", **query)


def library(scenario: Scenario, question: str, policy: str) -> Explanation:
    one = case(scenario, question, policy, 100)
    return with_reruns(one, explain(one))


@pytest.fixture
def harbour(folder: Path) -> Scenario:
    return read.read(folder / "harbour.yaml")


def test_the_page_has_the_numbers_of_the_terminal(page: Page, harbour: Scenario) -> None:
    app, made = opened(page), library(harbour, "Q1", "close")
    table = app.table[2].value
    rows = [(row["What"], row["Share"].replace("\u00a0", " ")) for _, row in table.iterrows()]
    shares = {what.split(" ")[0]: share.split(" ±")[0] for what, share in rows}
    expected = {one.judgment: points(one.share) for one in made.sentences}
    assert {key: shares[key] for key in expected} == expected
    assert shares["who"] == points(next(part.share for part in made.parts if part.name == "who is right"))
    assert made.three is not None
    assert any(three(made.three)[:60] in block.value.replace("\u00a0", " ") for block in app.markdown)


def test_edits_count(page: Page, harbour: Scenario) -> None:
    app = opened(page, set=["experts.past.weight=2"])
    made = library(edit.edit(harbour, {"experts.past.weight": 2.0}), "Q1", "close")
    top = made.sentences[0]
    table = app.table[2].value
    row = next(row for _, row in table.iterrows() if row["What"].startswith(top.judgment))
    assert row["Share"].startswith(points(top.share).replace(" ", "\u00a0"))


def test_names_are_shown_and_not_obeyed(page: Page) -> None:
    app = opened(page)
    assert "Ann \\*Star\\*" in list(app.table[0].value["By voice"])


def test_without_and_tornado_wait_for_the_button_and_stay(page: Page, harbour: Scenario) -> None:
    app, made = opened(page), library(harbour, "Q1", "close")
    assert len(app.table) == 3
    app.button(key="run-what-if").click().run()
    assert not app.exception
    assert len(app.table) == 5
    without = {row["Without"]: row["Probability"].replace("\u00a0", " ") for _, row in app.table[3].value.iterrows()}
    assert without["Bob"] == next(one.answer.shown for one in made.without if one.voice == "bob" and one.answer)
    assert app.table[4].value.iloc[0]["Judgment"].startswith(made.tornado[0].sentence.judgment)
    app.run()
    assert len(app.table) == 5


def test_what_was_run_for_other_values_is_not_shown(page: Page) -> None:
    app = opened(page)
    app.button(key="run-what-if").click().run()
    app.selectbox(key="question").set_value("Q2").run()
    assert len(app.table) == 3


def test_an_answer_that_the_policy_sets_says_so(page: Page) -> None:
    app = opened(page, question="Q4", policy="close")
    assert any("sets this answer" in info.value for info in app.info)
    assert len(app.table) == 0


def test_the_forecast_s_page_explains_nothing(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.dashboard.compute.explain", lambda *_, **__: pytest.fail("explained"))
    assert not page().exception
