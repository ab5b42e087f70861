"""The first page as a person has it: a slider moves the pictures, the address remembers, a bad file stops nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from page_scripts import OVER_THE_EDGE
from playwright.sync_api import Page, expect

from sim.show.charts.ink import DARK, LIGHT

OpenPage = Callable[..., Page]
Settle = Callable[[Page], None]
HARBOUR = "scenario=harbour&draws=100"
PICTURES = ("worlds", "readings", "heatmap", "ladder")


def pictures(page: Page) -> list[str]:
    """The four pictures as drawn, without the numbers of clip paths and the roles that Vega sets now and then."""
    drawn = (page.locator(f".st-key-{name} svg.marks").first.inner_html() for name in PICTURES)
    return [re.sub(r"clip\d+|param_\w+|role=\"[\w-]+\"", "", svg) for svg in drawn]


def answer(page: Page) -> list[str]:
    """The sentence and the line below it."""
    return [page.locator("h1").inner_text(), page.locator(".st-key-answer p").first.inner_text()]


def spoken(page: Page) -> str:
    """What the live region says; marks of Markdown may be shown in it or left away."""
    told = page.locator("[role=status][aria-live]", has_text="under policy")
    assert told.locator("em").count() == 0
    return told.inner_text().replace("\u00a0", " ").replace("*", "")


def test_a_slider_changes_pictures_answer_and_address_and_undo_brings_the_files_back(
    open_page: OpenPage, settle: Settle
) -> None:
    page = open_page(HARBOUR)
    before, said = pictures(page), answer(page)
    assert re.fullmatch(r"Are shots fired .*: [\d.]+ %", spoken(page))
    page.evaluate("window.region = document.querySelector('[role=status][aria-live=polite]')")
    slider = page.get_by_role("slider", name=re.compile("Ann .*unlikely"))
    shown = slider.get_attribute("aria-valuetext")
    slider.focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile(r"set=judgments\.J1\.nudge%3D0\.4(&|$)"))
    expect(page.get_by_role("button", name="Undo Ann Star “unlikely”")).to_be_visible()
    settle(page)
    assert all(now != then for now, then in zip(pictures(page), before, strict=True))
    assert answer(page) != said
    assert re.fullmatch(r"Are shots fired .*: [\d.]+ %, was [\d.]+ %", spoken(page))
    assert page.evaluate("window.region.isConnected"), "another live region is not spoken"
    assert slider.get_attribute("aria-valuetext") != shown
    page.get_by_role("button", name="Undo Ann Star “unlikely”").click()
    expect(slider).to_have_attribute("aria-valuetext", str(shown))
    expect(page).to_have_url(re.compile(r"draws=100$"))
    settle(page)
    assert answer(page) == said
    assert pictures(page)[:2] == before[:2]


def test_a_reload_and_a_link_restore_the_view(open_page: OpenPage, settle: Settle) -> None:
    edits = "set=experts.past.weight%3D2&set=judgments.J5.nudge%3D0.4&b=judgments.J5.nudge%3D-0.4"
    page = open_page(f"{HARBOUR}&policy=let_it_run&question=Q2&sort=probability&{edits}")
    shown, drawn = answer(page), pictures(page)
    page.reload()
    page.locator(".st-key-ladder svg.marks").first.wait_for()
    settle(page)
    assert (answer(page), pictures(page)) == (shown, drawn)
    for name in ("Undo weight of Past disputes", "Undo Ann Star “likely”", "Undo all"):
        expect(page.get_by_role("button", name=name)).to_be_visible()
    expect(page.get_by_role("button", name="Swap with B")).to_be_visible()
    expect(page.get_by_role("slider", name=re.compile("angry"))).to_have_attribute("aria-valuetext", re.compile("%"))


def test_a_bad_upload_is_told_and_the_page_lives_on(open_page: OpenPage, tmp_path: Path) -> None:
    bad = tmp_path / "mine.yaml"
    text = (Path(__file__).parents[1] / "dashboard" / "harbour.yaml").read_text(encoding="utf-8")
    bad.write_text(text.replace("expert: bob", "expert: bop"), encoding="utf-8")
    page = open_page(HARBOUR)
    page.get_by_role("button", name="Upload").click()
    page.locator("input[type=file]").set_input_files(bad)
    expect(page.get_by_text("This scenario cannot be used: 1 problem.")).to_be_visible()
    expect(page.locator("code", has_text="mine.yaml:")).to_contain_text("did you mean 'bob'")
    expect(page.locator("input[type=file]")).to_have_count(0)  # the box is closed, or it would cover the problems
    expect(page.locator("h1")).to_contain_text("Are shots")  # the last good view
    page.get_by_role("button", name="Put away").click()
    expect(page.get_by_text("cannot be used")).to_have_count(0)
    expect(page.locator("h1")).to_contain_text("Are shots")


def test_the_upload_box_names_one_limit(open_page: OpenPage) -> None:
    page = open_page(HARBOUR)
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_text("up to 1 MB")).to_be_visible()
    expect(page.get_by_text(re.compile(r"\d\s?MB")).filter(visible=True)).to_have_count(1)
    expect(page.locator("input[type=file]")).to_be_attached()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pictures_have_the_page_s_inks_and_a_name_for_those_who_do_not_see_them(
    open_page: OpenPage, scheme: str
) -> None:
    page = open_page(HARBOUR, scheme=scheme)
    for name in (
        "One hundred worlds under each policy", "Are shots *fired* by 21 January 2026? under policy close",
        "Every response under every policy", "Every answer under the chosen policy",
    ):  # fmt: skip
        expect(page.get_by_label(name, exact=True).first).to_be_attached()
    paper = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    ink = page.locator(".st-key-ladder svg.marks text", has_text="Is the public angry").first.get_attribute("fill")
    dark_page = sum(map(int, re.findall(r"\d+", paper)[:3])) < 3 * 128
    assert dark_page == (scheme == "dark")
    assert ink == (DARK if dark_page else LIGHT).ink


def test_nothing_hangs_over_the_edge(open_page: OpenPage, settle: Settle) -> None:
    page = open_page("scenario=venezuela-2025&policy=strikes&question=Q6&draws=200&set=judgments.S14.nudge%3D0.5")
    settle(page)  # a click while the page is being drawn anew is lost
    page.locator("summary", has_text="Over time").click()
    expect(page.locator(".stVegaLiteChart svg")).to_have_count(5)
    fits(page, settle, 1400, 1024, 768, 640, 390)


@pytest.mark.slow
def test_nothing_hangs_over_the_edge_of_the_other_pages(open_page: OpenPage, settle: Settle) -> None:
    view = "scenario=venezuela-2025&policy=strikes&question=Q6&draws=200&set=judgments.S14.nudge%3D0.5"
    page = open_page(view, path="why")
    settle(page)
    page.locator("summary", has_text="What no expert said").click()
    expect(page.locator("details[open]")).to_have_count(1)
    fits(page, settle, 1400, 390)
    page.get_by_role("link", name="Settings").click()
    page.get_by_label("Seed", exact=True).wait_for()
    fits(page, settle, 390, 1400)


def fits(page: Page, settle: Settle, *widths: int) -> None:
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        settle(page)
        assert page.evaluate("innerWidth") == width
        assert page.evaluate(OVER_THE_EDGE) == [], width
