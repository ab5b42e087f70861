"""The first page's answer: the library's numbers in a sentence, how far it is open, and whose it is."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from page_parts import agree, asked, cards, change, drawn, library, plain, sentence, span, texts, voices
from page_paths import go_to
from streamlit.testing.v1 import AppTest

import sim
from sim.dashboard.address import escape
from sim.results.forecast.model import Answer
from sim.scenario.file.read import read
from sim.show import explanation, words
from sim.show.report.report import report

Page = Callable[..., AppTest]


@pytest.fixture
def answers(folder: Path) -> dict[tuple[str, str], Answer]:
    """The library's answers to the file as it is, by policy and question."""
    return dict(library(folder / "harbour.yaml").answers)


def test_the_page_says_what_the_library_says(page: Page, answers: dict[tuple[str, str], Answer]) -> None:
    app = page()
    agree(app, answers["close", "Q1"])
    for policy, question in (("close", "Q2"), ("talk", "Q3"), ("let_it_run", "Q4"), ("let_it_run", "Q1")):
        agree(page(policy=policy, question=question), answers[policy, question])


def test_every_number_of_the_pictures_is_the_library_s(page: Page, answers: dict[tuple[str, str], Answer]) -> None:
    app = page(policy="talk")
    cells = drawn(app, "heatmap", "cell")
    assert {(cell["policy"], cell["question"]) for cell in cells} == set(answers)
    for cell in cells:
        answer = answers[cell["policy"], cell["question"]]
        told = words.settled_text(answer) if cell["fixed"] else words.row_numbers(answer)
        assert cell["told"] == told
    for row in drawn(app, "ladder", "row"):
        if not row["note"]:
            assert row["mean"] == pytest.approx(answers["talk", row["question"]].probability, abs=1e-12)


@pytest.mark.parametrize(("policy", "question"), [("close", "Q1"), ("close", "Q2"), ("let_it_run", "Q3")])
def test_a_sentence_has_one_share_on_every_page_in_the_report_and_at_its_slider(
    page: Page, folder: Path, policy: str, question: str
) -> None:
    scenario, view = read(folder / "harbour.yaml"), {"policy": policy, "question": question}
    made = sim.explain(scenario, question, policy=policy, draws=100)
    shown = explanation.pick_largest(made.sentences)
    first, why = page(**view), page(at="why", **view)
    told, bodies = voices(first), [one.proto.body.replace("\u00a0", " ") for one in why.get("html")]
    rest = next(body for body in bodies if '"why-list why-rests' in body)
    handed = report(folder / "harbour.yaml", questions=[question], policies=[policy], draws=100).markdown
    handed = handed.replace("\u00a0", " ")
    rails = "".join(one.proto.body.replace("\u00a0", " ") for one in first.get("html"))
    assert shown
    assert told.startswith("Rests on ")
    assert explanation.DOUBT in told
    assert explanation.DOUBT in "".join(block.value for block in why.markdown)
    assert explanation.DOUBT in handed
    speakers = {voice: (expert.name, expert.kind) for voice, expert in scenario.experts.items()}
    assert f"by voice: {words.tell_shares(made.answer, speakers)}. " in plain(handed)
    for one in shown:
        share, name = words.whole_share(one.share), one.speaker.replace("The ", "the ")
        assert re.search(rf"{re.escape(escape(name))}(: [^(]*)? \({share}", told), (share, told)
        assert re.search(rf">{share}</span> <b>{re.escape(html.escape(one.speaker))}", rest)
        assert re.search(rf"{re.escape(escape(one.speaker))}\W* \({share} of the doubt", handed), (share, handed)
        assert f"{share} of the doubt" in rails or one.judgment in ("J6", "J4")


def test_what_was_seen_later_is_told_and_not_counted(page: Page, folder: Path, answers: dict[object, Answer]) -> None:
    assert "on the page Learn" not in texts(page())
    entries = "".join(
        f"  O{day}: {{date: 2026-01-0{day}, variable: clash, not_reached: battle}}\n" for day in (2, 5)
    )
    (folder / "evidence.yaml").write_text(f"schema_version: 1\nevidence:\n{entries}", encoding="utf-8")
    app = page()
    assert "2 things were seen after 24 December 2025, the last on 5 January 2026; nothing here counts them." in plain(
        texts(app)
    )
    agree(app, answers["close", "Q1"])


