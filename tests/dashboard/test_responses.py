"""Every response under every policy: up to date or marked, in the order asked for, and a click chooses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from page_parts import CELL, ROW, agree, asked, click, drawn, library, part, texts
from page_paths import go_to
from streamlit.testing.v1 import AppTest

from sim.results.forecast.model import Answer
from sim.results.reach import find_reached
from sim.scenario import edit
from sim.scenario.file.read import read
from sim.show import words

Page = Callable[..., AppTest]
ALL = ["Q1", "Q2", "Q3", "Q4"]
STALE = "?"


def told(answer: Answer) -> str:
    """What a cell tells of an answer."""
    return words.settled_text(answer) if answer.settled else words.row_numbers(answer)


def cells(app: AppTest) -> dict[tuple[str, str], dict[str, object]]:
    return {(cell["policy"], cell["question"]): cell for cell in drawn(app, "heatmap", "cell")}


def stale(app: AppTest) -> set[tuple[str, str]]:
    return {pair for pair, cell in cells(app).items() if cell["arrow"] == STALE}


def button(app: AppTest) -> str:
    return next((button.label for button in app.button if button.key == "bring"), "")


def test_the_ladder_has_a_row_a_question_and_a_title(page: Page) -> None:
    app = page(question="Q2")
    rows = drawn(app, "ladder", "row")
    assert [row["question"] for row in rows] == ALL
    assert [row["question"] for row in rows if row["chosen"]] == ["Q2"]
    assert rows[0]["title"] == "Are shots *fired* by 21 January 2026?"
    (chart,) = (chart for chart in app.get("vega_lite_chart") if chart.proto.id.endswith("-ladder"))
    assert chart.proto.alt == "Every answer under the chosen policy"


def test_the_chosen_answer_is_the_one_marked_cell(page: Page) -> None:
    app = page(policy="talk", question="Q3")
    assert [pair for pair, cell in cells(app).items() if cell["chosen"]] == [("talk", "Q3")]
    assert [row["label"] for row in drawn(app, "heatmap", "head") if row["strong"]] == ["talk"]
    assert "How far each answer is open, under policy talk" in texts(app)


EDITS = [
    ("Q1", {"judgments.J1.nudge": 1.0}), ("Q2", {"judgments.J5.nudge": 1.0}), ("Q3", {"experts.author.weight": 1.0}),
    ("Q4", {"judgments.J2.nudge": -1.0}), ("Q1", {"pool.rule": "linear", "lexicon": "icd203"}),
]  # fmt: skip


@pytest.mark.parametrize(("question", "edits"), EDITS)
def test_what_an_edit_reaches_is_marked_until_it_is_brought_up_to_date(
    page: Page, folder: Path, question: str, edits: Mapping[str, object]
) -> None:
    file = read(folder / "harbour.yaml")
    before, after = library(folder / "harbour.yaml"), library(folder / "harbour.yaml", edits)
    app = page(question=question, set=[f"{path}={value}" for path, value in edits.items()])
    reached = find_reached(file, edit.edit(file, dict(edits)), list(file.policies))
    wanted = {pair for pair in reached if pair[1] != question}
    assert stale(app) == wanted
    for row in drawn(app, "ladder", "row"):
        assert row["note"] or row["shown"].endswith(f" {STALE}") == (("close", row["question"]) in wanted)
    for pair, cell in cells(app).items():
        known = before if pair in wanted else after
        assert cell["told"] == told(known.answers[pair]) + (", before what was moved" if pair in wanted else "")
    assert button(app) == (f"Bring {len(wanted)} answers up to date" if wanted else "")
    if wanted:
        app.button(key="bring").click().run()
        assert not app.exception
    assert (stale(app), button(app)) == (set(), "")
    assert {pair: cell["told"] for pair, cell in cells(app).items()} == {
        pair: told(answer) for pair, answer in after.answers.items()
    }


def test_what_was_worked_out_once_is_known_and_another_edit_is_not(page: Page, folder: Path) -> None:
    app = page(set=["judgments.J1.nudge=0.6"])
    app.button(key="bring").click().run()
    assert stale(app) == set()
    app.select_slider(key="harbour:judgments.J1.nudge").set_value(0.7).run()
    assert len(stale(app)) == 6
    app.select_slider(key="harbour:judgments.J1.nudge").set_value(0.6).run()
    assert stale(app) == set()
    assert stale(page(set=["judgments.J1.nudge=0.6"])) == set()
    assert len(stale(page(set=["judgments.J1.nudge=0.6"], seed="2"))) == 6


def test_a_stale_answer_is_the_library_s_as_soon_as_it_is_chosen(page: Page, folder: Path) -> None:
    edits = {"judgments.J1.nudge": 1.7}
    answers = library(folder / "harbour.yaml", edits).answers
    app = page(set=["judgments.J1.nudge=1.7"])
    assert ("close", "Q3") in stale(app)
    click(app, "heatmap", CELL, question="Q3", policy="close")
    agree(app, answers["close", "Q3"])
    assert {question for _, question in stale(app)} == {"Q1", "Q2"}


def test_the_brought_answers_are_on_the_other_policies_too(page: Page, folder: Path) -> None:
    edits = {"judgments.J1.nudge": 1.8}
    answers = library(folder / "harbour.yaml", edits).answers
    app = page(set=["judgments.J1.nudge=1.8"])
    app.button(key="bring").click().run()
    app.segmented_control(key="policy").set_value("let_it_run").run()
    for row in drawn(app, "ladder", "row"):
        if not row["note"]:
            assert row["mean"] == pytest.approx(answers["let_it_run", row["question"]].probability, abs=1e-12)


def order(app: AppTest) -> list[str]:
    rows = [str(row["question"]) for row in drawn(app, "ladder", "row")]
    shown = drawn(app, "heatmap", "cell")
    assert [cell["question"] for cell in sorted(shown, key=lambda cell: (cell["column"], cell["row"]))][:4] == rows
    return rows


def test_the_order_of_the_questions(page: Page) -> None:
    app = page(policy="let_it_run")
    assert order(app) == ALL
    app.selectbox(key="sort").set_value("probability").run()
    assert asked(app, "sort") == ["probability"]
    assert order(app) == ["Q2", "Q4", "Q1", "Q3"]
    assert order(page(policy="let_it_run", sort="probability")) == ["Q2", "Q4", "Q1", "Q3"]
    app.selectbox(key="sort").set_value("file").run()
    assert asked(app, "sort") == []
    assert order(app) == ALL


def test_the_largest_change_comes_first(page: Page) -> None:
    app = page(question="Q2", set=["judgments.J5.nudge=-1"])
    app.selectbox(key="sort").set_value("change").run()
    assert order(app)[0] == "Q2"
    assert order(page(sort="change")) == ALL


def test_the_axis_can_be_changed(page: Page) -> None:
    app = page()
    plain = [row["mean"] for row in drawn(app, "ladder", "row")]
    app.selectbox(key="scale").set_value("odds").run()
    assert asked(app, "scale") == ["odds"]
    assert [row["mean"] for row in drawn(app, "ladder", "row")] != plain
    app.selectbox(key="scale").set_value("plain").run()
    assert asked(app, "scale") == []
    assert [row["mean"] for row in drawn(app, "ladder", "row")] == plain


def test_a_click_on_a_cell_chooses_question_and_policy_and_they_stay(page: Page, folder: Path) -> None:
    """The cards once set the policy back that a cell had chosen."""
    answers = library(folder / "harbour.yaml").answers
    app = page()
    click(app, "heatmap", CELL, question="Q3", policy="let_it_run")
    for _ in range(2):
        assert (asked(app, "question"), asked(app, "policy")) == (["Q3"], ["let_it_run"])
        agree(app, answers["let_it_run", "Q3"])
        app.run()
    click(app, "heatmap", CELL, question="Q2", policy="talk")
    agree(app, answers["talk", "Q2"])


def test_a_click_on_a_row_chooses_its_question_and_keeps_the_policy(page: Page, folder: Path) -> None:
    app = page(policy="talk", set=["judgments.J5.nudge=0.4"])
    click(app, "ladder", ROW, question="Q2")
    assert (asked(app, "question"), asked(app, "policy")) == (["Q2"], ["talk"])
    agree(app, library(folder / "harbour.yaml", {"judgments.J5.nudge": 0.4}).answers["talk", "Q2"])


@pytest.mark.parametrize("row", [{"question": "Q99", "policy": "war"}, {"question": "", "policy": ""}])
def test_a_click_that_names_nothing_leaves_the_page_alive(page: Page, folder: Path, row: dict[str, str]) -> None:
    app = page()
    click(app, "heatmap", CELL, **row)
    agree(app, library(folder / "harbour.yaml").answers["close", "Q1"])


def test_every_choice_turns_the_pictures_so_that_the_same_cell_is_heard_again(page: Page) -> None:
    app = page()
    turns = []
    for question, policy in (("Q2", "talk"), ("Q1", "close"), ("Q2", "talk")):
        click(app, "heatmap", CELL, question=question, policy=policy)
        (turn,) = {cell["turn"] for cell in drawn(app, "heatmap", "cell")}
        turns.append(turn)
    assert len(set(turns)) == 3
    app.run()
    assert {cell["turn"] for cell in drawn(app, "heatmap", "cell")} == {turns[-1]}


def test_the_answer_over_time_is_made_only_while_it_is_open(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    from sim.show.charts import fan

    made = []
    drawing = fan.fan
    monkeypatch.setattr(fan, "fan", lambda *args, **more: made.append(1) or drawing(*args, **more))
    app = page()
    assert made == []
    assert len(app.get("vega_lite_chart")) == 4
    app.session_state["fold-time"] = True
    app.run()
    assert made == [1]
    assert len(app.get("vega_lite_chart")) == 5
    assert "Line: median of the draws" in part(app, "below").caption[-1].value
    app.session_state["fold-time"] = False
    app.run()
    assert made == [1]
    go_to(app, "why").run()
    assert made == [1]
