"""How figures and words are written, on every page: no figure is torn, and quotation marks are of one kind."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from page_texts import read_texts
from streamlit.testing.v1 import AppTest

from sim.dashboard.frame import PAGES
from sim.show.lines import curl_quotes

Page = Callable[..., AppTest]
ROOT = Path(__file__).parents[2]
BUTTONS = ("learn-watch-run", "learn-days-run", "learn-colours-run", "run-what-if")
FAULTS = {
    "a figure that a line break tears": re.compile(r" %|[<>±] (?=\d)"),
    "another kind of quotation marks": re.compile("‘"),
    "a date in figures": re.compile(r"\b\d{4}-\d\d-\d\d\b"),
    "a zero with a sign, or an error that is none": re.compile(r"(?<![\w.])[-+\u2212]0(\.0+)?(?![.\d])|±\s0\.0+(?!\d)"),
    "a minus that is a hyphen": re.compile(r"(?<=[\s(])-\d"),
}


@pytest.fixture
def opened(page: Page, folder: Path) -> Callable[[str], list[str]]:
    """The texts of a page of a scenario with all that may lie beside it, everything opened and asked for."""
    shutil.copytree(ROOT / "tests" / "scenarios" / "resolved" / "north", folder / "north")

    def open_at(at: str) -> list[str]:
        app = page(at=at, scenario="north", compare_shows="views,seen,choices,scores", set=["pool.rule=linear"])
        for fold in app.get("expander"):
            app.session_state[f"fold{fold.proto.id.rpartition('-fold')[2]}"] = True
        app.run()
        for button in [button for button in app.button if button.key in BUTTONS]:
            button.click().run()
        assert not app.exception
        return read_texts(app)

    return open_at


@pytest.mark.parametrize("at", [entry.path for entry in PAGES])
def test_figures_and_words_are_written_alike(opened: Callable[[str], list[str]], at: str) -> None:
    told = opened(at)
    assert len(told) > 10
    assert [text for text in told if curl_quotes(text) != text] == []
    for name, fault in FAULTS.items():
        assert [text for text in told if fault.search(text)] == [], name