def test_markdown_in_a_scenario_is_shown_and_not_obeyed(page: Page) -> None:
    app = page()
    assert sentence(app).endswith(": Are shots \\*fired\\* by 21 January 2026?")
    assert "**A \\*made-up\\* harbour \\[dispute\\](https:\u2060//example.org).** As of 24 December 2025." in texts(app)
    assert "Ann \\*Star\\*" in voices(app)
    live = next(element.value for element in app.markdown if 'role="status"' in element.value)
    assert "*" not in live.replace("&#42;", "")


def test_a_policy_button_changes_the_forecast_and_the_address(
    page: Page, answers: dict[tuple[str, str], Answer]
) -> None:
    app = page()
    app.segmented_control(key="policy").set_value("talk").run()
    assert asked(app, "policy") == ["talk"]
    agree(app, answers["talk", "Q1"])


def test_under_a_policy_only_those_are_named_whose_words_bear(page: Page) -> None:
    told = voices(page(policy="talk"))
    assert told.startswith("Rests on the author (100 % of the doubt).")
    assert not re.search("Ann|Bob|Past", told)


def test_confidence_stands_apart_from_likelihood(page: Page) -> None:
    author = "Confidence low, since 100 % of the doubt is the author's own and no expert was asked about this."
    assert author in voices(page(policy="talk"))
    moderate = voices(page())
    assert "Confidence moderate, not high, since " in moderate
    assert author not in moderate


def test_a_chosen_question_never_changes_the_policy_behind_it(page: Page, folder: Path) -> None:
    """Talk comes first here, but only under a closure the experts are heard about a clash; about the mood, always."""
    close, talk = "  close: {pressure: closure}\n", "  talk: {pressure: talks}\n"
    change(folder, "turned", (close + talk, talk + close))
    app = page(scenario="turned")
    assert app.segmented_control(key="policy").value == "close"
    app.selectbox(key="question").set_value("Q2").run()
    assert app.segmented_control(key="policy").value == "close"
    agree(app, library(folder / "turned.yaml").answers["close", "Q2"])


def test_a_question_can_be_chosen_from_the_list(page: Page, answers: dict[tuple[str, str], Answer]) -> None:
    app = page()
    app.selectbox(key="question").set_value("Q2").run()
    assert asked(app, "question") == ["Q2"]
    agree(app, answers["close", "Q2"])


@pytest.mark.parametrize(("policy", "told"), [("close", "Certain"), ("talk", "Excluded")])
def test_what_the_policy_sets_is_said_so_and_leaves_nothing_open(page: Page, policy: str, told: str) -> None:
    app = page(question="Q4", policy=policy)
    assert sentence(app) == f"**{told}, set by the policy**: Is the harbour closed on 14 January 2026?"
    assert span(app) == ""
    assert "of the doubt" not in voices(app)
    assert "would remain" not in texts(app)
    assert drawn(app, "readings", "dot") == []
    assert [row["label"] for row in drawn(app, "readings", "note")] == [f"{told.lower()}, set by the policy"]
    chosen = [row["note"] for row in drawn(app, "ladder", "row") if row["chosen"]]
    assert chosen == [f"{told.lower()}, set by the policy"]


NEVER = (
    "questions:\n",
    'questions:\n  Q9: {asks: "Are there shots soon after a closure?", reaches: {clash: shots or more}, '
    "within: 2 steps, of: {pressure: closure}}\n",
)


def test_what_is_never_asked_is_undefined_and_not_a_number(page: Page, folder: Path) -> None:
    change(folder, "never", NEVER)
    app = page(scenario="never", question="Q9", policy="talk")
    assert not app.error
    assert sentence(app).startswith("**Undefined, since what it is asked of never comes to pass**: Are there shots")
    assert span(app) == ""
    assert "nan" not in texts(app).casefold()
    assert [row["label"] for row in drawn(app, "worlds", "note")] == ["not asked"]
    (cell,) = (cell for cell in drawn(app, "heatmap", "cell") if cell["chosen"])
    assert (cell["label"], cell["fixed"]) == ("–", True)
    app.segmented_control(key="policy").set_value("close").run()
    agree(app, library(folder / "never.yaml").answers["close", "Q9"])


