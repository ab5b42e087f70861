"""How long until the first chart: of `sim dashboard` from its command, and for a later visitor with an empty cache.

    python -m benchmarks.page.start [--runs 3] [--path PAGE] [--chart CSS] [--query QUERY] [--rest]

Beside it, in the same run and in turn, an empty Streamlit app with one chart. The page is asked for as soon as the
server answers, by a browser that is already there; files are warm, as on any start but the first after a boot.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from playwright.sync_api import Browser

from benchmarks.page.browser import ANY_CHART, CHART, chromium
from benchmarks.page.server import DASHBOARD, EMPTY, Server, serve
from benchmarks.timing import load

HEAD = "| what | page | empty app | difference | bar | |\n| --- | ---: | ---: | ---: | ---: | --- |"
COLD_BAR, LATER_BAR = (4.0, 1.5), (1.5, 0.7)  # seconds: as it is, or more than the empty app
_DRAWN = "css => (document.querySelector(`${css} svg`)?.getBoundingClientRect().height ?? 0) > 20"


@dataclass(frozen=True)
class Start:
    """Seconds. answers: from the command to the server's first answer; cold: from the command to the first chart;
    visit: from the first visit to that chart; later: from a second visitor's visit to its chart. cpu: of the server
    until then."""

    answers: float
    cold: float
    visit: float
    later: float
    cpu: float


def start(browser: Browser, command: Sequence[str], view: str, chart: str, *, rest: bool = False) -> Start:
    """One server started, visited by two visitors one after the other, and stopped.

    view: path and query. rest: whether the first visitor comes when the server has nothing left to do.
    """
    with serve(command) as server:
        if rest:
            _rest(server)
        asked = time.perf_counter()
        _see(browser, server, view, chart)
        seen = time.perf_counter()
        _rest(server)
        again = time.perf_counter()
        _see(browser, server, view, chart)
        later = time.perf_counter() - again
        return Start(asked - server.started, seen - server.started, seen - asked, later, server.cpu())


def _rest(server: Server, most: float = 30) -> None:
    """Wait until the server has nothing left to do: a later visitor comes later than what the start still works on."""
    for _ in range(int(most)):
        before = server.cpu()
        time.sleep(1)
        if server.cpu() - before < 0.05:
            return


def _see(browser: Browser, server: Server, view: str, chart: str) -> None:
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    page = context.new_page()
    page.goto(f"{server.address}{view}", wait_until="commit")
    page.wait_for_function(_DRAWN, arg=chart, timeout=90_000)
    context.close()


def table(starts: Mapping[str, Sequence[Start]]) -> str:
    """The medians, with differences and bars, as Markdown."""
    rows = []
    bars = {"cold": COLD_BAR, "later": LATER_BAR}
    for field, name in (
        ("answers", "command to the server's answer, s"), ("cold", "command to the first chart, s"),
        ("visit", "first visit to its chart, s"), ("later", "later visitor, empty cache, s"),
        ("cpu", "server CPU, both visits, s"),
    ):  # fmt: skip
        here, floor = (statistics.median(getattr(one, field) for one in starts[app]) for app in ("page", "empty"))
        bar, met = "", ""
        if field in bars:
            plain, more = bars[field]
            bar, met = f"{plain:g} or + {more:g}", "met" if here <= max(plain, floor + more) else "missed"
        rows.append(f"| {name} | {here:.2f} | {floor:.2f} | {here - floor:+.2f} | {bar} | {met} |")
    return "\n".join((HEAD, *rows))


def main() -> None:
    """Print the table."""
    words = argparse.ArgumentParser(description="How long until the first chart.")
    words.add_argument("--runs", type=int, default=3)
    words.add_argument("--chart", default=CHART, help="the page's first chart, as CSS")
    words.add_argument("--path", default="", help="of the page; the first one")
    words.add_argument("--query", default="", help="the address of the view; the opening one")
    words.add_argument("--rest", action="store_true", help="visit when the server has nothing left to do")
    asked = words.parse_args()
    print(f"median of {asked.runs}; before: {load()}")
    view = f"{asked.path.lstrip('/')}?{asked.query}"
    starts: dict[str, list[Start]] = {"page": [], "empty": []}
    with chromium() as browser:
        for _ in range(asked.runs):
            starts["page"].append(start(browser, DASHBOARD, view, asked.chart, rest=asked.rest))
            starts["empty"].append(start(browser, EMPTY, "", ANY_CHART, rest=asked.rest))
    print(f"after: {load()}\n\n{table(starts)}")


if __name__ == "__main__":
    main()
