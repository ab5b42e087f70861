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

Page = Callable[..., AppTest]
ROOT = Path(__file__).parents[2]
FOLDS = ("fold-compared", "fold-choices", "fold-scored", "fold-paths", "fold-silences", "fold-diagram",
         "fold-assumptions", "fold-judgments", "fold-time")  # fmt: skip
BUTTONS = ("learn-watch-run", "learn-days-run", "learn-colours-run", "run-what-if")
TORN = re.compile(r" %|[<>±] (?=\d)")


@pytest.fixture
def opened(page: Page, folder: Path) -> Callable[[str], list[str]]:
    """The texts of a page of a scenario with all that may lie beside it, everything opened and asked for."""
    shutil.copytree(ROOT / "tests" / "scenarios" / "resolved" / "north", folder / "north")

    def open_at(at: str) -> list[str]:
        app = page(at=at, scenario="north", compare_shows="views,seen,choices,scores", set=["pool.rule=linear"])
        for fold in FOLDS:
            app.session_state[fold] = True
        app.run()
        for button in [button for button in app.button if button.key in BUTTONS]:
            button.click().run()
        assert not app.exception
        return read_texts(app)

    return open_at


@pytest.mark.parametrize("at", [entry.path for entry in PAGES])
def test_no_figure_can_be_torn_by_a_line_break(opened: Callable[[str], list[str]], at: str) -> None:
    told = opened(at)
    assert len(told) > 10
    assert [text for text in told if TORN.search(text)] == []
