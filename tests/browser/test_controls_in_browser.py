"""Every control of the first page but sliders and files: each choice, there and back, and after a reload."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import Locator, Page, expect

from sim.dashboard.forecast.whose import WAITING

OpenPage = Callable[..., Page]
Settle = Callable[[Page], None]
HARBOUR = "scenario=harbour&draws=100&policy=close&question=Q1"
NUDGE = "judgments.J1.nudge"
POLICIES = ["close", "talk", "let_it_run"]
CHANGED = "before => new URLSearchParams(location.search).getAll('set').join() !== before"


def asked(page: Page, key: str) -> list[str]:
    """What the address says of something."""
    return parse_qs(urlparse(page.url).query).get(key, [])


def answered(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def choose(page: Page, box: str, option: str, settle: Settle) -> None:
    page.get_by_role("combobox", name=box, exact=True).click()
    page.get_by_role("option", name=option, exact=True).click()
    settle(page)


def same_after_reload(page: Page, settle: Settle) -> None:
    """A reload shows the same page but for what the live region tells of the last move."""
    look = "() => [...document.querySelectorAll('[data-testid=stMain] :is(h1, h2, p, [role=radio])')]" \
           ".map(place => place.ariaChecked + place.innerText).join('\\n')"  # fmt: skip
    page.wait_for_function("text => !document.body.innerText.includes(text)", arg=WAITING)  # until the visitor rests
    before, address = page.evaluate(look), page.url
    page.reload()
    expect(page.get_by_role("link", name="Settings")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    settle(page)
    assert (page.evaluate(look), page.url) == (before, address)


def test_each_policy_card_chooses_its_policy_and_back(open_page: OpenPage, settle: Settle) -> None:
    page = open_page(HARBOUR)
    cards = page.get_by_role("radiogroup").first.get_by_role("radio")
    seen = {}
    assert cards.count() == len(POLICIES)
    for place in (1, 2, 1, 0, 2, 0):
        cards.nth(place).click()
        expect(page).to_have_url(re.compile(f"policy={POLICIES[place]}(&|$)"))
        settle(page)
        checked = [card.get_attribute("aria-checked") for card in cards.all()]
        assert checked == ["true" if number == place else "false" for number in range(3)]
        shown = (answered(page), cards.nth(place).inner_text())
        assert seen.setdefault(place, shown) == shown
    assert len({heading for heading, _ in seen.values()}) == 3
    cards.nth(0).click()  # the one that is chosen: it stays chosen
    settle(page)
    expect(cards.nth(0)).to_have_attribute("aria-checked", "true")
    cards.nth(2).click()
    settle(page)
    same_after_reload(page, settle)


def test_each_question_order_and_axis_and_back(open_page: OpenPage, settle: Settle) -> None:
    page = open_page(HARBOUR)
    for box, key in (("Question", "question"), ("Order", "sort"), ("Axis", "scale")):
        field = page.get_by_role("combobox", name=box, exact=True)
        field.scroll_into_view_if_needed()
        settle(page)  # a list that is opened while the page moves is shut again
        field.click()
        page.get_by_role("option").first.wait_for()
        names = page.get_by_role("option").all_inner_texts()
        page.keyboard.press("Escape")
        settle(page)
        views = []
        for name in (*names, *reversed(names)):
            choose(page, box, name, settle)
            views.append((asked(page, key), page.get_by_test_id("stMain").inner_text(), pictures(page)))
        there, back = views[: len(names)], views[len(names) :][::-1]
        assert [address for address, *_ in there] == [address for address, *_ in back]
        assert len({str(address) for address, *_ in there}) == len(names) > 1
        assert len({look for *_, look in there}) > 1, f"{box} changes no picture"
        choose(page, box, names[-1], settle)
    same_after_reload(page, settle)


def pictures(page: Page) -> str:
    """All pictures as they are drawn, without what the browser numbers."""
    drawn = page.locator(".stVegaLiteChart svg").evaluate_all("all => all.map(svg => svg.outerHTML).join()")
    return re.sub(r"clip\d+|param_\w+", "", drawn)


def marks(page: Page) -> list[str]:
    """What the pictures show, mark by mark: its shape, and its text."""
    shapes = "all => all.map(mark => ['d', 'transform'].map(key => mark.getAttribute(key)) + mark.textContent)"
    return list(page.locator(".stVegaLiteChart svg :is(path, text)").evaluate_all(shapes))


def test_a_cell_chooses_question_and_policy_again_and_again(open_page: OpenPage, settle: Settle) -> None:
    page = open_page(HARBOUR, height=1800)
    for question, policy in ((2, 1), (0, 2), (2, 1), (0, 0)):
        before = page.url
        cell(page, question, policy).click(force=True)
        page.wait_for_function("before => location.href !== before", arg=before)
        settle(page)
        assert asked(page, "question") == [f"Q{question + 1}"]
        assert asked(page, "policy") == [POLICIES[policy]]
        expect(page.get_by_role("radio").nth(policy)).to_have_attribute("aria-checked", "true")
    same_after_reload(page, settle)


def cell(page: Page, question: int, policy: int) -> Locator:
    """The heat map's cell in a row and a column; the first layer of rectangles has one for each, row by row."""
    chart = page.get_by_label("Every response under every policy", exact=True).first
    return chart.locator("g.mark-rect").first.locator("path").nth(3 * question + policy)


def test_an_edit_is_kept_swapped_dropped_and_undone(open_page: OpenPage, settle: Settle) -> None:
    page = open_page(HARBOUR)
    as_in_the_file = answered(page), marks(page)
    slider = page.get_by_role("slider", name=re.compile("Ann .*unlikely"))

    def press(button: str) -> None:
        page.get_by_role("button", name=re.compile(button)).click()
        settle(page)

    def move(key: str) -> None:
        before = asked(page, "set")
        slider.focus()
        page.keyboard.press(key)
        page.wait_for_function(CHANGED, arg=",".join(before))
        settle(page)

    move("End")
    high = answered(page)
    assert asked(page, "set") == [f"{NUDGE}=8.4"]
    press("Keep as variant B")
    assert asked(page, "b") == [f"{NUDGE}=8.4"]
    move("Home")
    low = answered(page)
    assert (asked(page, "set"), asked(page, "b")) == ([f"{NUDGE}=-5.3"], [f"{NUDGE}=8.4"])
    assert len({as_in_the_file[0], high, low}) == 3
    same_after_reload(page, settle)
    press("Swap with B")
    assert (answered(page), asked(page, "set"), asked(page, "b")) == (high, [f"{NUDGE}=8.4"], [f"{NUDGE}=-5.3"])
    press("Swap with B")
    assert (answered(page), asked(page, "set"), asked(page, "b")) == (low, [f"{NUDGE}=-5.3"], [f"{NUDGE}=8.4"])
    press("Drop B")
    assert (answered(page), asked(page, "b")) == (low, [])
    press("Undo Ann")
    assert asked(page, "set") == []
    assert (answered(page), marks(page)) == as_in_the_file
    same_after_reload(page, settle)


@pytest.mark.slow
def test_answers_are_brought_up_to_date(open_page: OpenPage, settle: Settle) -> None:
    page = open_page(f"{HARBOUR}&set={NUDGE}%3D1.7")  # a value of no other test: what is worked out is kept for all
    button = page.get_by_role("button", name=re.compile(r"^Bring \d+ answers? up to date"))
    expect(button).to_have_count(1)
    before = pictures(page)
    button.click()
    expect(button).to_have_count(0)
    settle(page)
    assert pictures(page) != before
    same_after_reload(page, settle)
