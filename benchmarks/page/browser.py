"""A real headless Chromium, and the script in the page that times one key."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.page.server import Server

ANY_CHART = ".stVegaLiteChart"
CHART = ".st-key-readings .stVegaLiteChart"  # the one beside the sliders
NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
# From a key to the frame that shows the last change of a chart, and of anything on the page but the sign that it runs.
_WATCH = """css => {
    const told = window.told = {pressed: null, chart: null, all: null, last: performance.now()};
    window.watch?.disconnect();
    window.watch = new MutationObserver(records => {
        let chart = false, any = false;
        for (const record of records) {
            const place = record.target.nodeType === 1 ? record.target : record.target.parentElement;
            if (!place || place.closest('[data-testid=stStatusWidget], [data-testid=stHeader], head')) continue;
            any = true;
            chart ||= place.closest(css) !== null;
        }
        if (!any) return;
        told.last = performance.now();
        requestAnimationFrame(() => {
            if (told.pressed === null) return;
            told.all = performance.now() - told.pressed;
            if (chart) told.chart = told.all;
        });
    });
    window.watch.observe(document.body, {subtree: true, childList: true, attributes: true, characterData: true});
    addEventListener('keydown', event => { told.pressed ??= event.timeStamp; }, {once: true, capture: true});
}"""
_AT_REST = """quiet => window.told.pressed !== null && performance.now() - window.told.last > quiet
    && document.querySelector('[data-test-script-state]').dataset.testScriptState === 'notRunning'"""


@dataclass(frozen=True)
class Move:
    """One press of a key on a slider.

    chart, everything: milliseconds to the last change of the chart beside the sliders (None where the move left it as
        it was), and of anything on the page.
    cpu: milliseconds of the server's process. sent: bytes from the server.
    """

    chart: float | None
    everything: float
    cpu: float
    sent: int


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=next(filter(None, map(shutil.which, NAMES))), args=FLAGS)
        yield browser
        browser.close()


class Visitor:
    """A page of a browser that moves the sliders of a server's page."""

    def __init__(self, browser: Browser, server: Server, query: str, chart: str, width: int = 1400) -> None:
        self.server, self.chart, self._sent = server, chart, 0
        self.page: Page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
        self.page.set_default_timeout(90_000)
        self.page.on("websocket", lambda socket: socket.on("framereceived", self._count))
        self.page.goto(f"{server.address}?{query}")
        self.page.locator(f"{chart} svg").first.wait_for()
        self._watch()
        self.page.evaluate("told.pressed = 0")
        self._rest()

    def _count(self, frame: str | bytes) -> None:
        self._sent += len(frame)

    def _watch(self) -> None:
        self.page.evaluate(_WATCH, self.chart)

    def _rest(self, quiet: float = 700) -> None:
        self.page.wait_for_function(_AT_REST, arg=quiet, polling=50)

    def move(self, slider: int) -> Move:
        """One step to the right, or to the left at the right end, of the slider in that place (0 for the first)."""
        thumb = self.page.get_by_role("slider").nth(slider)
        thumb.focus()
        at_end = thumb.evaluate("thumb => thumb.value === thumb.max")
        self._watch()
        cpu, self._sent = self.server.cpu(), 0
        self.page.keyboard.press("ArrowLeft" if at_end else "ArrowRight")
        self._rest()
        told = self.page.evaluate("told")
        return Move(told["chart"], told["all"], 1000 * (self.server.cpu() - cpu), self._sent)

    def follow(self, slider: int, css: str, waiting: str) -> Move:
        """A move, to where a place no longer says that it waits: what follows once the visitor has stopped."""
        cpu = self.server.cpu()
        move = self.move(slider)
        self.page.wait_for_function(
            "([css, text]) => !document.querySelector(css)?.innerText.includes(text)", arg=[css, waiting], polling=20
        )
        ended = self.page.evaluate("performance.now() - told.pressed")
        self._rest()
        return Move(None, ended, 1000 * (self.server.cpu() - cpu) - move.cpu, 0)
