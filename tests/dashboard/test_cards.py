"""The policies beside each other: a card each, and below it a hundred worlds that say the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from page_parts import agree, asked, cards, drawn, library, part, texts
from streamlit.testing.v1 import AppTest

from sim.results.focus.chance import chance_share
from sim.show.phrases import whole, whole_span

Page = Callable[..., AppTest]
POLICIES = {"close": "close", "talk": "talk", "let_it_run": "let it run"}


@pytest.mark.parametrize("edits", [{}, {"judgments.J1.nudge": 1.0}])
def test_every_card_holds_its_policy_s_number_and_span(page: Page, folder: Path, edits: dict[str, object]) -> None:
    answers = library(folder / "harbour.yaml", edits).answers
    app = page(set=[f"{path}={value}" for path, value in edits.items()])
    told = []
    for policy, name in POLICIES.items():
        answer = answers[policy, "Q1"]
        ends = answer.interval90
        told.append(f"{name} {whole(answer.probability)} {whole_span(ends.low, ends.high)}")
    assert cards(app) == told


def test_a_card_of_a_settled_answer_says_so_and_has_no_bar(page: Page) -> None:
    app = page(question="Q4")
    assert cards(app) == ["close certain", "talk excluded", "let it run 50 % 50 %"]
    assert bars(app) == ["3"]
    assert bars(page()) == ["1", "2", "3"]


def bars(app: AppTest) -> list[str]:
    """Places of the cards that have a small interval."""
    (style,) = (html for html in app.get("html") if ".st-key-cards button[role=radio]:nth-of-type" in html.proto.body)
    return re.findall(r"nth-of-type\((\d+)\)", style.proto.body)


def test_a_card_chooses_its_policy_and_keeps_question_and_edits(page: Page, folder: Path) -> None:
    app = page(question="Q2", set=["judgments.J5.nudge=0.4"])
    answers = library(folder / "harbour.yaml", {"judgments.J5.nudge": 0.4}).answers
    for policy in ("let_it_run", "talk", "close"):
        app.segmented_control(key="policy").set_value(policy).run()
        assert (asked(app, "policy"), asked(app, "question")) == ([policy], ["Q2"])
        assert asked(app, "set") == ["judgments.J5.nudge=0.4"]
        agree(app, answers[policy, "Q2"])


@pytest.mark.parametrize(("question", "states"), [("Q1", ["none", "shots", "battle"]), ("Q2", ["calm", "angry"])])
def test_a_hundred_worlds_add_up_and_agree_with_the_answer(
    page: Page, folder: Path, question: str, states: list[str]
) -> None:
    app = page(question=question)
    squares = drawn(app, "worlds", "square")
    counts: Counter[str] = Counter()
    for square in squares:
        assert square["first"] == counts[square["policy"]]
        counts[square["policy"]] += int(square["count"])
    assert counts == dict.fromkeys(POLICIES, 100)
    answers = library(folder / "harbour.yaml").answers
    for policy, name in POLICIES.items():
        mine = [square for square in squares if square["policy"] == policy]
        assert [square["told"].partition(",")[0] for square in mine] == [f"{name}: {state}" for state in states]
        yes = sum(square["count"] for square in mine[1:])
        assert yes == pytest.approx(100 * answers[policy, question].probability, abs=1)


def test_the_worlds_move_with_an_edit(page: Page, folder: Path) -> None:
    edits = {"judgments.J1.nudge": 3.0}
    app = page(set=["judgments.J1.nudge=3"])
    yes = sum(square["count"] for square in drawn(app, "worlds", "square")[1:3])
    assert yes == pytest.approx(100 * library(folder / "harbour.yaml", edits).answers["close", "Q1"].probability, abs=1)
    assert yes > 5 + sum(square["count"] for square in drawn(page(), "worlds", "square")[1:3])


def test_only_the_chosen_policy_is_in_full_ink(page: Page) -> None:
    inks = {}
    for chosen in ("close", "talk"):
        squares = drawn(page(policy=chosen), "worlds", "square")
        inks[chosen] = {square["policy"]: square["fill"] for square in squares if ": battle" in square["told"]}
    assert inks["close"]["close"] == inks["talk"]["talk"]
    assert inks["close"]["talk"] == inks["close"]["let_it_run"] == inks["talk"]["close"] != inks["close"]["close"]


@pytest.mark.parametrize(("policy", "edits"), [("close", {}), ("talk", {}), ("close", {"judgments.J1.nudge": 3.0})])
def test_the_sentence_on_chance_is_the_computed_share(
    page: Page, folder: Path, policy: str, edits: dict[str, object]
) -> None:
    app = page(policy=policy, set=[f"{path}={value}" for path, value in edits.items()])
    share = chance_share(library(folder / "harbour.yaml", edits).draws, policy, "Q1")
    assert share is not None
    told = part(app, "happenings").caption[0].value.replace("\u00a0", " ")
    assert f" {100 * share:.0f} % of the uncertainty would remain: that is chance." in told


def test_with_one_policy_its_worlds_are_named_and_no_card_is_drawn(page: Page, folder: Path) -> None:
    file = folder / "harbour.yaml"
    text = file.read_text(encoding="utf-8").replace("  talk: {pressure: talks}\n  let_it_run: {}\n", "")
    (folder / "single.yaml").write_text(text, encoding="utf-8")
    app = page(scenario="single")
    assert [row["label"] for row in drawn(app, "worlds", "name")] == ["close"]
    assert sum(row["count"] for row in drawn(app, "worlds", "square")) == 100
    assert "st-key-cards button[role=radio]:nth" not in "".join(html.proto.body for html in app.get("html"))
    assert "Each mark is one of 100 equally likely worlds" in texts(app)
