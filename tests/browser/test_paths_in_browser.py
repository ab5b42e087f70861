"""Page Paths in a browser: by keyboard alone, after a reload and Back, for two visitors, and as wide as a telephone."""

from __future__ import annotations

import re
from collections.abc import Callable

from page_scripts import OVER_THE_EDGE
from playwright.sync_api import Page, expect
from test_keyboard_in_browser import tab_to

OpenPage = Callable[..., Page]
Settle = Callable[[Page], None]
VIEW = "scenario=harbour&draws=100&policy=close"
CROWDED = """() => {  // a swatch stands before a key
    const texts = [...document.querySelectorAll('.st-key-alluvial svg .mark-text text')];
    const boxes = texts.map(text => text.getBoundingClientRect());
    const right = document.querySelector('.st-key-alluvial .stVegaLiteChart svg').getBoundingClientRect().right;
    const told = texts.filter((text, k) => text.textContent.includes('…') || boxes[k].right > right);
    boxes.forEach((a, i) => boxes.slice(0, i).forEach((b, k) => {
        const beside = a.left - 14 < b.right && b.left - 14 < a.right;
        if (beside && a.top < b.bottom && b.top < a.bottom) told.push(texts[i], texts[k]);
    }));
    return [texts.length > 20, told.map(text => text.textContent)];
}"""
LEFT = "place => Math.round(place.getBoundingClientRect().x)"


def stories(page: Page) -> list[str]:
    return page.locator(".paths-stories li").all_inner_texts()


def test_by_keyboard_alone_and_after_reload_and_back(open_page: OpenPage, settle: Settle) -> None:
    page = open_page(VIEW, path="paths")
    first = stories(page)
    tab_to(page, page.get_by_role("radio"))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("policy=talk"))
    settle(page)
    talked = stories(page)
    tab_to(page, page.get_by_role("combobox", name="What a story tells"))
    page.keyboard.type("mood")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("tells=pressure%2Cclash%2Cmood"))
    settle(page)
    more = stories(page)
    assert len({tuple(told) for told in (first, talked, more)}) == 3
    page.keyboard.press("Escape")
    tab_to(page, page.locator("summary", has_text="The numbers"))
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile(r"half by \d+ \w+ 202"))).not_to_have_count(0)

    page.reload()
    page.locator(".paths-stories li").first.wait_for()
    settle(page)
    assert stories(page) == more
    page.go_back()
    settle(page)
    assert stories(page) == talked
    page.go_back()
    settle(page)
    assert stories(page) == first


def test_two_visitors_choose_for_themselves(open_page: OpenPage, settle: Settle) -> None:
    ann, bob = (open_page(VIEW, path="paths", stranger=True) for _ in range(2))
    before = stories(bob)
    ann.get_by_role("button", name=re.compile("(remove|delete).*pressure", re.I)).click()
    expect(ann).to_have_url(re.compile("tells=clash"))
    settle(ann)
    anns = stories(ann)
    settle(bob)
    assert stories(bob) == before != anns
    bob.get_by_role("radio", name=re.compile("^talk")).click()
    expect(bob).to_have_url(re.compile("policy=talk"))
    settle(bob)
    assert stories(bob) not in (before, anns)
    assert stories(ann) == anns


def test_on_a_telephone_nothing_is_cut_and_on_a_desk_nothing_is_indented(open_page: OpenPage, settle: Settle) -> None:
    page = open_page("scenario=venezuela-2025&draws=100&policy=strikes", path="paths", width=390)
    assert page.evaluate(CROWDED) == [True, []]
    assert page.evaluate(OVER_THE_EDGE) == []
    page.set_viewport_size({"width": 1400, "height": 1000})
    settle(page)
    assert page.evaluate(CROWDED) == [True, []]
    item, heading = page.locator(".paths-stories li").first, page.locator("h2").first
    assert item.evaluate(LEFT) == heading.evaluate(LEFT)
