"""The page "Learn" in a browser: axe-core in light and dark, a telephone, the keyboard, a reload, two visitors."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from axe import open_folds, violations
from playwright.sync_api import Page, expect

from sim.show.charts.ink import contrast

OpenPage = Callable[..., Page]
Settle = Callable[[Page], None]
FLAGSHIP = "scenario=venezuela-2025&draws=100&policy=let_it_run&question=Q6"
READY = ".st-key-learn-diagram svg"


def status(page: Page) -> str:
    """The live region, without what the last change did: after a reload there was none."""
    told = page.locator(".st-key-learn-answer [role=status]").inner_text()
    return told.partition(" The last change ")[0]


def top_of(page: Page, place: str) -> float:
    """How far from the upper edge of the screen a part of the page begins, in pixels."""
    return float(page.locator(place).evaluate("one => one.getBoundingClientRect().top"))


@pytest.mark.parametrize(("width", "scheme"), [(1400, "light"), (390, "dark")])
def test_everybody_can_use_it(open_page: OpenPage, settle: Settle, width: int, scheme: str) -> None:
    page = open_page(FLAGSHIP, path="learn", width=width, scheme=scheme, ready=READY)
    open_folds(page, settle)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    tops = [top_of(page, f".st-key-learn-{name}") for name in ("answers", "watch", "entries", "diagram")]
    assert (tops == sorted(tops)) == (width == 390)  # on a wide screen the entries stand beside the answers
    page.locator(".st-key-learn-entries [role=switch]").last.scroll_into_view_if_needed()
    assert top_of(page, ".st-key-learn-answer") == 0  # the answer stays in view beside the switch that moves it
    assert page.locator(".st-key-learn-diagram text").first.evaluate("one => one.getBoundingClientRect().height") > 12
    assert not re.search(r"\bO\d+\b|us_action|let_it_run|limited_strike", page.locator(".stMain").inner_text())


EDGE = """input => {
    const track = input.closest('label').querySelector(':scope > span + div');
    const numbers = text => text.match(/rgba?\\(([^)]+)\\)/)?.[1].split(',').slice(0, 3).map(Number) ?? [];
    return [getComputedStyle(track).boxShadow, getComputedStyle(document.querySelector('.stApp')).backgroundColor]
        .map(numbers);
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_switch_that_is_off_stands_out(open_page: OpenPage, scheme: str) -> None:
    page = open_page(FLAGSHIP, path="learn", scheme=scheme, ready=READY)
    switch = page.get_by_role("switch", name=re.compile("Silence"))
    switch.focus()
    page.keyboard.press("Space")
    expect(switch).not_to_be_checked()
    edge, paper = ("#" + "".join(f"{part:02x}" for part in colour) for colour in switch.evaluate(EDGE))
    assert contrast(edge, paper) >= 3


def test_by_keyboard_a_reload_and_a_second_visitor(open_page: OpenPage, settle: Settle) -> None:
    page = open_page(FLAGSHIP, path="learn", ready=READY)
    before = status(page)
    switch = page.get_by_role("switch", name=re.compile("leadership raid")).first
    switch.focus()
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("learn_without=O3"))
    settle(page)
    assert "12 of 13 entries" in status(page)
    day = page.get_by_role("slider", name="As of")
    day.focus()
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile("learn_day="))
    settle(page)
    changed = status(page)
    assert "as of 26 January 2026" in changed
    page.reload()
    page.locator(READY).first.wait_for()
    settle(page)
    assert status(page) == changed
    other = open_page(FLAGSHIP, path="learn", ready=READY, stranger=True)
    assert status(other) == before
    page.go_back()
    page.go_back()
    settle(page)
    assert status(page) == before