FIRED = '"Are shots *fired* by 21 January 2026?"'


def test_a_question_with_a_statement_is_one_sentence_with_its_condition(page: Page, folder: Path) -> None:
    statement = f'{FIRED}, statement: "shots *fall* by 21 January 2026"'
    conditions = "presentation: {question: Q1, policy: close, conditions: {close: the *port* is closed}}\npolicies:\n"
    change(folder, "stated", (FIRED, statement), ("policies:\n", conditions))
    app = page(scenario="stated")
    shut = sentence(app).partition("** ")
    assert shut[0].startswith("**About 1 in ")
    assert shut[2] == "that shots \\*fall\\* by 21 January 2026, if the \\*port\\* is closed."
    talk = page(scenario="stated", policy="talk")
    assert sentence(talk).endswith(" that shots \\*fall\\* by 21 January 2026, under policy talk.")


def test_a_settled_statement_has_its_condition_too(page: Page, folder: Path) -> None:
    closed = '"Is the harbour closed on 14 January 2026?"'
    change(folder, "stated", (closed, f"{closed}, statement: the *harbour* is closed"))
    app = page(scenario="stated", question="Q4")
    assert sentence(app) == "**Certain, set by the policy**: the \\*harbour\\* is closed, under policy close"


def test_one_policy_is_no_condition_and_no_choice(page: Page, folder: Path) -> None:
    change(folder, "single", ("  talk: {pressure: talks}\n  let_it_run: {}\n", ""))
    app = page(scenario="single")
    assert not app.error
    assert re.fullmatch(r"\*\*About 1 in \d+\*\*: Are shots .*\?", sentence(app))
    assert len(app.segmented_control) == 0
    assert len(drawn(app, "heatmap", "head")) == 1
    assert go_to(app, "why").run().segmented_control(key="policy").value == "close"


def test_a_question_is_called_by_its_short_title_and_else_by_what_it_asks(page: Page, folder: Path) -> None:
    assert page().selectbox(key="question").options[:2] == [
        "Are shots *fired* by 21 January 2026?", "Is the public angry on 21 January 2026?",
    ]  # fmt: skip
    change(folder, "short", (FIRED, f'{FIRED}, short: "Shots *fired*"'))
    app = page(scenario="short")
    assert app.selectbox(key="question").options[0] == "Shots *fired*"
    assert next(row["label"] for row in drawn(app, "heatmap", "label")) == "Shots *fired*"
    assert drawn(app, "ladder", "row")[0]["title"] == "Shots *fired*"


def test_without_a_presentation_it_opens_where_experts_are_heard(page: Page, folder: Path) -> None:
    assert read(folder / "harbour.yaml").presentation is None
    app = page()
    assert (app.selectbox(key="question").value, app.segmented_control(key="policy").value) == ("Q1", "close")
    change(folder, "shown", ("policies:\n", "presentation: {question: Q3, policy: let_it_run}\npolicies:\n"))
    app = page(scenario="shown")
    assert (app.selectbox(key="question").value, app.segmented_control(key="policy").value) == ("Q3", "let_it_run")


def test_a_policy_is_called_by_its_name_everywhere(page: Page, folder: Path) -> None:
    names = "presentation: {question: Q1, policy: close, names: {let_it_run: left *open*}}\npolicies:\n"
    change(folder, "named", ("policies:\n", names))
    app = page(scenario="named", policy="let_it_run")
    assert ", under policy left \\*open\\*: Are shots" in sentence(app)
    assert cards(app)[2].startswith("left *open* ")
    assert [row["label"] for row in drawn(app, "heatmap", "head")] == ["close", "talk", "left *open*"]
    assert "let it run" not in texts(app)
    go_to(app, "why").run()
    assert cards(app)[2] == "left *open*"
