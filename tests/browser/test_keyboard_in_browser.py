"""The whole page by Tab, arrows and Enter alone; after each step the live region says what it did."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from page_scripts import UNFOLD
from playwright.sync_api import Locator, Page, expect

OpenPage = Callable[..., Page]
Settle = Callable[[Page], None]
MOST_STOPS = 80
VIEW = "scenario=harbour&draws=100&policy=close&question=Q1"
# The place with the focus, and whether its middle is off the screen or behind something that scrolling does not move.
STOP = """() => {
    const place = document.activeElement;
    if (!place || place === document.body) return null;
    const box = (place.matches('input') ? place.parentElement : place).getBoundingClientRect();
    const x = box.x + box.width / 2, y = box.y + box.height / 2;
    let covered = x < 0 || y < 0 || x > innerWidth || y > innerHeight;
    for (let at = document.elementFromPoint(x, y); at && !covered; at = at.parentElement)
        covered = ['fixed', 'sticky'].includes(getComputedStyle(at).position) && !at.contains(place);
    return {name: place.ariaLabel || place.innerText || place.outerHTML.slice(0, 80), covered};
}"""
HAS_FOCUS = "places => places.some(place => place === document.activeElement || place.contains(document.activeElement))"


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until one of these has the focus, as somebody does who knows the page by ear."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if wanted.evaluate_all(HAS_FOCUS):
            return
    raise AssertionError(f"not reached in {MOST_STOPS} stops: {wanted}")


def spoken(page: Page) -> str:
    """What the live region says."""
    return " ".join(page.get_by_test_id("stMain").get_by_role("status").all_inner_texts())


def speaks(page: Page, before: str, *parts: str) -> str:
    """Wait for other words of the live region, and for these in them."""
    for part in parts:
        expect(page.get_by_test_id("stMain").get_by_role("status").filter(has_text=re.compile(part))).not_to_have_count(0)
    page.wait_for_function(
        "before => [...document.querySelectorAll('[data-testid=stMain] [role=status]')]"
        ".map(place => place.innerText).join(' ') !== before",
        arg=before,
    )
    return spoken(page)


def test_policy_slider_question_and_download_by_keyboard_alone(open_page: OpenPage, settle: Settle) -> None:
    page = open_page(VIEW)
    said = spoken(page)
    assert said

    tab_to(page, page.get_by_role("radio"))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("policy=talk"))
    settle(page)
    said = speaks(page, said, "talk")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("policy=close"))
    settle(page)
    said = speaks(page, said, "close")

    tab_to(page, page.get_by_role("slider", name=re.compile("Ann .*unlikely")))
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile(r"set=judgments\.J1\.nudge%3D0\.1(&|$)"))
    settle(page)
    said = speaks(page, said, "%, was .*%")

    page.keyboard.press("Home")
    settle(page)
    said = speaks(page, said, "%, was .*%")

    page.reload()
    expect(page.get_by_role("slider").first).to_be_visible()
    settle(page)
    said = spoken(page)
    tab_to(page, page.get_by_role("combobox", name="Question"))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("question=Q[234]"))
    settle(page)
    said = speaks(page, said)

    page.reload()
    expect(page.get_by_role("slider").first).to_be_visible()
    settle(page)
    tab_to(page, page.get_by_role("button", name="Take away"))
    page.keyboard.press("Enter")
    wanted = page.get_by_role("button", name=re.compile("YAML"))
    expect(wanted.first).to_be_visible()
    settle(page)
    tab_to(page, wanted)
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith(".yaml")


@pytest.mark.parametrize(("width", "height"), [(390, 844), pytest.param(1400, 900, marks=pytest.mark.slow)])
def test_the_focus_is_never_behind_what_stays_on_the_screen(open_page: OpenPage, width: int, height: int) -> None:
    """Every stop of the Tab key: on the screen, and not below the band of sliders that a phone keeps at its edge."""
    page = open_page(VIEW, width=width, height=height)
    page.evaluate(UNFOLD)
    covered, stops = [], set()
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        page.wait_for_timeout(50)
        if (stop := page.evaluate(STOP)) is None:
            break
        stops.add(stop["name"])
        if stop["covered"]:
            covered.append(stop["name"])
    assert len(stops) > 15
    assert covered == []
