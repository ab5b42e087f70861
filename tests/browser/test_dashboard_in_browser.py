"""The dashboard as a person has it: a slider moves the picture, the address remembers, a bad file stops nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from sim.show.charts.ink import DARK, LIGHT

OpenPage = Callable[..., Page]
Settle = Callable[[Page], None]
HARBOUR = "scenario=harbour&draws=100"


def picture(page: Page) -> str:
    """The ladder as drawn."""
    return page.locator(".stVegaLiteChart svg").first.inner_html()


def question(page: Page) -> str:
    return page.locator("h4").inner_text()


def wait_for_another(page: Page, before: str) -> None:
    page.wait_for_function(
        "before => (document.querySelector('.stVegaLiteChart svg') || {}).innerHTML !== before", arg=before
    )


def click_row(page: Page, text: str) -> None:
    page.locator(".stVegaLiteChart svg text", has_text=text).first.click(force=True)


def test_a_slider_changes_the_picture_and_the_address_and_reset_all_brings_the_files_back(open_page: OpenPage) -> None:
    page = open_page(HARBOUR)
    before, said = picture(page), page.get_by_text("90 % interval").first.inner_text()
    slider = page.get_by_role("slider", name=re.compile("Ann .*unlikely"))
    assert slider.get_attribute("aria-valuetext") == "18.0 %"
    slider.focus()
    page.keyboard.press("ArrowRight")
    wait_for_another(page, before)
    expect(page.get_by_text("1 value differs from the file")).to_be_visible()
    assert page.get_by_text("90 % interval").first.inner_text() != said
    assert slider.get_attribute("aria-valuetext") == "19.5 %"
    expect(page).to_have_url(re.compile(r"set=judgments\.J1\.nudge%3D0\.1(&|$)"))
    moved = picture(page)
    page.get_by_role("button", name="Reset all").click()
    wait_for_another(page, moved)
    expect(page.get_by_text("All values are the file's.")).to_be_visible()
    assert strip_ids(picture(page)) == strip_ids(before)


def test_a_reload_and_a_link_restore_the_view(open_page: OpenPage) -> None:
    edits = "set=experts.past.weight%3D2&set=judgments.J5.nudge%3D0.4"
    page = open_page(f"{HARBOUR}&policy=let_it_run&question=Q2&{edits}")
    shown = (question(page), page.get_by_text("90 % interval").first.inner_text())
    before = picture(page)
    page.reload()
    page.locator(".stVegaLiteChart svg").first.wait_for()
    expect(page.get_by_text("2 values differ from the file")).to_be_visible()
    assert (question(page), page.get_by_text("90 % interval").first.inner_text()) == shown
    expect(page.get_by_role("slider", name=re.compile("angry"))).to_have_attribute("aria-valuetext", re.compile("%"))
    wait_for_another(page, "")
    assert strip_ids(picture(page)) == strip_ids(before)


def strip_ids(svg: str) -> str:
    """A drawing without the numbers that the browser gives its clip paths."""
    return re.sub(r"clip\d+|param_\w+", "", svg)


def test_a_click_on_a_row_selects_its_question_again_and_again(open_page: OpenPage, settle: Settle) -> None:
    page = open_page(HARBOUR)
    settle(page)
    click_row(page, "Is the public angry")
    expect(page.locator("h4")).to_contain_text("Is the public angry")
    settle(page)
    click_row(page, "Is there a battle")
    expect(page.locator("h4")).to_contain_text("Is there a battle")
    settle(page)
    page.get_by_role("combobox", name="Question").click()
    page.get_by_role("option").first.click()
    expect(page.locator("h4")).to_contain_text("Are shots")
    settle(page)
    click_row(page, "Is there a battle")
    expect(page.locator("h4")).to_contain_text("Is there a battle")
    settle(page)
    page.go_back()
    expect(page.locator("h4")).to_contain_text("Are shots")


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
    page.get_by_role("combobox", name="Scenario").click()
    page.get_by_role("option", name="harbour").click()
    page.locator(".stVegaLiteChart svg").first.wait_for()
    expect(page.get_by_text("cannot be used")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_picture_has_the_page_s_inks_and_its_text_for_those_who_do_not_see_it(
    open_page: OpenPage, scheme: str
) -> None:
    page = open_page(HARBOUR, scheme=scheme)
    text = re.compile("^4 answers under policy close, from ")
    expect(page.get_by_label(text).first).to_be_attached()
    paper = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    ink = page.locator(".stVegaLiteChart svg text", has_text="Is the public angry").first.get_attribute("fill")
    dark_page = sum(map(int, re.findall(r"\d+", paper)[:3])) < 3 * 128
    assert dark_page == (scheme == "dark")
    assert ink == (DARK if dark_page else LIGHT).ink


@pytest.mark.parametrize("width", [390, pytest.param(1400, marks=pytest.mark.slow)])
def test_nothing_hangs_over_the_edge(open_page: OpenPage, settle: Settle, width: int) -> None:
    page = open_page("scenario=venezuela-2025&policy=strikes&question=Q6&set=judgments.S14.nudge%3D0.5", width=width)
    settle(page)  # a click while the page is being drawn anew is lost
    page.locator("summary", has_text="Over time").click()
    expect(page.locator(".stVegaLiteChart svg")).to_have_count(2)
    fits(page, settle, width)
    page.get_by_role("link", name="Why").click()
    for number, fold in enumerate(("Judgments", "What no expert said"), start=2):
        settle(page)
        page.locator("summary", has_text=fold).click()
        expect(page.locator("details[open]")).to_have_count(number)
    fits(page, settle, width)
    page.get_by_role("link", name="Settings").click()
    page.get_by_label("Seed", exact=True).wait_for()
    fits(page, settle, width)


def fits(page: Page, settle: Settle, width: int) -> None:
    settle(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    over = """width => [...document.querySelectorAll('h4, p, label, button, svg, [role=slider], pre')]
        .filter(e => !e.closest('table') && e.getBoundingClientRect().right > width + 1)
        .map(e => e.outerHTML.slice(0, 90))"""
    assert page.evaluate(over, width) == []
