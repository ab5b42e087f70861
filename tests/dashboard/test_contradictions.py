"""Values that do not go together, wherever they are: told, left out or not worked out, and the page lives on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from page_parts import agree, change, drawn, library, part, sentence
from streamlit.testing.v1 import AppTest

Page = Callable[..., AppTest]
BATTLE = "    J8: {expert: bob, about: battle, given: {pressure: closure}, says: {probability: 2%, odds_within: 3}"
RUMOUR = '  Q0: {asks: "Is there a rumour by 21 January 2026?", reaches: {rumour: some}, by: 2026-01-21}\n'
TORN = "judgments.J8.nudge=4"
"""Bob's battle is then likelier than Bob's shots or more; a rumour hangs on neither."""


@pytest.fixture
def two(folder: Path) -> Path:
    change(folder, "two", ("    J4: {", f"{BATTLE}}}\n    J4: {{"), ("questions:\n", f"questions:\n{RUMOUR}"))
    return folder / "two.yaml"


def errors(app: AppTest) -> list[str]:
    assert not app.exception
    return [str(error.value).partition(":")[0] for error in app.error]


def test_where_the_answer_hangs_on_them_the_file_s_is_shown(page: Page, two: Path) -> None:
    app = page(scenario="two", question="Q1", set=[TORN])
    assert errors(app) == ["These values do not go together, so the file's own are shown"]
    assert "bob contradicts J2" in app.code[0].value
    agree(app, library(two).answers["close", "Q1"])
    assert [note.value for note in part(app, "edits").markdown] == ["left out"]
    app.button(key="undo:harbour:judgments.J8.nudge").click().run()
    assert errors(app) == []


def test_where_the_answer_does_not_hang_on_them_the_rest_stays_marked(page: Page, two: Path) -> None:
    app = page(scenario="two", question="Q0", set=[TORN])
    assert errors(app) == []
    agree(app, library(two).answers["close", "Q0"])
    marked = [cell["told"] for cell in drawn(app, "heatmap", "cell") if cell["arrow"] == "?"]
    assert len(marked) == 9
    app.button(key="bring").click().run()
    assert errors(app) == ["These values do not go together, so not every answer can be worked out"]
    assert [cell["told"] for cell in drawn(app, "heatmap", "cell") if cell["arrow"] == "?"] == marked
    app.selectbox(key="question").set_value("Q1").run()
    assert errors(app) == ["These values do not go together, so the file's own are shown"]


def test_a_variant_that_cannot_be_run_is_told_and_left_out(page: Page, two: Path) -> None:
    app = page(scenario="two", question="Q0", set=[TORN])
    app.button(key="keep").click().run()
    assert errors(app) == []
    app.button(key="undo:harbour:judgments.J8.nudge").click().run()
    app.selectbox(key="question").set_value("Q1").run()
    assert errors(app) == ["The values of variant B do not go together, so it is not shown"]
    agree(app, library(two).answers["close", "Q1"])
    assert drawn(app, "readings", "ghost") == []
    app.button(key="drop").click().run()
    assert errors(app) == []


def test_a_file_that_is_sound_for_its_opening_question_alone_shows_that(page: Page, folder: Path) -> None:
    change(
        folder, "torn", ("    J4: {", f"{BATTLE}, nudge: 4}}\n    J4: {{"), ("questions:\n", f"questions:\n{RUMOUR}")
    )
    app = page(scenario="torn", question="Q0")
    assert errors(app) == ["Not every question of this scenario can be answered"]
    assert "About 1 in 3" in sentence(app)
    app.selectbox(key="question").set_value("Q1").run()
    assert errors(app) == ["This scenario cannot be run"]
