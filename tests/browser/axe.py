"""What axe-core says of a page, as it stands and with what opens open."""

from __future__ import annotations

from collections.abc import Callable

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = Axe()
CLOSED = "details:not([open]) > summary:visible"  # what is folded on a telephone alone is not there elsewhere
OPEN_PLAIN = "document.querySelectorAll('details.why-fold').forEach(fold => { fold.open = true; })"
# Streamlit's own: the box for files has no role and yet a name.
KNOWN = [("presentation-role-conflict", "stFileUploaderDropzone")]

Settle = Callable[[Page], None]


def violations(page: Page) -> list[str]:
    """What axe-core says of the page as it stands: rule, and the places."""
    found = AXE.run(page, options={"resultTypes": ["violations"]}).response["violations"]
    places = [(one["id"], node["html"][:160]) for one in found for node in one["nodes"]]
    news = [(rule, html) for rule, html in places if not any(rule == known and part in html for known, part in KNOWN)]
    return [f"{rule}: {html}" for rule, html in news]


def open_folds(page: Page, settle: Settle) -> None:
    """Open every expander, and those inside; a click while the page is being drawn is lost, so one at a time.

    Folds that the browser opens by itself are opened together, since the page does not hear of them.
    """
    page.evaluate(OPEN_PLAIN)
    while page.locator(CLOSED).count():
        summary = page.locator(CLOSED).first
        handle = summary.element_handle()
        summary.click()
        page.wait_for_function("summary => !summary.isConnected || summary.parentElement.open", arg=handle)
        settle(page)
        page.evaluate(OPEN_PLAIN)
