"""The page Elicit in a browser: a judgment of each form by keyboard alone, and by mouse alone on a telephone."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from axe import violations
from page_scripts import COVERED, OVER_THE_EDGE
from playwright.sync_api import Locator, Page, expect

OpenPage = Callable[..., Page]
Settle = Callable[[Page], None]
VIEW = "scenario=harbour&draws=100&policy=close&question=Q1"
FORM = ".st-key-elicit"
HAS_FOCUS = "places => places.some(place => place === document.activeElement || place.contains(document.activeElement))"
READY = f"{FORM} input"
SAYS = ("{phrase: likely}", "{low: 2%, high: 8%, confidence: 90%}", "{chips: {10-20%: 2, 30-40%: 1}}",
        "{at_most: unlikely, down_to: 0.1%}", "{probability: 3%, odds_within: 4}")  # fmt: skip


def tab_to(page: Page, wanted: Locator, key: str = "Tab") -> None:
    for _ in range(60):
        page.keyboard.press(key)
        if wanted.evaluate_all(HAS_FOCUS):
            return
    raise AssertionError(f"not reached: {wanted}")


FIRST_FIELDS = ("word", "low", "more-1", "limit", "number")
"""Of each form, in their order."""


def field(page: Page, name: str) -> Locator:
    return page.locator(f".st-key-elicit-{name}")


def added(url: str) -> list[str]:
    """What an address says that was said."""
    said = parse_qs(urlsplit(url).query).get("say", [])
    return [text.partition("says: ")[2].removesuffix("}") for text in said]


def add(page: Page, says: str, *, by_key: bool) -> None:
    """Add what the form says, once the page has understood it, and wait for the address that has it."""
    button = field(page, "add").get_by_role("button")
    expect(button).to_be_enabled()
    expect(button).to_have_text(re.compile("Add to the forecast|Change it"))
    if by_key:
        tab_to(page, button)
        page.keyboard.press("Enter")
    else:
        button.click()
    page.wait_for_url(lambda url: added(url) == [says])
    expect(button).to_have_text(re.compile("It is in the forecast"))
    expect(page.locator(".st-key-elicit-densities svg.marks")).to_be_visible()


def type_in(page: Page, name: str, text: str) -> None:
    tab_to(page, field(page, name).locator("input"))
    page.keyboard.press("Control+a")
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def pick_form(page: Page, place: int) -> None:
    """The next form, by arrow key from where the choice stands."""
    radios = field(page, "kind").get_by_role("radio")
    tab_to(page, radios, "Shift+Tab")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(radios.nth(place)).to_have_attribute("aria-checked", "true")


def press_chips(page: Page, name: str, back: bool, *totals: int) -> None:
    button = field(page, name).get_by_role("button")
    tab_to(page, button, "Shift+Tab" if back else "Tab")
    for total in totals:
        page.keyboard.press("Enter")
        expect(page.get_by_text(re.compile(f"^{total} chips? laid"))).to_be_visible()
        assert button.evaluate_all(HAS_FOCUS)


def test_each_form_by_keyboard_alone_and_a_reload_keeps_it(open_page: OpenPage, settle: Settle) -> None:
    page = open_page(VIEW, path="elicit", ready=READY)
    type_in(page, "voice", "Bob")
    type_in(page, "word", "likely")
    add(page, SAYS[0], by_key=True)
    pick_form(page, 1)
    type_in(page, "low", "2")
    type_in(page, "high", "8")
    add(page, SAYS[1], by_key=True)
    pick_form(page, 2)
    press_chips(page, "more-1", False, 1, 2)
    press_chips(page, "more-3", False, 3, 4)
    press_chips(page, "less-3", True, 3)
    add(page, SAYS[2], by_key=True)
    pick_form(page, 3)
    type_in(page, "limit", "unlikely")
    add(page, SAYS[3], by_key=True)
    pick_form(page, 4)
    type_in(page, "number", "3")
    add(page, SAYS[4], by_key=True)
    settle(page)
    assert violations(page) == []
    page.reload()
    back = page.get_by_role("button", name="Take back Bob 3 %")
    expect(back).to_be_visible()
    assert added(page.url) == [SAYS[4]]
    settle(page)
    tab_to(page, back)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: added(url) == [])


def choose(page: Page, name: str, option: str) -> None:
    field(page, name).get_by_role("combobox").click()
    page.get_by_role("option", name=option, exact=True).click()


def step_up(page: Page, name: str, times: int) -> None:
    for _ in range(times):
        field(page, name).get_by_test_id("stNumberInputStepUp").click()


def test_each_form_by_mouse_alone_on_a_telephone_in_the_dark(open_page: OpenPage, settle: Settle) -> None:
    page = open_page(VIEW, path="elicit", ready=READY, width=390, height=844, scheme="dark")

    def turn(place: int) -> None:
        field(page, "kind").get_by_role("radio").nth(place).click()
        expect(field(page, FIRST_FIELDS[place])).to_be_visible()  # before, the page is at rest as it was
        settle(page)

    choose(page, "voice", "Bob")
    choose(page, "word", "likely")
    add(page, SAYS[0], by_key=False)
    turn(1)
    step_up(page, "low", 2)
    step_up(page, "high", 8)
    settle(page)
    add(page, SAYS[1], by_key=False)
    turn(2)
    for total, number in enumerate((1, 1, 3), start=1):
        field(page, f"more-{number}").get_by_role("button").click()
        expect(page.get_by_text(re.compile(f"^{total} chips? laid"))).to_be_visible()
    expect(page.get_by_role("button", name="+ a chip on 10 to 20 %")).to_be_visible()
    add(page, SAYS[2], by_key=False)
    page.set_viewport_size({"width": 390, "height": 3000})
    page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, 0)")  # so that nothing has scrolled below the head
    settle(page)
    assert page.evaluate(OVER_THE_EDGE) == []
    assert page.evaluate(COVERED) == []
    assert violations(page) == []
    turn(3)
    choose(page, "limit", "unlikely")
    add(page, SAYS[3], by_key=False)
    turn(4)
    step_up(page, "number", 3)
    settle(page)
    add(page, SAYS[4], by_key=False)
