"""Every kind of slider under the keyboard: thumb, address and forecast say one thing, and the focus stays."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Locator, Page, expect

import sim
from sim.priors import judgment_priors
from sim.results.forecast.percent import percent
from sim.results.forecast.run import forecast
from sim.scenario import edit
from sim.scenario.file import read
from sim.show import words
from sim.show.explanation import pick_largest

OpenPage = Callable[..., Page]
Settle = Callable[[Page], None]
HARBOUR = "scenario=harbour&draws=100"
FILE = read.read(Path(__file__).parents[1] / "dashboard" / "harbour.yaml")


def told(edits: Mapping[str, str], question: str, policy: str) -> re.Pattern[str]:
    """What the library answers to the same edits, as the live region says it."""
    changed = edit.edit(FILE, {path: edit.parse(text) for path, text in edits.items()})
    answer = forecast(changed, draws=100, policies=[policy]).answers[policy, question]
    numbers = (re.escape(percent(answer.probability, digits)).replace("\\ ", r"\s") for digits in (1, 2, 3))
    return re.compile(f": ({'|'.join(numbers)})(, was |$)")


def edits(page: Page) -> dict[str, str]:
    """What the address changes."""
    pairs = (pair.partition("=") for pair in parse_qs(page.evaluate("location.search").lstrip("?")).get("set", []))
    return {path: text for path, _, text in pairs}


def live_region(page: Page) -> Locator:
    """What a move did."""
    return page.get_by_role("status").filter(has_text="%")


def agree(page: Page, slider: Locator, shown: str, path: str, value: str | None, question: str, policy: str) -> None:
    """Thumb, address and forecast, each waited for; then the focus."""
    expect(slider).to_have_attribute("aria-valuetext", shown)
    page.wait_for_function(
        "([path, value]) => value === ((new URLSearchParams(location.search).getAll('set')"
        ".map(pair => pair.split('=')).find(pair => pair[0] === path) || [])[1] ?? null)",
        arg=[path, value],
    )
    expect(live_region(page)).to_have_text(told(edits(page), question, policy))
    expect(slider).to_have_attribute("aria-valuetext", shown)
    assert slider.evaluate("thumb => thumb === document.activeElement"), (path, value, "the focus is gone")


WEIGHT = [  # key, thumb, address; the file's weight is 1
    ("ArrowRight", "1.05", "1.05"), ("ArrowRight", "1.10", "1.1"), ("ArrowLeft", "1.05", "1.05"),
    ("ArrowLeft", "1.00", None), ("ArrowLeft", "0.95", "0.95"), ("End", "3.00", "3"), ("ArrowRight", "3.00", "3"),
    ("ArrowLeft", "2.90", "2.9"), ("Home", "0.00", "0"), ("ArrowLeft", "0.00", "0"), ("ArrowRight", "0.10", "0.1"),
]  # fmt: skip
NUDGE = [  # Ann's "unlikely", 18 %
    ("ArrowRight", "20 % · unlikely", "0.1"), ("ArrowLeft", "18 % · unlikely", None),
    ("ArrowLeft", "17 % · unlikely", "-0.1"), ("End", "99.9 % · will happen", "8.4"),
    ("ArrowRight", "99.9 % · will happen", "8.4"), ("Home", "0.11 % · almost no chance", "-5.3"),
    ("ArrowLeft", "0.11 % · almost no chance", "-5.3"), ("ArrowRight", "0.12 % · almost no chance", "-5.2"),
]  # fmt: skip
SPLIT = [
    ("ArrowLeft", "9 % · improbable", "-0.1"), ("ArrowRight", "10 % · improbable", None),
    ("ArrowRight", "11 % · improbable", "0.1"),
]  # fmt: skip


@pytest.mark.slow
def test_thumb_address_and_forecast_agree_at_every_key(open_page: OpenPage, settle: Settle) -> None:
    page = open_page(f"{HARBOUR}&policy=close&question=Q1")
    for policy, name, path, walk in (
        ("close", "Weight of Ann", "experts.ann.weight", WEIGHT),
        ("close", "Ann .*unlikely", "judgments.J1.nudge", NUDGE),
        ("talk", "The author: 10", "judgments.J4.nudge", SPLIT),
    ):
        page.get_by_role("radio", name=policy).click()
        settle(page)  # another policy's sliders are in other places
        slider = page.get_by_role("slider", name=re.compile(name))
        slider.focus()
        for key, shown, value in walk:
            page.keyboard.press(key)
            agree(page, slider, shown, path, value, "Q1", policy)


def test_presses_faster_than_the_page_move_one_slider_alone(open_page: OpenPage, settle: Settle) -> None:
    """The browser sends back what stood over every thumb as it last saw it: none of that may be a move of another."""
    page = open_page(f"{HARBOUR}&policy=close&question=Q1")
    ann = page.get_by_role("slider", name="Weight of Ann")
    ann.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "ArrowRight", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
        page.wait_for_timeout(60)
    settle(page)
    assert edits(page) == {"experts.ann.weight": "1.2"}
    agree(page, ann, "1.20", "experts.ann.weight", "1.2", "Q1", "close")


def test_the_focus_stays_where_a_box_above_comes_or_goes(open_page: OpenPage) -> None:
    """A value clamped and said; the last voice that cannot be silenced; both told above the sliders."""
    silent = "&set=experts.past.weight%3D0&set=experts.author.weight%3D0"
    page = open_page(f"{HARBOUR}&policy=close&question=Q1&set=experts.ann.weight%3D1e308{silent}")
    expect(page.get_by_text("lies beyond the slider's end; 3 is used.")).to_be_visible()
    ann, bob = (page.get_by_role("slider", name=f"Weight of {name}") for name in ("Ann", "Bob"))
    assert (ann.get_attribute("aria-valuetext"), edits(page)["experts.ann.weight"]) == ("3.00", "3")
    expect(live_region(page)).to_have_text(told(edits(page), "Q1", "close"))
    ann.focus()
    page.keyboard.press("Home")
    agree(page, ann, "0.00", "experts.ann.weight", "0", "Q1", "close")
    expect(page.get_by_text("lies beyond the slider's end")).to_have_count(0)
    bob.focus()
    page.keyboard.press("Home")
    expect(page.get_by_text("every weight is 0")).to_be_visible()
    expect(bob).to_have_attribute("aria-valuetext", "1.00")  # the file's, which is in use
    assert bob.evaluate("thumb => thumb === document.activeElement")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("every weight is 0")).to_have_count(0)
    agree(page, bob, "1.05", "experts.bob.weight", "1.05", "Q1", "close")


def test_what_a_move_did_is_said_in_one_place_and_an_undo_leaves_the_sliders_alone(open_page: OpenPage) -> None:
    page = open_page(f"{HARBOUR}&policy=close&question=Q1")
    live = live_region(page)
    node = live.element_handle()
    slider = page.get_by_role("slider", name=re.compile("Ann .*unlikely"))
    order = page.get_by_role("slider").evaluate_all("all => all.map(one => one.getAttribute('aria-label'))")
    before = live.inner_text()
    assert ", was " not in before
    slider.focus()
    page.keyboard.press("End")
    expect(live).to_contain_text(", was ")
    undo = page.get_by_role("button", name="Undo Ann Star “unlikely”")
    expect(undo).to_be_visible()
    assert page.get_by_role("slider").evaluate_all("all => all.map(one => one.getAttribute('aria-label'))") == order
    undo.click()
    expect(live).to_contain_text(f"{before}, was ")
    expect(slider).to_have_attribute("aria-valuetext", "18 % · unlikely")
    assert live.evaluate("(now, then) => now === then", node), "another element would not be spoken"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_rail_lies_under_its_slider_and_is_seen(open_page: OpenPage, scheme: str) -> None:
    page = open_page(f"{HARBOUR}&policy=close&question=Q1", scheme=scheme)
    slots = page.locator(".st-key-rack > div:has(.rail), .st-key-rack [class*=st-key-rack-]:has(.rail)")
    for slot in slots.all():
        box = slot.bounding_box()
        assert box is not None
        assert box["height"] <= 95
    rail = page.locator(".rail").first
    assert rail.get_attribute("aria-hidden") == "true"
    assert rail.locator("i[title=unlikely]").count() == 1
    ratio = rail.evaluate(CONTRAST)
    assert ratio >= 3, ratio


CONTRAST = """rail => {
    const numbers = text => text.match(/[\\d.]+/g).map(Number);
    const light = c => { c /= 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
    const bright = rgb => 0.2126 * light(rgb[0]) + 0.7152 * light(rgb[1]) + 0.0722 * light(rgb[2]);
    const page = numbers(getComputedStyle(document.querySelector('.stApp')).backgroundColor);
    const tick = getComputedStyle(rail.querySelector('i'));
    const ink = numbers(tick.backgroundColor), part = Number(tick.opacity) * (ink[3] ?? 1);
    const drawn = [0, 1, 2].map(k => part * ink[k] + (1 - part) * page[k]);
    const pair = [bright(drawn), bright(page)].sort((a, b) => b - a);
    return (pair[0] + 0.05) / (pair[1] + 0.05);
}"""


@pytest.mark.slow
def test_other_labels_leave_the_thumb_at_its_value(open_page: OpenPage, settle: Settle) -> None:
    """Another book moves every per cent of a slider, and a browser knows its places by these alone."""
    page = open_page(f"{HARBOUR}&policy=close&question=Q1")
    slider = page.get_by_role("slider", name=re.compile("Ann .*unlikely"))
    slider.focus()
    page.keyboard.press("ArrowRight")
    agree(page, slider, "20 % · unlikely", "judgments.J1.nudge", "0.1", "Q1", "close")
    settle(page)  # a menu that opens on a page that is still being drawn is taken away again
    page.get_by_role("link", name="Settings").click()
    settle(page)
    page.get_by_role("combobox", name="Lexicon").click()
    page.get_by_role("option", name=re.compile("ICD 203|icd203")).first.click()
    expect(page).to_have_url(re.compile("lexicon"))
    settle(page)
    page.get_by_role("link", name="Forecast").click()
    slider.wait_for()
    settle(page)
    median = judgment_priors.judgments(edit.edit(FILE, {"lexicon": "icd203", "judgments.J1.nudge": 0.1}))["J1"].median
    assert median is not None
    assert slider.get_attribute("aria-valuetext") == f"{100 * median:.0f} % · unlikely" != "20 % · unlikely"
    expect(live_region(page)).to_have_text(told(edits(page), "Q1", "close"))
    for _ in range(3):
        page.go_back()
    expect(slider).to_have_attribute("aria-valuetext", "20 % · unlikely")


def test_whose_answer_it_is_follows_when_the_visitor_stops(open_page: OpenPage) -> None:
    """Before that the page says of which values its sentence is; the focus stays; a reload says the same."""
    page = open_page(f"{HARBOUR}&policy=close&question=Q1")
    whose = page.locator(".st-key-voices")
    expect(whose).to_contain_text("Rests on ")
    first = whose.inner_text()
    ann = page.get_by_role("slider", name=re.compile("Ann .*unlikely"))
    ann.focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(300)
    expect(whose).to_contain_text("follows when you stop moving")
    expect(whose).not_to_contain_text("follows when you stop moving")
    made = sim.explain(edit.edit(FILE, {"judgments.J1.nudge": 0.4}), "Q1", policy="close", draws=100)
    for one in pick_largest(made.sentences):
        expect(whose).to_contain_text(f"({words.whole_share(one.share)}")
    assert whose.inner_text() != first
    assert ann.evaluate("thumb => thumb === document.activeElement")
    after = whose.inner_text()
    page.reload()
    expect(whose).to_have_text(re.compile("^Rests on "))
    assert whose.inner_text() == after
