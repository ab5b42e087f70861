"""Choosing on the first page: by a cell, a row, a card and the Question box, again and again, and Back undoes it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

OpenPage = Callable[..., Page]
Settle = Callable[[Page], None]
TITLES = {"Q1": "Are shots", "Q2": "Is the public angry", "Q3": "Is there a battle"}
NAMES = {"close": "close", "talk": "talk", "let_it_run": "let it run"}


@pytest.fixture
def page(open_page: OpenPage, settle: Settle) -> Page:
    opened = open_page("scenario=harbour&draws=100&policy=close&question=Q1")
    opened.locator(".st-key-ladder svg.marks").first.wait_for()
    settle(opened)
    return opened


def cell(page: Page, policy: str, question: str) -> Locator:
    tells = f'[aria-label*="Question: {TITLES[question]}"][aria-label*="Policy: {NAMES[policy]};"]'
    return page.locator(f".st-key-heatmap svg.marks {tells}").first


def card(page: Page, policy: str) -> Locator:
    return page.locator(".st-key-cards").get_by_role("radio", name=re.compile(f"^{NAMES[policy]} ", re.I))


def shows(page: Page, settle: Settle, policy: str, question: str) -> None:
    """Address, answer, card, box and live region say one thing, and still do when the page is at rest."""
    for _ in range(2):
        expect(page).to_have_url(re.compile(rf"policy={policy}&question={question}(&|$)"))
        expect(page.locator("h1")).to_contain_text(f"under policy {NAMES[policy]}: {TITLES[question]}")
        expect(card(page, policy)).to_have_attribute("aria-checked", "true")
        expect(page.get_by_role("radio", checked=True)).to_have_count(1)
        expect(page.get_by_role("combobox", name="Question")).to_have_value(re.compile(TITLES[question]))
        expect(page.locator("[role=status]", has_text="under policy")).to_contain_text(TITLES[question])
        settle(page)


def test_a_cell_sets_policy_and_question_again_and_again_and_they_stay(page: Page, settle: Settle) -> None:
    """The card once set the policy back."""
    for policy, question in (("let_it_run", "Q3"), ("talk", "Q2"), ("close", "Q3")):
        cell(page, policy, question).click(force=True)
        shows(page, settle, policy, question)
    card(page, "talk").click()
    shows(page, settle, "talk", "Q3")
    cell(page, "close", "Q3").click(force=True)  # the cell that was clicked last
    shows(page, settle, "close", "Q3")
    page.go_back()
    shows(page, settle, "talk", "Q3")


def test_the_number_in_a_cell_is_the_cell(page: Page, settle: Settle) -> None:
    place = cell(page, "talk", "Q2").bounding_box()
    assert place is not None
    page.locator(".st-key-heatmap").scroll_into_view_if_needed()
    place = cell(page, "talk", "Q2").bounding_box()
    assert place is not None
    page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    shows(page, settle, "talk", "Q2")


def test_a_row_sets_its_question_again_and_again(page: Page, settle: Settle) -> None:
    def click_row(question: str) -> None:
        page.locator(".st-key-ladder svg.marks text", has_text=TITLES[question]).first.click(force=True)

    for question in ("Q2", "Q3"):
        click_row(question)
        shows(page, settle, "close", question)
    page.get_by_role("combobox", name="Question").scroll_into_view_if_needed()
    settle(page)  # a list that is opened while the page moves is shut again
    page.get_by_role("combobox", name="Question").click()
    page.get_by_role("option").first.click()
    shows(page, settle, "close", "Q1")
    click_row("Q3")
    shows(page, settle, "close", "Q3")
    page.go_back()
    shows(page, settle, "close", "Q1")


def test_cards_choose_by_click_and_back_takes_one_step_each(page: Page, settle: Settle) -> None:
    for policy in ("talk", "let_it_run", "close"):
        card(page, policy).click()
        shows(page, settle, policy, "Q1")
    for policy in ("let_it_run", "talk", "close"):
        page.go_back()
        shows(page, settle, policy, "Q1")


def test_a_variant_is_kept_swapped_and_dropped_and_back_undoes_each(page: Page, settle: Settle) -> None:
    slider = page.get_by_role("slider", name=re.compile("Ann .*unlikely"))
    slider.focus()
    page.keyboard.press("End")
    expect(page).to_have_url(re.compile(r"set=judgments\.J1\.nudge%3D8\.4"))
    settle(page)
    page.get_by_role("button", name="Keep as variant B").click()
    expect(page).to_have_url(re.compile(r"b=judgments\.J1\.nudge%3D8\.4"))
    settle(page)
    page.get_by_role("button", name="Undo Ann").click()
    expect(page.get_by_text("Hollow: the same in variant B.")).to_be_visible()
    settle(page)
    far = slider.get_attribute("aria-valuetext")
    page.get_by_role("button", name="Swap with B").click()
    expect(slider).not_to_have_attribute("aria-valuetext", str(far))
    expect(page).to_have_url(re.compile(r"set=judgments\.J1\.nudge%3D8\.4$"))
    settle(page)
    page.go_back()
    expect(slider).to_have_attribute("aria-valuetext", str(far))
    expect(page).to_have_url(re.compile(r"b=judgments\.J1\.nudge%3D8\.4$"))
    settle(page)
    page.get_by_role("button", name="Drop B").click()
    expect(page.get_by_text("Hollow:")).to_have_count(0)
    expect(page).to_have_url(re.compile(r"draws=100$|question=Q1(&draws=100)?$"))


def test_marked_answers_are_brought_up_to_date_by_their_button(page: Page, settle: Settle) -> None:
    page.get_by_role("slider", name=re.compile("Ann .*unlikely")).focus()
    page.keyboard.press("Home")
    button = page.get_by_role("button", name="Bring 6 answers up to date")
    expect(button).to_be_visible()
    settle(page)
    expect(page.locator(".st-key-heatmap svg.marks text", has_text=re.compile(r"^\?$"))).to_have_count(6)
    button.click()
    expect(button).to_have_count(0)
    expect(page.locator(".st-key-heatmap svg.marks text", has_text=re.compile(r"^\?$"))).to_have_count(0)
