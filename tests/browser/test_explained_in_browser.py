"""What moves the answer, as a person sees it: two pictures with their texts, on a wide screen and on a telephone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

OpenPage = Callable[..., Page]
Settle = Callable[[Page], None]


@pytest.mark.parametrize(("width", "scheme"), [pytest.param(1400, "light", marks=pytest.mark.slow), (390, "dark")])
def test_shares_at_once_and_the_tornado_on_demand(open_page: OpenPage, settle: Settle, width: int, scheme: str) -> None:
    page = open_page("scenario=flagship-11&policy=strikes&question=Q6", path="why", width=width, scheme=scheme)
    expect(page.locator(".stVegaLiteChart svg")).to_have_count(1)
    expect(page.locator("svg text", has_text="who is right 21.1 %")).to_have_count(1)
    settle(page)  # a click on a page that is still being drawn is lost
    page.get_by_role("button", name="What if").click()
    expect(page.get_by_text("One judgment high or low")).to_be_visible(timeout=90_000)
    expect(page.locator(".stVegaLiteChart svg")).to_have_count(2)
    expect(page.get_by_role("button", name="What if")).to_have_count(0)
    settle(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    over = """width => [...document.querySelectorAll('h4, p, label, button, svg, pre')]
        .filter(e => !e.closest('table') && e.getBoundingClientRect().right > width + 1)
        .map(e => e.outerHTML.slice(0, 90))"""
    assert page.evaluate(over, width) == []
