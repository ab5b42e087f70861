"""Every kind of slider under the keyboard: thumb, address and forecast say one thing, and the focus stays."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Locator, Page, expect

from sim.priors import judgment_priors
from sim.results.forecast.run import forecast
from sim.scenario import edit
from sim.scenario.file import read
from sim.show import words

OpenPage = Callable[..., Page]
Settle = Callable[[Page], None]
HARBOUR = "scenario=harbour&draws=100"
FILE = read.read(Path(__file__).parents[1] / "dashboard" / "harbour.yaml")


def sentence(edits: Mapping[str, str], question: str, policy: str) -> str:
    """What the library answers to the same edits."""
    changed = edit.edit(FILE, {path: edit.parse(text) for path, text in edits.items()})
    answer = forecast(changed, draws=100, policies=[policy]).answers[policy, question]
    return words.sentence(answer, "").replace(" %", "\u00a0%")


def edits(page: Page) -> dict[str, str]:
    """What the address changes."""
    pairs = (pair.partition("=") for pair in parse_qs(page.evaluate("location.search").lstrip("?")).get("set", []))
    return {path: text for path, _, text in pairs}


def agree(page: Page, slider: Locator, shown: str, path: str, value: str | None, question: str, policy: str) -> None:
    """Thumb, address and forecast, each waited for; then the focus."""
    expect(slider).to_have_attribute("aria-valuetext", shown)
    page.wait_for_function(
        "([path, value]) => value === ((new URLSearchParams(location.search).getAll('set')"
        ".map(pair => pair.split('=')).find(pair => pair[0] === path) || [])[1] ?? null)",
        arg=[path, value],
    )
    told = sentence(edits(page), question, policy)
    expect(page.get_by_text("interval").first).to_contain_text(told)
    expect(slider).to_have_attribute("aria-valuetext", shown)
    assert slider.evaluate("thumb => thumb === document.activeElement"), (path, value, "the focus is gone")


WEIGHT = [  # key, thumb, address; the file's weight is 1
    ("ArrowRight", "1.05", "1.05"), ("ArrowRight", "1.10", "1.1"), ("ArrowLeft", "1.05", "1.05"),
    ("ArrowLeft", "1.00", None), ("ArrowLeft", "0.95", "0.95"), ("End", "3.00", "3"), ("ArrowRight", "3.00", "3"),
    ("ArrowLeft", "2.95", "2.95"), ("Home", "0.00", "0"), ("ArrowLeft", "0.00", "0"), ("ArrowRight", "0.05", "0.05"),
]  # fmt: skip
NUDGE = [  # Ann's "unlikely", 18 %
    ("ArrowRight", "19.5 %", "0.1"), ("ArrowLeft", "18.0 %", None), ("ArrowLeft", "16.6 %", "-0.1"),
    ("End", "99.90 %", "8.4"), ("ArrowRight", "99.90 %", "8.4"), ("Home", "0.11 %", "-5.3"),
    ("ArrowLeft", "0.11 %", "-5.3"), ("ArrowRight", "0.12 %", "-5.2"),
]  # fmt: skip
SPLIT = [("ArrowLeft", "9.1 %", "-0.1"), ("ArrowRight", "10.0 %", None), ("ArrowRight", "10.9 %", "0.1")]


@pytest.mark.slow
def test_thumb_address_and_forecast_agree_at_every_key(open_page: OpenPage) -> None:
    page = open_page(f"{HARBOUR}&policy=close&question=Q1")
    for policy, name, path, walk in (
        ("close", "Ann .* weight", "experts.ann.weight", WEIGHT),
        ("close", "Ann .*unlikely", "judgments.J1.nudge", NUDGE),
        ("talk", "The author .*split", "judgments.J4.nudge", SPLIT),
    ):
        page.get_by_role("radio", name=policy).click()
        slider = page.get_by_role("slider", name=re.compile(name))
        slider.focus()
        for key, shown, value in walk:
            page.keyboard.press(key)
            agree(page, slider, shown, path, value, "Q1", policy)


def test_the_focus_stays_where_a_box_above_comes_or_goes(open_page: OpenPage) -> None:
    """A value clamped and said; the last voice that cannot be silenced; both told above the sliders."""
    page = open_page(f"{HARBOUR}&policy=close&question=Q2&set=experts.ann.weight%3D1e308&set=experts.past.weight%3D0")
    expect(page.get_by_text("lies beyond the slider's end; 3 is used.")).to_be_visible()
    ann, author = (page.get_by_role("slider", name=re.compile(f"{name} .*weight")) for name in ("Ann", "The author"))
    assert (ann.get_attribute("aria-valuetext"), edits(page)["experts.ann.weight"]) == ("3.00", "3")
    expect(page.get_by_text("interval").first).to_contain_text(sentence(edits(page), "Q2", "close"))
    ann.focus()
    page.keyboard.press("Home")
    agree(page, ann, "0.00", "experts.ann.weight", "0", "Q2", "close")
    expect(page.get_by_text("lies beyond the slider's end")).to_have_count(0)
    page.get_by_role("combobox", name="Question").click()
    page.get_by_role("option").first.click()
    bob = page.get_by_role("slider", name=re.compile("Bob .*weight"))
    bob.focus()
    page.keyboard.press("Home")
    agree(page, bob, "0.00", "experts.bob.weight", "0", "Q1", "close")
    author.focus()
    page.keyboard.press("Home")
    expect(page.get_by_text("every weight is 0")).to_be_visible()
    expect(author).to_have_attribute("aria-valuetext", "0.25")  # the file's, which is in use
    assert author.evaluate("thumb => thumb === document.activeElement")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("every weight is 0")).to_have_count(0)
    agree(page, author, "0.30", "experts.author.weight", "0.3", "Q1", "close")


@pytest.mark.slow
def test_other_labels_leave_the_thumb_at_its_value(open_page: OpenPage, settle: Settle) -> None:
    """Another book moves every per cent of a slider, and a browser knows its places by these alone."""
    page = open_page(f"{HARBOUR}&policy=close&question=Q1")
    slider = page.get_by_role("slider", name=re.compile("Ann .*unlikely"))
    slider.focus()
    page.keyboard.press("ArrowRight")
    agree(page, slider, "19.5 %", "judgments.J1.nudge", "0.1", "Q1", "close")
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
    assert slider.get_attribute("aria-valuetext") == f"{100 * median:.1f} %" != "19.5 %"
    expect(page.get_by_text("interval").first).to_contain_text(sentence(edits(page), "Q1", "close"))
    for _ in range(3):
        page.go_back()
    expect(slider).to_have_attribute("aria-valuetext", "19.5 %")
