"""What is made while the server starts is what the first visitor needs; and whatever is wrong, it stops nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from sim.dashboard.start import preload
from sim.dashboard.start.opening import make_opening

Page = Callable[..., AppTest]


def test_the_first_visitor_waits_for_no_forecast(page: Page, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_opening([str(folder / "harbour.yaml")])
    for name in ("focus", "forecast"):
        monkeypatch.setattr(f"sim.dashboard.compute.{name}", lambda *_, **__: pytest.fail("computed again"))
    assert not page(draws="1000").exception


@pytest.mark.parametrize("name", ["wrong.yaml", "nowhere.yaml"])
def test_a_scenario_that_cannot_be_shown_is_left_to_the_page(folder: Path, name: str) -> None:
    make_opening([str(folder / name)])


def test_what_breaks_is_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(preload, "_BEFORE", ("no_such_module_at_all",))
    preload.start_preload(None).join()
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("The page was not loaded beforehand (ModuleNotFoundError: ")
    assert told.err.count("\n") == 1
