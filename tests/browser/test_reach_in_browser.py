"""Nothing lies over what can be pressed, on a telephone, a tablet and a desk."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from page_scripts import COVERED, OVER_THE_EDGE
from playwright.sync_api import Page

OpenPage = Callable[..., Page]
Settle = Callable[[Page], None]
SIZES = [(390, 844), (1024, 768), (1400, 900)]


@pytest.mark.parametrize("path", ["", *(pytest.param(path, marks=pytest.mark.slow) for path in ("why", "settings"))])
def test_what_can_be_pressed_lies_open(open_page: OpenPage, settle: Settle, path: str) -> None:
    edits = "set=judgments.J1.nudge%3D0.5&b=judgments.J1.nudge%3D-0.5"
    query = f"scenario=harbour&draws=100&policy=close&question=Q1&{edits}"
    width, height = SIZES[0]
    page = open_page(query, path=path, width=width, height=height, ready="[data-testid=stMain] input")
    told: dict[tuple[int, int], list[object]] = {}
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        settle(page)
        assert page.evaluate("innerWidth") == width
        told[width, height] = [*page.evaluate(COVERED), *page.evaluate(OVER_THE_EDGE)]
    assert {size: places for size, places in told.items() if places} == {}
