"""The page that compares in a browser: accessible with everything open, by keyboard alone, the same after a reload."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator

import pytest
from axe import open_folds, violations
from page_scripts import OVER_THE_EDGE
from playwright.sync_api import Page, expect
from served import ROOT, serve_folder

OpenPage = Callable[..., Page]
Settle = Callable[[Page], None]
SHOWN = "scenario=north&draws=100&question=Q2&compare_shows=views,seen,choices,scores&set=judgments.S1.nudge%3D0.5"


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a dashboard that serves a small scenario with alternatives, evidence and resolutions."""
    folder = tmp_path_factory.mktemp("resolved")
    shutil.copytree(ROOT / "tests" / "scenarios" / "resolved" / "north", folder / "north")
    with serve_folder(folder, tmp_path_factory) as address:
        yield address


@pytest.mark.parametrize(("width", "scheme"), [(1400, "light"), (390, "dark")])
def test_axe_finds_nothing_and_nothing_hangs_over(
    open_page: OpenPage, settle: Settle, width: int, scheme: str
) -> None:  # fmt: skip
    page = open_page(SHOWN, path="compare", width=width, scheme=scheme)
    open_folds(page, settle)
    expect(page.locator(".st-key-scored-figures table")).to_be_visible()
    assert violations(page) == []
    assert page.evaluate(OVER_THE_EDGE) == []
    heads = page.locator(".compared.stacked thead").first.bounding_box()
    assert heads is not None
    assert (width > 640) == (heads["height"] > 1)
    cut = "tables => tables.filter(table => table.scrollWidth > table.clientWidth).map(table => table.ariaLabel)"
    assert page.locator(".compared.stacked").evaluate_all(cut) == []
    hints = page.locator(".compared.moved").evaluate_all(
        "tables => tables.map(table => getComputedStyle(table, '::before').content)"
    )
    assert hints
    assert all(("more at the right" in hint) == (width <= 640) for hint in hints)


def test_by_keyboard_there_and_back_and_after_a_reload(open_page: OpenPage, settle: Settle) -> None:
    page = open_page("scenario=north&draws=100&set=judgments.S1.nudge%3D0.5", path="compare")
    switch = page.get_by_role("switch", name=re.compile("Score the forecast by what came"))
    table = page.locator(".st-key-scores-figures table")
    switch.focus()
    page.keyboard.press("Space")
    expect(table).to_be_visible()
    expect(page).to_have_url(re.compile("compare_shows=scores"))
    expect(switch).to_be_focused()
    before = table.inner_text()
    page.reload()
    expect(table).to_be_visible()
    assert table.inner_text() == before
    settle(page)
    switch.focus()
    page.keyboard.press("Space")
    expect(table).to_have_count(0)
    page.go_back()
    expect(table).to_be_visible()
