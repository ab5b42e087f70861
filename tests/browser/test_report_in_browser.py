"""A report and a picture as files, opened without a network: no request leaves, axe-core finds nothing, it prints."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from axe import violations
from playwright.sync_api import Browser, Page
from served import ROOT
from told_harbour import SEEN, TEXT, VIEWS, hostile

from sim.scenario.file.read import read
from sim.show.pictures.draw import draw
from sim.show.pictures.picture_file import write_picture
from sim.show.report.report import report

HARBOUR = ROOT / "tests" / "dashboard" / "harbour.yaml"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("files")
    for name, text in (("s.yaml", TEXT + VIEWS), ("hostile.yaml", hostile()), ("seen.yaml", SEEN)):
        (made / name).write_text(text, encoding="utf-8")
    report(made / "s.yaml", draws=100, evidence=made / "seen.yaml").write(made / "report.html")
    report(made / "hostile.yaml", draws=100).write(made / "hostile.html")
    picture = draw(read(HARBOUR), "heatmap", draws=100)
    (made / "picture.html").write_bytes(write_picture(picture, read(HARBOUR), [], date(2026, 1, 1), ".html"))
    return made


@pytest.fixture
def offline(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """A page without a network, and what it asks for or complains of."""
    context = browser.new_context(offline=True, viewport={"width": 1000, "height": 900})
    page, troubles = context.new_page(), []
    page.on("request", lambda request: troubles.append(request.url))
    page.on("console", lambda message: troubles.append(message.text))
    page.on("dialog", lambda dialog: troubles.append(dialog.message))
    yield page, troubles
    context.close()


@pytest.mark.parametrize("name", ["report.html", "hostile.html", "picture.html"])
def test_no_request_leaves_and_axe_finds_nothing(offline: tuple[Page, list[str]], folder: Path, name: str) -> None:
    page, troubles = offline
    address = (folder / name).as_uri()
    page.goto(address)
    assert troubles == [address]
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == [], scheme
    page.set_viewport_size({"width": 390, "height": 844})
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert name == "picture.html" or wide <= 390
    assert [one for one in troubles[1:] if one.startswith(("http", "file"))] == []


def test_it_prints_a_sheet_a_question(offline: tuple[Page, list[str]], folder: Path) -> None:
    """An overview, four pages, and how it was made: on A4, in light inks whatever the screen has."""
    page, _ = offline
    page.emulate_media(color_scheme="dark")
    page.goto((folder / "report.html").as_uri())
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 6
    sizes = {tuple(map(round, map(float, box.split()))) for box in re.findall(rb"/MediaBox\s*\[([^\]]*)\]", printed)}
    assert sizes == {(0, 0, 595, 842)}
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.querySelector('.mean')).fill") == "rgb(26, 28, 36)"
