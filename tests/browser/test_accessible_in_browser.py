"""axe-core finds nothing on any page, wide and narrow, light and dark, with all that opens open."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from axe import open_folds, violations
from playwright.sync_api import Page, expect

OpenPage = Callable[..., Page]
Settle = Callable[[Page], None]
POPOVER = "[data-testid=stPopoverButton], [data-testid=stPopover] button"
WRONG = '<img src="data:,"><button></button>'
VIEWS = [
    pytest.param(1400, "light"), pytest.param(390, "dark"),
    pytest.param(1400, "dark", marks=pytest.mark.slow), pytest.param(390, "light", marks=pytest.mark.slow),
]  # fmt: skip


def popovers(page: Page, settle: Settle) -> Iterator[str]:
    """Every popover's name, while it alone is open."""
    buttons = page.locator(POPOVER)
    for place in range(buttons.count()):
        button = buttons.nth(place)
        button.click()
        expect(page.get_by_test_id("stPopoverBody")).to_be_visible()
        settle(page)
        yield button.inner_text()
        page.keyboard.press("Escape")
        expect(page.get_by_test_id("stPopoverBody")).to_have_count(0)


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
@pytest.mark.parametrize("path", ["", "why", "paths", "settings"])
def test_axe_finds_nothing(open_page: OpenPage, settle: Settle, path: str, width: int, scheme: str) -> None:
    query = "scenario=harbour&draws=100&policy=close&question=Q1&set=judgments.J1.nudge%3D0.3"
    page = open_page(query, path=path, width=width, scheme=scheme, ready="[data-testid=stMain] input")
    found = {"as it opens": violations(page)}
    open_folds(page, settle)
    found["folds open"] = violations(page)
    for name in popovers(page, settle):
        found[re.sub(r"\s+", " ", name)] = violations(page)
    if not path:
        page.get_by_role("button", name="Take away").click()
        expect(page.get_by_role("dialog")).to_be_visible()
        settle(page)
        found["Take away"] = violations(page)
    assert {name: told for name, told in found.items() if told} == {}


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_axe_finds_nothing_in_the_pictures_of_the_flagship(open_page: OpenPage, width: int, scheme: str) -> None:
    """It has what the harbour has not: questions of every kind, of which some leave marks of a picture without rows."""
    page = open_page("scenario=venezuela-2025&draws=100&policy=strikes&question=Q6", width=width, scheme=scheme)
    expect(page.locator(".stVegaLiteChart svg")).to_have_count(4)
    assert violations(page) == []


def test_axe_sees_what_is_wrong(open_page: OpenPage) -> None:
    page = open_page("scenario=harbour&draws=100")
    page.evaluate(f"document.querySelector('.stMain').insertAdjacentHTML('beforeend', {WRONG!r})")
    assert {told.partition(":")[0] for told in violations(page)} >= {"image-alt", "button-name"}
