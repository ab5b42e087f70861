"""What all pages share: the head with the scenario and the way to the other pages, and the view in the address.

A page is a name, a path, and a function that draws a `PageVisit`; another page is another line in `PAGES`. The page of
a sweep is there where the start found a store; it needs no scenario.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import Page

from sim.dashboard import address, page_style, picker
from sim.dashboard.address import escape
from sim.dashboard.start.preload import freeze_once
from sim.dashboard.state import State, to_query
from sim.dashboard.sweep import page as page_sweep
from sim.dashboard.visit import PageVisit, settle_visit
from sim.scenario.resolve.scenario import Scenario
from sim.show import words

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"'“])")


@dataclass(frozen=True)
class PageEntry:
    """A page: its name, its path in the address ("" for the first), and the module that draws it.

    The module is imported when the page is first drawn, so that the first page waits for no other. heading: the first
    heading; empty where the page's answer is it.
    """

    title: str
    path: str
    module: str
    heading: str = ""

    def draw(self, visit: PageVisit) -> None:
        """Draw the page."""
        if self.heading:
            st.markdown(f"# {self.heading}", anchors=False)
        import_module(self.module).draw_page(visit)


PAGES = (
    PageEntry("Forecast", "", "sim.dashboard.forecast.page"),
    PageEntry("Why", "why", "sim.dashboard.why.page"),
    PageEntry("Learn", "learn", "sim.dashboard.learn.page"),
    PageEntry("Compare", "compare", "sim.dashboard.compare.page", "Compare"),
    PageEntry("Paths", "paths", "sim.dashboard.paths.page", "Paths"),
    PageEntry("Elicit", "elicit", "sim.dashboard.elicit.page", "Give or change a judgment"),
    PageEntry("Settings", "settings", "sim.dashboard.page_settings", "Settings"),
)
SWEEP = "sweep"
"""The path of the page of a sweep."""


def draw() -> None:
    """Draw the head, and below it the page that the address names."""
    settled: list[PageVisit] = []
    stores = picker.list_stores()
    alone = bool(stores) and not picker.has_scenarios()
    pages = [] if alone else [_page(entry, settled) for entry in PAGES]
    sweep = st.Page(lambda: _draw_sweep(stores, pages), title="Sweep", url_path=SWEEP, default=alone)
    if stores:
        pages.append(sweep)
    chosen = st.navigation(pages if stores else [*pages, sweep], position="hidden")
    # No page icon: Streamlit would fetch one from elsewhere.
    st.set_page_config(page_title=f"{chosen.title} · Scenario forecasts", layout="wide")
    address.arrive(chosen.url_path)
    with _computing():
        if chosen.title == "Sweep":
            chosen.run()
            return
        visit = _head(pages)
        if visit is not None:
            settled.append(visit)
            _run(chosen, visit)
    freeze_once()


@contextmanager
def _computing() -> Iterator[None]:
    """While it runs, and after half a second of it, the page says in a corner that it computes."""
    page_style.lay_out()
    with ExitStack() as shown:
        with st.container(key="computing"):
            shown.enter_context(st.spinner("Computing"))
        yield


def _page(entry: PageEntry, settled: list[PageVisit]) -> Page:
    """The page for Streamlit; it finds its visit in `settled`, which is filled before it is run."""
    return st.Page(
        lambda: entry.draw(settled[0]), title=entry.title, url_path=entry.path or "forecast", default=not entry.path
    )


def _draw_sweep(stores: Mapping[str, Path], pages: list[Page]) -> None:
    """The page of a sweep, with the ways to the others in its head."""
    row = st.container(horizontal=True, vertical_alignment="center", gap="small", key="choices")
    _draw_ways(pages, row.container(horizontal=True, gap="xsmall", width="content", key="pages"))
    if stores:
        page_sweep.draw_page(stores, row)
    else:  # an address from elsewhere
        st.info("There is no sweep beside these scenarios: `sim batch` makes one.")


def _draw_ways(pages: list[Page], place: DeltaGenerator) -> None:
    """A link a page. Each has the view in its address, which Streamlit's own menu would drop."""
    query = to_query(address.read_state())
    for page in pages:
        place.page_link(page, query_params=query)


def _run(page: Page, visit: PageVisit) -> None:
    """Draw a page; whatever goes wrong there, the ways and the choices are in the head."""
    try:
        page.run()
    except Exception:
        visit.draw_choices()
        raise


def _head(pages: list[Page]) -> PageVisit | None:
    """What stands above every page; None where there is nothing to draw, and the head says why.

    The page draws the ways and the choices, when it likes (`PageVisit.draw_choices`).
    """
    state = address.read_state()
    row = st.container(horizontal=True, vertical_alignment="center", gap="small", key="choices")
    ways = row.container(horizontal=True, gap="xsmall", width="content", key="pages")
    pick = picker.pick_scenario(state, row)

    @cache  # once
    def draw_choices() -> None:
        pick.draw_choice()
        _draw_ways(pages, ways)

    def draw_way(path: str, text: str, **view: Any) -> None:
        page = next(page for page in pages if page.url_path == path)
        query = to_query(replace(address.read_state(), **view))
        st.page_link(page, label=text, icon=":material/arrow_forward:", query_params=query)

    visit = None if pick.found is None else _settled(*pick.found, row, draw_choices, draw_way)
    if visit is None:
        draw_choices()
    return visit


def write_intro(file: Scenario) -> str:
    """What the scenario is, in its own first sentence, and its date, as Markdown."""
    about = _SENTENCE.split(file.description or "", maxsplit=1)[0]
    stop = "" if file.title.endswith((".", "?", "!")) else "."
    told = [f"**{escape(file.title)}{stop}**", escape(about), f"As of {words.day(file.as_of)}."]
    if file.retrospective:
        told.append("*Retrospective: written after the fact.*")
    return " ".join(part for part in told if part)


def _settled(
    state: State, file: Scenario, row: DeltaGenerator, draw_choices: Callable[[], None],
    draw_way: Callable[..., None],
) -> PageVisit | None:  # fmt: skip
    with st.container(key="about"):
        st.caption(write_intro(file))
    # A box of its own for what comes and goes: were the sliders to move up, the keyboard's focus would be lost.
    visit = settle_visit(state, file, row, st.container(key="problems"), draw_choices, draw_way)
    if visit.state.policy and visit.state.question:
        return visit
    st.info("This scenario has no policy or no question: there is nothing to forecast.")
    return None
