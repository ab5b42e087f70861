"""The page in Firefox: it opens, a key moves a slider with its picture and the address, and a phone holds it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from bidi import Firefox, Tab
from page_scripts import OVER_THE_EDGE, UNTIL_STILL

OpenTab = Callable[..., Tab]
DRAWN = "() => document.querySelector('.stVegaLiteChart svg')?.getBoundingClientRect().height > 20"
PICTURE = "() => document.querySelector('.stVegaLiteChart svg')?.innerHTML"
SLIDERS = "[role=slider], input[type=range]"
FOCUS = "(css, place) => document.querySelectorAll(css)[place].focus()"
PLACE = "(css, name) => [...document.querySelectorAll(css)].findIndex(slider => slider.ariaLabel.includes(name))"
SHOWN = "() => document.activeElement.getAttribute('aria-valuetext')"


@pytest.fixture
def open_tab(firefox: Firefox, server: str) -> Iterator[OpenTab]:
    """Opens the page and waits for its first picture and its sliders; every trouble of the page fails the test."""
    tabs: list[Tab] = []

    def opened(query: str, *, width: int = 1400) -> Tab:
        tab = firefox.tab(width=width)
        tabs.append(tab)
        tab.open(f"{server}?{query}")
        tab.wait_for(DRAWN)
        tab.wait_for("css => document.querySelectorAll(css).length", SLIDERS)
        tab.evaluate(UNTIL_STILL, 0.6)
        return tab

    firefox.troubles(server)
    yield opened
    troubles = firefox.troubles(server)
    for tab in tabs:
        tab.close()
    assert troubles == []


def test_a_key_moves_a_slider_its_picture_and_the_address_in_firefox(open_tab: OpenTab) -> None:
    tab = open_tab("scenario=harbour&draws=100&policy=close&question=Q1")
    before = tab.evaluate(PICTURE)
    place = tab.evaluate(PLACE, SLIDERS, "Ann")
    tab.evaluate(FOCUS, SLIDERS, place)
    file = tab.evaluate(SHOWN)
    tab.press("ArrowRight")
    tab.wait_for("file => document.activeElement.getAttribute('aria-valuetext') !== file", file)
    one = tab.wait_for("() => new URLSearchParams(location.search).get('set')")
    tab.wait_for(f"before => ({PICTURE})() !== before", before)
    tab.evaluate(UNTIL_STILL, 0.6)
    assert tab.evaluate("css => document.activeElement.matches(css)", SLIDERS), "the focus is gone"
    moved = tab.evaluate(SHOWN)
    tab.press("ArrowLeft", "ArrowLeft")
    tab.wait_for("one => ![null, one].includes(new URLSearchParams(location.search).get('set'))", one)
    tab.press("ArrowRight", "ArrowRight")
    tab.wait_for("one => new URLSearchParams(location.search).get('set') === one", one)
    tab.open(tab.evaluate("() => location.href"))
    tab.wait_for(DRAWN)
    tab.wait_for("(css, n) => document.querySelectorAll(css).length > n", SLIDERS, place)
    tab.evaluate(UNTIL_STILL, 0.6)
    tab.evaluate(FOCUS, SLIDERS, place)
    assert tab.evaluate(SHOWN) == moved != file


def test_nothing_hangs_over_the_edge_of_a_phone_in_firefox(open_tab: OpenTab) -> None:
    tab = open_tab("scenario=venezuela-2025&policy=strikes&question=Q6&draws=200", width=390)
    tab.evaluate("() => { for (const fold of document.querySelectorAll('summary')) fold.click(); }")
    tab.wait_for("() => !document.querySelector('details:not([open])')")
    tab.evaluate(UNTIL_STILL, 0.6)
    assert tab.evaluate("() => innerWidth") == 390
    assert tab.evaluate(OVER_THE_EDGE) == []
