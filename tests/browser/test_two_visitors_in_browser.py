"""Two visitors of one server: what one does, the other does not see."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlparse

from playwright.sync_api import Page, expect

from sim.dashboard.forecast.whose import WAITING

OpenPage = Callable[..., Page]
Settle = Callable[[Page], None]
CHANGED = "before => new URLSearchParams(location.search).getAll('set').sort().join() !== before"
VIEW = "scenario=harbour&draws=100&policy=close&question=Q1"


def edits(page: Page) -> list[str]:
    """What a visitor's address changes."""
    return sorted(parse_qs(urlparse(page.url).query).get("set", []))


def stands(page: Page) -> dict[str, str]:
    """Where every slider stands, and what is said: all that an edit could change.

    What the live region says is left out: it tells a move, and after a reload there was none.
    """
    page.wait_for_function("text => !document.body.innerText.includes(text)", arg=WAITING)  # until the visitor rests
    thumbs = page.get_by_role("slider").all()
    places = {str(thumb.get_attribute("aria-label")): str(thumb.get_attribute("aria-valuetext")) for thumb in thumbs}
    main = page.get_by_test_id("stMain")
    text = main.inner_text()
    for spoken in main.get_by_role("status").all_inner_texts():
        text = text.replace(spoken, "")
    return places | {"page": text}


def press(page: Page, name: str, key: str, settle: Settle) -> None:
    before = edits(page)
    page.get_by_role("slider", name=re.compile(name)).first.focus()
    page.keyboard.press(key)
    page.wait_for_function(CHANGED, arg=",".join(before))
    settle(page)


def test_two_visitors_do_not_see_each_other_s_edits(open_page: OpenPage, settle: Settle) -> None:
    ann, bob = open_page(VIEW, stranger=True), open_page(VIEW, stranger=True)
    as_in_the_file = stands(bob)
    press(ann, "Ann .*unlikely", "ArrowRight", settle)
    anns = stands(ann)
    assert edits(ann) == ["judgments.J1.nudge=0.1"]
    assert anns != as_in_the_file
    settle(bob)
    assert (edits(bob), stands(bob)) == ([], as_in_the_file)

    press(bob, "Ann .*unlikely", "ArrowLeft", settle)
    bobs = stands(bob)
    assert edits(bob) == ["judgments.J1.nudge=-0.1"]
    assert bobs not in (anns, as_in_the_file)
    settle(ann)
    assert (edits(ann), stands(ann)) == (["judgments.J1.nudge=0.1"], anns)

    bob.get_by_role("radio", name=re.compile("^talk")).click()
    expect(bob).to_have_url(re.compile("policy=talk"))
    settle(bob)
    ann.reload()
    expect(ann.get_by_role("slider").first).to_be_visible()
    settle(ann)
    assert (edits(ann), stands(ann)) == (["judgments.J1.nudge=0.1"], anns)
    expect(ann).to_have_url(re.compile("policy=close"))


def test_two_windows_of_one_visitor_are_two_as_well(open_page: OpenPage, settle: Settle) -> None:
    first = open_page(VIEW)
    as_in_the_file = stands(first)
    second = first.context.new_page()
    second.goto(first.url)
    expect(second.get_by_role("slider").first).to_be_visible()
    settle(second)
    press(second, "Ann .*unlikely", "End", settle)
    settle(first)
    assert (edits(first), stands(first)) == ([], as_in_the_file)
    assert stands(second) != as_in_the_file
