"""The address restores the first page; what in it makes no sense is told, left out, and can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from page_parts import agree, asked, library, offered, part, sentence
from streamlit.testing.v1 import AppTest

Page = Callable[..., AppTest]


def listed(app: AppTest) -> list[str]:
    """The edits that are listed, by the path that their button takes back."""
    return [str(button.key).rpartition(":")[2] for button in part(app, "edits").button]


def test_the_address_restores_everything(page: Page, folder: Path) -> None:
    edits = ["pool.rule=linear", "experts.past.weight=2"]
    app = page(policy="talk", question="Q3", scale="odds", sort="probability", seed="1", set=edits)
    assert app.selectbox(key="scale").value == "odds"
    assert app.selectbox(key="sort").value == "probability"
    changes = {"pool.rule": "linear", "experts.past.weight": 2.0}
    agree(app, library(folder / "harbour.yaml", changes).answers["talk", "Q3"])
    assert listed(app) == ["pool.rule", "experts.past.weight"]
    assert asked(app, "set") == edits


def test_nonsense_in_the_address_is_left_out(page: Page, folder: Path) -> None:
    app = page(
        policy="war", question="Q99", draws="1e9", worlds="7", seed="-1", scale="sideways", sort="up",
        set=["no-equals"], b=["no-equals"],
    )  # fmt: skip
    assert (app.selectbox(key="scale").value, app.selectbox(key="sort").value) == ("plain", "file")
    agree(app, library(folder / "harbour.yaml", draws=1000).answers["close", "Q1"])
    assert listed(app) == []
    assert not app.error
    assert not any(offered(app, key) for key in ("keep", "swap", "drop", "undo-all"))


def test_an_edit_that_makes_no_sense_is_told_and_the_files_forecast_shown(page: Page, folder: Path) -> None:
    app = page(set=["judgments.J1.says=unlikly"])
    assert app.error[0].value == "What does not fit is left out: 1 problem."
    assert "no lexicon knows the phrase 'unlikly'" in app.code[0].value
    agree(app, library(folder / "harbour.yaml").answers["close", "Q1"])
    assert [note.value for note in part(app, "edits").markdown] == ["left out"]
    app.button(key="undo:harbour:judgments.J1.says").click().run()
    assert not app.error
    assert (asked(app, "set"), listed(app)) == ([], [])


def test_an_unknown_phrase_in_the_address_offers_the_nearest_three(page: Page) -> None:
    app = page(set=["judgments.J1.says=unlikly"])
    assert "no lexicon knows the phrase 'unlikly': write 'unlikely' or 'likely' or 'very unlikely'" in app.code[0].value


def test_all_weights_at_zero_is_an_error_and_not_the_end(page: Page) -> None:
    app = page(set=[f"experts.{voice}.weight=0" for voice in ("ann", "bob", "past", "author")])
    assert app.error
    assert "About 1 in " in sentence(app)
    app.select_slider(key="harbour:experts.ann.weight").set_value(1.0).run()
    assert not app.error


@pytest.mark.parametrize("value", ["-1e9", "1e9", ".inf", "[1]", "'", "5"])
def test_no_value_in_the_address_is_too_odd_for_its_slider(page: Page, value: str) -> None:
    app = page(set=[f"judgments.J1.nudge={value}", f"experts.past.weight={value}"])
    assert sentence(app).startswith("**")
    assert app.select_slider(key="harbour:judgments.J1.nudge").value is not None


def test_a_slider_that_made_nonsense_can_be_moved_back(page: Page, folder: Path) -> None:
    app = page(set=["judgments.J1.nudge=0.7", "pool.rule=vote"])
    assert app.error
    assert app.select_slider(key="harbour:judgments.J1.nudge").value == 0.7
    agree(app, library(folder / "harbour.yaml", {"judgments.J1.nudge": 0.7}).answers["close", "Q1"])
    app.select_slider(key="harbour:judgments.J1.nudge").set_value(0.0).run()
    assert listed(app) == ["pool.rule"]


def test_another_scenario_starts_afresh(page: Page, folder: Path) -> None:
    (folder / "second.yaml").write_bytes((folder / "harbour.yaml").read_bytes())
    app = page(policy="talk", set=["pool.rule=linear"], b=["pool.rule=average"])
    app.selectbox(key="scenario").set_value("second").run()
    assert (asked(app, "set"), asked(app, "b"), asked(app, "policy")) == ([], [], [])
    assert asked(app, "scenario") == ["second"]


def test_an_unknown_scenario_gets_the_nearest_name(page: Page) -> None:
    app = page(scenario="habour")
    assert "did you mean “harbour”" in app.warning[0].value
