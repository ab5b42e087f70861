"""The first sight: what a browser gets before all else, and the time it is left for it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import streamlit as st
from page_parts import part, sentence
from streamlit.testing.v1 import AppTest

from sim.dashboard.forecast import answer, first_sight
from sim.dashboard.frame import PAGES

Page = Callable[..., AppTest]
WIDGETS = ("selectbox", "select_slider", "segmented_control", "button", "page_link", "popover", "file_uploader")


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The waits that there would be."""
    waited: list[float] = []
    monkeypatch.setattr(first_sight, "sleep", waited.append)
    return waited


def test_the_answer_and_its_chart_come_before_everything_else(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_sight, "leave_time", st.stop)
    app = page()
    assert sentence(app)
    assert len(part(app, "readings").get("vega_lite_chart")) == len(app.get("vega_lite_chart")) == 1
    assert {kind: len(app.get(kind)) for kind in WIDGETS} == dict.fromkeys(WIDGETS, 0)


def test_a_browser_is_left_time_once_in_a_session(
    page: Page, pauses: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.setattr(first_sight, "has_browser", lambda: True)
    app = page()
    app.run()
    assert pauses == [first_sight.PAUSE]
    page()
    assert len(pauses) == 2


def test_without_a_browser_there_is_no_wait(page: Page, pauses: list[float]) -> None:
    page()
    assert pauses == []


def test_whatever_goes_wrong_on_the_page_another_scenario_can_be_chosen(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page()

    def fail(_: object) -> None:
        raise RuntimeError("on purpose")

    monkeypatch.setattr(answer, "draw_answer", fail)
    app.run()
    assert app.exception
    assert app.selectbox(key="scenario").value == "harbour"
    assert len(app.get("page_link")) == len(PAGES)
