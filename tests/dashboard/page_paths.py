"""Tests go from page to page."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash


def go_to(app: AppTest, path: str) -> AppTest:
    """The next run is of the page of that path, as after a link; `AppTest.switch_page` knows pages of files alone."""
    app._page_hash = calc_hash(path or "forecast")
    return app
