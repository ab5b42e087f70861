"""A real server and real browsers: Debian's Chromium, driven by Playwright, and its Firefox; nothing is downloaded."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator

import pytest
from bidi import Firefox, start
from page_scripts import UNTIL_STILL
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, expect, sync_playwright
from served import ROOT, serve_folder

HARBOUR = ROOT / "tests" / "dashboard" / "harbour.yaml"
NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--process-per-site",  # the pages of all tests find the program of the page compiled
]  # fmt: skip

OpenPage = Callable[..., Page]

expect.set_options(timeout=30_000)  # a busy machine is no failure


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        pytest.skip(f"no Chromium found ({', '.join(NAMES)}): install Debian's package chromium")
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=program, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    program = next(filter(None, map(shutil.which, ("firefox-esr", "firefox"))), None)
    if program is None:
        pytest.skip("no Firefox found: install Debian's package firefox-esr")
    with start(program, tmp_path_factory.mktemp("firefox")) as started:
        yield started


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a dashboard that serves the made-up harbour, the flagship and that of eleven variables."""
    folder = tmp_path_factory.mktemp("scenarios")
    shutil.copy(HARBOUR, folder)
    shutil.copytree(ROOT / "scenarios" / "venezuela-2025", folder / "venezuela-2025")
    shutil.copy(ROOT / "tests" / "scenarios" / "valid" / "flagship-11.yaml", folder)
    with serve_folder(folder, tmp_path_factory) as address:
        yield address


@pytest.fixture(scope="session")
def known_visitor(browser: Browser, server: str) -> Iterator[BrowserContext]:
    """Somebody who has been here: the files of the page are in the cache, and a first tab stays open."""
    context = browser.new_context()
    context.new_page().goto(f"{server}_stcore/health")
    yield context
    context.close()


@pytest.fixture
def open_page(browser: Browser, server: str, known_visitor: BrowserContext) -> Iterator[OpenPage]:
    """Opens the dashboard at an address and waits for the first picture, or what `ready` names.

    Nothing that a test leaves in the browser but the cache is there in the next; `stranger=True` opens in a browser of
    its own. Every trouble of the page fails the test, and so does a dialog of the browser's.
    """
    troubles: list[str] = []
    strangers = []

    def opened(
        query: str = "", *, path: str = "", width: int = 1400, height: int = 1000, scheme: str = "light",
        ready: str = ".stVegaLiteChart svg", stranger: bool = False,
    ) -> Page:  # fmt: skip
        context = browser.new_context() if stranger else known_visitor
        strangers.extend([context] if stranger else [])
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        page.set_default_timeout(60_000)
        page.on("dialog", lambda dialog: _refuse(dialog, troubles))
        page.on("console", lambda message: troubles.append(message.text) if _is_trouble(message) else None)
        page.on("request", lambda request: None if request.url.startswith((server, "ws", "data:", "blob:"))
                else troubles.append(f"fetched from elsewhere: {request.url}"))  # fmt: skip
        page.goto(f"{server}{path}?{query}")
        page.locator(ready).first.wait_for()
        until_still(page)
        return page

    yield opened
    for context in strangers:
        context.close()
    _forget(known_visitor)
    assert troubles == []


def _forget(visitor: BrowserContext) -> None:
    """Close every tab but the first, and empty what a page may keep in a browser."""
    first, *others = visitor.pages
    for page in others:
        page.close()
    visitor.clear_cookies()
    first.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")


def _refuse(dialog: Dialog, troubles: list[str]) -> None:
    troubles.append(f"a dialog: {dialog.message}")
    dialog.dismiss()


def _is_trouble(message: ConsoleMessage) -> bool:
    """An error; but not that Streamlit, opened at the path of a page, first looks below that path for its server."""
    looked = re.search(r"/\w+/_stcore/(health|host-config)$", message.location["url"])
    return message.type == "error" and not looked


@pytest.fixture
def settle() -> Callable[[Page], None]:
    return until_still


def until_still(page: Page, quiet: float = 0.6) -> None:
    """Wait until the page has not changed for a while."""
    page.evaluate(UNTIL_STILL, quiet)
