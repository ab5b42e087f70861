"""From page to page in a browser: by link, by keyboard, Back, reload and a pasted address, always the same view."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from page_scripts import UNFOLD
from playwright.sync_api import Page, expect

OpenPage = Callable[..., Page]
Settle = Callable[[Page], None]
VIEW = "scenario=harbour&draws=100&policy=talk&question=Q2&set=experts.past.weight%3D2"
WANTED = r"/{}\?scenario=harbour&policy=talk&question=Q2&draws=100&set=experts\.past\.weight%3D2$"


def way(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()


def same(page: Page, path: str) -> None:
    expect(page).to_have_url(re.compile(WANTED.format(path)))
    chosen = page.get_by_role("radio", name=re.compile("^talk", re.I)).first
    expect(chosen).to_have_attribute("aria-checked", "true")


@pytest.mark.parametrize("width", [1400, 390])
def test_links_back_and_reload_keep_the_view(open_page: OpenPage, settle: Settle, width: int) -> None:
    page = open_page(VIEW, width=width)
    way(page, "Why")
    expect(page.locator("summary", has_text="What no expert said")).to_be_visible()
    same(page, "why")
    way(page, "Settings")
    expect(page.locator("code", has_text="sim run")).to_contain_text("--policy talk")
    same(page, "settings")
    page.reload()
    expect(page.locator("code", has_text="sim run")).to_contain_text("experts.past.weight=2")
    same(page, "settings")
    page.go_back()
    expect(page.locator("summary", has_text="What no expert said")).to_be_visible()
    same(page, "why")
    page.go_back()
    page.locator(".st-key-ladder svg text", has_text="Is the public angry").first.wait_for()
    page.evaluate(UNFOLD)
    expect(page.get_by_role("button", name="Undo weight of Past disputes")).to_be_visible()
    page.go_forward()
    expect(page.locator("summary", has_text="What no expert said")).to_be_visible()
    same(page, "why")
    settle(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_link_is_taken_by_keyboard(open_page: OpenPage) -> None:
    page = open_page(VIEW)
    page.get_by_role("link", name="Settings").focus()
    page.keyboard.press("Enter")
    expect(page.locator("code", has_text="sim run")).to_be_visible()
    same(page, "settings")


def test_a_move_is_one_step_back_and_nothing_else_is(open_page: OpenPage, settle: Settle) -> None:
    page = open_page("scenario=harbour&draws=100")
    length = page.evaluate("history.length")
    slider = page.get_by_role("slider", name=re.compile("Ann .*unlikely"))
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Undo Ann Star “unlikely”")).to_be_visible()
    settle(page)
    assert page.evaluate("history.length") == length + 1
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile(r"nudge%3D0\.2"))
    settle(page)
    assert page.evaluate("history.length") == length + 2
    way(page, "Why")
    expect(page.locator("summary", has_text="What no expert said")).to_be_visible()
    settle(page)
    assert page.evaluate("history.length") == length + 3
    for step in (r"nudge%3D0\.2", r"nudge%3D0\.1", r"draws=100$"):
        page.go_back()
        expect(page).to_have_url(re.compile(step))
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)
