"""Rounds: of one voice's answers to one question only the latest speaks, and nothing else changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import ModelError
from sim.scenario import edit
from sim.scenario.file.read import loads
from sim.scenario.model.file import Judgment

FILE = Path(__file__).parents[2] / "scenarios" / "valid" / "rounds.yaml"
SCENARIO = loads(FILE.read_text(encoding="utf-8"), "rounds.yaml")


def test_the_latest_round_speaks_and_a_complement_is_the_same_question() -> None:
    assert list(SCENARIO.current["weather"]) == ["W3", "W4"]
    assert SCENARIO.chains("weather") == (("W1", "W3"), ("W2", "W4"))


def test_a_narrower_condition_is_another_question_and_rounds_may_be_skipped() -> None:
    assert list(SCENARIO.current["ferry"]) == ["F2", "F3", "F4"]
    assert SCENARIO.chains("ferry") == (("F1", "F2"),)


def test_without_rounds_the_group_is_handed_on_as_it_is() -> None:
    first = loads((FILE.parent / "boxes.yaml").read_text(encoding="utf-8"))
    assert first.current["act"] is first.judgments["act"]
    assert first.current["push"] == {}
    assert first.chains("act") == ()


def test_the_first_round_is_no_part_of_the_digest_and_later_ones_are() -> None:
    assert "round" not in Judgment(expert="a", says="likely").model_dump()
    assert Judgment(expert="a", says="likely", round=2).model_dump()["round"] == 2
    text = FILE.read_text(encoding="utf-8")
    assert loads(text.replace("W1: {expert: mara,", "W1: {expert: mara, round: 1,")) == SCENARIO
    assert loads(text.replace("mara, round: 3", "mara, round: 2")) != SCENARIO


def test_a_statement_about_the_whole_and_a_row_s_are_different_questions() -> None:
    text = FILE.read_text(encoding="utf-8").replace("W3: {expert: mara,", "W3: {expert: mara, overall: true,")
    assert list(loads(text).current["weather"]) == ["W1", "W3", "W4"]


def test_two_answers_of_one_round_are_refused_until_one_is_of_a_later_round() -> None:
    with pytest.raises(ModelError, match=r"W1.* in W3.*or give the later one round: 3|W3.* in W1.*round: 3"):
        edit.edit(SCENARIO, {"judgments.W1.round": 2})
    assert list(edit.edit(SCENARIO, {"judgments.W1.round": 4}).current["weather"]) == ["W1", "W4"]


def test_shifts_of_one_parent_are_answers_to_one_question() -> None:
    text = FILE.read_text(encoding="utf-8").replace(
        "  ferry:\n    F1",
        "  ferry:\n    S1: {expert: odo, says: {shift: {weather: {rough: 1}}}}\n"
        "    S2: {expert: odo, round: 2, says: {shift: {weather: {storm: 2}}}}\n    F1",
    )
    assert list(loads(text).current["ferry"]) == ["S2", "F2", "F3", "F4"]
