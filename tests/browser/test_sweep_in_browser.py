"""The page of a sweep in a browser: the same after a reload, by keyboard alone, and accessible wide and narrow."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator

import pytest
from axe import open_folds, violations
from harbour_store import HARBOUR, make_store
from page_scripts import OVER_THE_EDGE
from playwright.sync_api import Page, expect
from served import serve_folder

OpenPage = Callable[..., Page]
Settle = Callable[[Page], None]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a dashboard that serves the harbour and a store beside it."""
    folder = tmp_path_factory.mktemp("stores")
    shutil.copy(HARBOUR, folder)
    make_store(folder / "runs")
    with serve_folder(folder, tmp_path_factory) as address:
        yield address


def picture(page: Page) -> str:
    """What the picture is called where it is not seen."""
    return str(page.get_by_test_id("stVegaLiteChart").get_attribute("aria-label"))


@pytest.mark.parametrize(
    ("width", "scheme"),
    [(1400, "light"), (390, "dark"), pytest.param(1400, "dark", marks=pytest.mark.slow),
     pytest.param(390, "light", marks=pytest.mark.slow)],
)  # fmt: skip
def test_axe_finds_nothing_and_nothing_hangs_over(
    open_page: OpenPage, settle: Settle, width: int, scheme: str
) -> None:  # fmt: skip
    kind = "surface" if scheme == "dark" else "lines"
    page = open_page(f"policy=close&question=Q1&picture={kind}", path="sweep", width=width, scheme=scheme)
    open_folds(page, settle)
    expect(page.locator("summary")).to_have_count(3)
    assert violations(page) == []
    assert page.evaluate(OVER_THE_EDGE) == []


def test_by_keyboard_reload_and_back_the_view_is_in_the_address(open_page: OpenPage, settle: Settle) -> None:
    page = open_page("set=judgments.J1.nudge%3D0.3", path="sweep")
    assert "by pool rule" in picture(page)
    page.get_by_role("radio", name="Lines").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("picture=surface"))
    page.get_by_role("spinbutton", name="per cent").fill("45")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("leads=%3E45"))
    expect(page.get_by_text("above 45 %: in 3 of 15 settings")).to_be_visible()
    settle(page)
    page.reload()
    expect(page.get_by_text("above 45 %: in 3 of 15 settings")).to_be_visible()
    settle(page)
    assert "by pool rule" not in picture(page)
    with page.expect_download() as waited:
        page.get_by_role("button", name="Picture (SVG)").focus()
        page.keyboard.press("Enter")
    assert "How far does the" in waited.value.path().read_text(encoding="utf-8")
    page.get_by_role("link", name="Why", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.locator("summary", has_text="What no expert said")).to_be_visible()
    expect(page).to_have_url(re.compile("why.*picture=surface&leads=%3E45&set=judgments.J1.nudge%3D0.3"))
    page.go_back()
    expect(page.get_by_text("above 45 %: in 3 of 15 settings")).to_be_visible()
