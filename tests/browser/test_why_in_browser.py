"""Why, as a person meets it: sentences that open by click and by key, one table, voices on an event of one's choice."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

OpenPage = Callable[..., Page]
Settle = Callable[[Page], None]
OVER = """width => [...document.querySelectorAll('h1, h2, p, label, button, svg, li, summary, td, dd')]
    .filter(e => e.getBoundingClientRect().right > width + 1).map(e => e.outerHTML.slice(0, 90))"""


@pytest.mark.parametrize(("width", "scheme"), [pytest.param(1400, "light", marks=pytest.mark.slow), (390, "dark")])
def test_sentences_open_and_the_tornado_comes_by_itself(
    open_page: OpenPage, settle: Settle, width: int, scheme: str
) -> None:
    page = open_page("scenario=flagship-11&policy=strikes&question=Q6", path="why", width=width, scheme=scheme)
    expect(page.locator(".why-without li").first).to_be_visible(timeout=90_000)
    expect(page.locator(".why-table td:nth-child(3) .why-swing").first).to_be_visible()
    expect(page.get_by_role("progressbar")).to_have_count(0)
    settle(page)
    first = page.locator(".why-rests summary").first
    first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".why-rests details[open] dl").first).to_contain_text("Share of the doubt")
    page.keyboard.press("Enter")
    expect(page.locator(".why-rests details[open]")).to_have_count(0)
    page.locator(".why-against summary").first.click()
    expect(page.locator(".why-against details[open] dl").first).to_contain_text("Source")
    settle(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(OVER, width) == []


def test_the_event_is_chosen_by_keyboard_and_a_reload_keeps_it(open_page: OpenPage, settle: Settle) -> None:
    page = open_page("scenario=harbour&draws=100&policy=close&question=Q2", path="why")
    expect(page.locator(".why-without li").first).to_be_visible()
    settle(page)
    page.get_by_role("combobox", name="On which event").focus()
    for key in ("ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect(page).to_have_url(re.compile(r"why=clash"))
    ridge = page.locator(".st-key-ridges svg.marks text", has_text="Bob: “highly unlikely”")
    expect(ridge).to_have_count(1)
    page.reload()
    expect(ridge).to_have_count(1)
    settle(page)
    page.go_back()
    expect(page.locator(".st-key-ridges svg.marks text", has_text="Ann *Star*: “likely”")).to_have_count(1)
