"""The page of settings: how voices are pooled, the book of words, how much is sampled, and the command to match."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from page_parts import agree, asked, library
from page_paths import go_to
from streamlit.testing.v1 import AppTest

Page = Callable[..., AppTest]


@pytest.mark.parametrize("rule", ["linear", "average", "median"])
def test_every_pool_rule_is_shown_and_computed(page: Page, folder: Path, rule: str) -> None:
    app = page(at="settings", set=[f"pool.rule={rule}"])
    assert app.segmented_control(key="pool.rule").value == rule
    go_to(app, "").run()
    agree(app, library(folder / "harbour.yaml", {"pool.rule": rule}).answers["close", "Q1"])


def test_settings_edit_the_scenario_and_the_run(page: Page, folder: Path) -> None:
    app = page(at="settings")
    app.segmented_control(key="pool.rule").set_value("linear").run()
    app.selectbox(key="lexicon").set_value("icd203").run()
    app.selectbox(key="pool.concentration").set_value(2.0).run()
    assert asked(app, "set") == ["pool.rule=linear", "lexicon=icd203", "pool.concentration=2"]
    go_to(app, "").run()
    changes = {"pool.rule": "linear", "lexicon": "icd203", "pool.concentration": 2.0}
    agree(app, library(folder / "harbour.yaml", changes).answers["close", "Q1"])
    go_to(app, "settings").run()
    app.selectbox(key="draws").set_value(200).run()
    app.number_input(key="seed").set_value(7).run()
    assert (asked(app, "draws"), asked(app, "seed")) == (["200"], ["7"])
    assert "--draws 200 --worlds 64 --seed 7 --set pool.rule=linear" in app.code[-1].value
    assert app.code[-1].value.startswith("sim run harbour.yaml --policy close")


def test_the_edits_of_settings_are_listed_on_the_first_page_with_a_way_back(page: Page) -> None:
    app = page(set=["pool.rule=linear", "lexicon=icd203", "pool.concentration=2"])
    for path in ("pool.rule", "lexicon", "pool.concentration"):
        app.button(key=f"undo:harbour:{path}").click().run()
    assert asked(app, "set") == []
    go_to(app, "settings").run()
    assert app.segmented_control(key="pool.rule").value == "log"


def test_a_blend_in_the_address_is_shown_by_its_names_and_weights(page: Page) -> None:
    app = page(at="settings", set=["lexicon={capphrase: 2, icd203: 1}"])
    assert app.selectbox(key="lexicon").value == "capphrase 2, icd203 1"
    app.selectbox(key="lexicon").set_value("phia").run()
    assert asked(app, "set") == ["lexicon=phia"]


def test_a_large_seed_is_shown_as_it_is_used(page: Page) -> None:
    app = page(at="settings", seed="9007199254740991")
    assert app.number_input(key="seed").value == 2**53 - 1
    assert "--seed 9007199254740991" in app.code[-1].value
    beyond = page(at="settings", seed="9007199254740992")
    assert beyond.number_input(key="seed").value == 1
    assert "--seed 1" in beyond.code[-1].value


def test_two_concentrations_of_nearly_one_value_are_two_choices(page: Page) -> None:
    app = page(at="settings", set=["pool.concentration=2.0000001"])
    box = app.selectbox(key="pool.concentration")
    assert len(set(box.options)) == len(box.options)
    box.set_value(2.0).run()
    assert asked(app, "set") == ["pool.concentration=2"]
