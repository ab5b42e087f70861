"""Sliders and the picture that they move are on one screen, wide or narrow, wherever the page is scrolled to."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from page_scripts import UNFOLD
from playwright.sync_api import FloatRect, Locator, Page, expect

OpenPage = Callable[..., Page]
Settle = Callable[[Page], None]
FLAGSHIP = "scenario=venezuela-2025&policy=strikes&question=Q6&draws=200&set=judgments.S14.nudge%3D0.5"


def box(place: Locator) -> FloatRect:
    found = place.bounding_box()
    assert found is not None
    return found


def scroll(page: Page, settle: Settle, place: Locator) -> None:
    """Put the top of a place near the top of the screen, as a person would."""
    place.evaluate("place => place.scrollIntoView({block: 'start'})")
    settle(page)


def test_wide_the_sliders_stand_beside_every_picture(open_page: OpenPage, settle: Settle) -> None:
    page = open_page(FLAGSHIP, width=1400, height=900)
    page.locator(".st-key-ladder svg.marks").wait_for()
    first, move = page.get_by_role("slider").first, page.locator(".st-key-move")
    heading = box(page.locator("h1"))
    assert heading["y"] + heading["height"] < 300
    for name in ("answer", "worlds", "readings", "heatmap", "ladder"):
        place = page.locator(f".st-key-{name}")
        if name != "answer":
            scroll(page, settle, place)
        picture, slider, column = box(place), box(first), box(move)
        assert 0 <= slider["y"], name
        assert slider["y"] + slider["height"] <= 900, name
        assert 0 <= picture["y"] + picture["height"], name
        assert picture["y"] < 900, name
        assert picture["x"] + picture["width"] <= column["x"], name
        assert 0 <= column["y"] < 200, name
    readings = page.locator(".st-key-readings svg.marks")
    scroll(page, settle, page.locator("h1"))
    assert box(page.locator(".st-key-cards"))["y"] + 80 < 900
    assert box(readings)["y"] + box(readings)["height"] <= 900, "the readings are on the first screen"


def test_narrow_the_sliders_are_a_band_that_stays_and_leaves_room_for_the_picture(
    open_page: OpenPage, settle: Settle
) -> None:
    page = open_page(FLAGSHIP, width=390, height=844)
    page.locator(".st-key-ladder svg.marks").wait_for()
    page.evaluate(UNFOLD)
    settle(page)
    first, band = page.get_by_role("slider").first, page.locator(".st-key-move")
    for name in ("answer", "cards", "worlds", "readings"):
        place = page.locator(f".st-key-{name}")
        scroll(page, settle, place)
        picture, slider, fixed = box(place), box(first), box(band)
        assert fixed["y"] + fixed["height"] == pytest.approx(844, abs=1), name
        assert fixed["y"] <= slider["y"], name
        assert slider["y"] + slider["height"] <= 844, name
        assert picture["y"] >= -1, name
        assert picture["y"] + picture["height"] <= fixed["y"] + 1, name
        assert 0 <= slider["x"], name
        assert slider["x"] + slider["width"] <= 390, name
    assert box(page.locator("h1"))["y"] < 844
    last = page.locator("summary", has_text="Over time")
    last.scroll_into_view_if_needed()
    page.locator("[data-testid=stMain]").evaluate("main => main.scrollTo(0, main.scrollHeight)")
    settle(page)
    assert box(last)["y"] + box(last)["height"] <= box(band)["y"], "the band hides the end of the page"


def test_narrow_the_sliders_are_folded_until_they_are_asked_for(open_page: OpenPage, settle: Settle) -> None:
    page = open_page("scenario=harbour&draws=100", width=390, height=844)
    settle(page)
    band, sliders, fold = page.locator(".st-key-move"), page.get_by_role("slider"), page.locator(".move-fold summary")
    expect(fold).to_have_text("Change what was said")
    assert box(band)["height"] <= 48
    expect(sliders).to_have_count(0)  # neither seen nor heard
    page.locator("[data-testid=stMain]").evaluate("main => main.scrollTo(0, main.scrollHeight)")
    settle(page)
    last = box(page.locator("summary", has_text="Over time"))
    assert 0 <= box(band)["y"] - last["y"] - last["height"] <= 80, "an empty band at the end of the page"
    fold.focus()
    page.keyboard.press("Enter")
    slider = page.get_by_role("slider", name=re.compile("Ann .*unlikely"))
    before = page.locator("h1").inner_text()
    slider.focus()
    page.keyboard.press("End")
    expect(page.locator("h1")).not_to_have_text(before)
    settle(page)
    assert box(band)["height"] > 100, "a move folds it"
    assert slider.evaluate("thumb => thumb === document.activeElement")
    fold.click()
    expect(sliders).to_have_count(0)


@pytest.mark.parametrize("width", [1400, 1024])
def test_wide_a_move_leaves_the_sliders_where_they_are(open_page: OpenPage, settle: Settle, width: int) -> None:
    page = open_page("scenario=venezuela-2025&policy=strikes&question=Q6&draws=200", width=width, height=900)
    sliders = page.get_by_role("slider")
    expect(sliders).to_have_count(6)
    settle(page)
    rack = page.locator(".st-key-rack")
    before = box(rack)["y"]
    for place in (0, 1, 2):
        sliders.nth(place).focus()
        page.keyboard.press("ArrowRight")
        expect(page.locator(".st-key-edits button")).to_have_count(place + 1)
        settle(page)
        page.locator("[data-testid=stColumn]:has(.st-key-move)").evaluate("column => column.scrollTo(0, 0)")
        assert box(rack)["y"] == pytest.approx(before, abs=1)
        shown = page.locator(".st-key-edits p").evaluate_all(CUT)
        assert shown == [], "a cut label"


CUT = """all => all.map(text => text.parentElement).filter(box => box.scrollWidth > box.clientWidth + 1)
    .map(box => box.innerText)"""


def test_narrow_the_next_slider_peeks_and_the_last_can_be_reached(open_page: OpenPage, settle: Settle) -> None:
    page = open_page(FLAGSHIP, width=390, height=844)
    page.evaluate(UNFOLD)
    sliders = page.get_by_role("slider")
    expect(sliders).to_have_count(6)
    assert box(sliders.first)["x"] < 390
    assert page.locator(".st-key-rack-1").evaluate("next => next.getBoundingClientRect().left") < 390
    sliders.last.focus()
    page.keyboard.press("ArrowRight")
    settle(page)
    last = box(sliders.last)
    assert 0 <= last["x"]
    assert last["x"] < 390
    assert 0 <= last["y"]
    assert last["y"] + last["height"] <= 844
    assert sliders.last.evaluate("thumb => thumb === document.activeElement")


@pytest.mark.parametrize(("width", "height"), [(1400, 900), (390, 844)])
def test_the_focus_stays_on_the_slider_while_edits_appear_above_it(
    open_page: OpenPage, settle: Settle, width: int, height: int
) -> None:
    page = open_page("scenario=harbour&draws=100", width=width, height=height)
    page.evaluate(UNFOLD)
    slider = page.get_by_role("slider", name=re.compile("Ann .*unlikely"))
    slider.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
        settle(page)
        assert slider.evaluate("thumb => thumb === document.activeElement")
        place = box(slider)
        assert 0 <= place["y"]
        assert place["y"] + place["height"] <= height
