"""Edits in words, each with its way back; and what a move did, as it is said aloud."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from sim.dashboard.sliders.live import tell_move, write_live
from sim.dashboard.sliders.undo import edits_in_words
from sim.scenario import edit
from sim.scenario.file import read

Page = Callable[..., AppTest]
HARBOUR = read.read(Path(__file__).with_name("harbour.yaml"))
FLAGSHIP = read.read(Path(__file__).parents[2] / "scenarios" / "venezuela-2025")


@pytest.mark.parametrize(
    ("path", "text", "told"),
    [
        ("judgments.J1.nudge", "0.8", "Ann Star “unlikely” 18 → 33 %"),
        ("judgments.J1.nudge", "0.001", "Ann Star “unlikely” 18.01 → 18.02 %"),
        ("judgments.J3.nudge", "-3", "Past disputes 1 of 20 7.9 → 0.4 %"),
        ("judgments.J4.nudge", "1", "The author on Clash: shots or more 10 → 23 %"),
        ("judgments.J6.nudge", "0.7", "The author on Mood odds times 2"),
        ("experts.author.weight", "1.5", "weight of the author 0.25 → 1.5"),
        ("pool.rule", "linear", "pool rule log → linear"),
        ("pool.concentration", "2", "pool concentration 1 → 2"),
        ("lexicon", "icd203", "phrase book CAPphrase → ICD 203"),
        ("experts.bob", "{name: Bob, weight: 2}", "experts bob changed"),
        ("pool.gamma", "0.5", "trust in words 0.38 → 0.5"),
    ],
)
def test_an_edit_is_told_in_words(path: str, text: str, told: str) -> None:
    file = edit.edit(HARBOUR, {"pool.recalibrate": "record"}) if path == "pool.gamma" else HARBOUR
    scenario = edit.edit(file, {path: edit.parse(text)})
    assert edits_in_words(file, scenario, {path: text}) == [(path, told)]


def test_what_changes_nothing_is_no_edit_and_the_order_is_that_of_the_address() -> None:
    edits = {"experts.bob.weight": "1", "judgments.J2.nudge": "0.5", "experts.ann.weight": "2"}
    scenario = edit.edit(HARBOUR, {path: edit.parse(text) for path, text in edits.items()})
    told = [path for path, _ in edits_in_words(HARBOUR, scenario, edits)]
    assert told == ["judgments.J2.nudge", "experts.ann.weight"]


def test_a_split_is_told_by_the_event_of_the_question_that_is_looked_at() -> None:
    edits = {"judgments.A33.nudge": "-0.2"}
    scenario = edit.edit(FLAGSHIP, {"judgments.A33.nudge": -0.2})
    ((_, at_q9),) = edits_in_words(FLAGSHIP, scenario, edits, "Q9")
    assert at_q9 == "The scenario's author on Naval escort 5 → 4 %"


def test_an_edit_without_a_slider_here_is_listed_and_can_be_undone(page: Page) -> None:
    app = page(policy="talk", question="Q1", set=["judgments.J5.nudge=0.5", "experts.past.weight=2"])
    assert [slider.key for slider in app.select_slider] == ["harbour:judgments.J4.nudge"]
    buttons = {button.key: button for button in app.button if (button.key or "").startswith("undo:")}
    assert {button.label for button in buttons.values()} == {"Undo Ann Star “likely”", "Undo weight of Past disputes"}
    buttons["undo:harbour:judgments.J5.nudge"].click().run()
    assert app.query_params["set"] in ("experts.past.weight=2", ["experts.past.weight=2"])


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (0.125, 0.147, "14.7 %, was 12.5 %"), (0.125, 0.125, "12.5 %"), (0.12504, 0.12496, "12.496 %, was 12.504 %"),
        (0.00001, 0.5, "50.0 %, was < 0.1 %"), (0.000001, 0.000002, "< 0.1 %"), (0.0004, 0.0006, "0.06 %, was 0.04 %"),
    ],
)  # fmt: skip
def test_a_move_is_told_with_as_many_digits_as_it_takes(before: float, after: float, told: str) -> None:
    assert tell_move(before, after).startswith(told)


def test_what_is_said_aloud_is_text_and_no_markup() -> None:
    html = write_live("<b>*Fire*</b> & [x](y) `a`", 0.00001, 0.5)
    inner = html.removeprefix('<div role="status" aria-live="polite">').removesuffix("</div>")
    assert not set("<>*`[]") & set(inner)
    assert "&amp;" in inner
    assert inner.endswith("50.0\u00a0%, was &lt;\u00a00.1\u00a0%")


def test_another_question_is_spoken_though_the_number_is_the_same() -> None:
    assert write_live("Fire", 0.5, 0.5) != write_live("Combat", 0.5, 0.5)
