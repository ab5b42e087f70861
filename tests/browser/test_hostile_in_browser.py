"""In a browser nothing that a stranger sends acts: no dialog, no request, no link; nor do Streamlit's routes."""

from __future__ import annotations

import http.client
import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Page, expect

OpenPage = Callable[..., Page]
Settle = Callable[[Page], None]
HARBOUR = Path(__file__).parents[1] / "dashboard" / "harbour.yaml"
SCRIPT = "<script>alert(1)</script><img src=https://evil.example/x onerror=alert(1)>"
ADDRESSES = (
    f"scenario={quote(SCRIPT)}", f"policy={quote(SCRIPT)}", f"set={quote('judgments.J1.says=' + SCRIPT)}",
    "scenario=../../etc/passwd", "policy=let_it_run&draws=5000&worlds=512&set=timeline.steps%3D520",
    f"set={quote('title=[a](https://evil.example)')}", "embed_options=javascript:alert(1)",
)  # fmt: skip
ROUTES = (
    "/../../etc/passwd", "/..%2f..%2fetc/passwd", "/static/..%2f..%2f..%2fetc/passwd", "/media/..%2f..%2fapp.py",
    "/app/static/..%2f..%2fapp.py",
    "/component/x/..%2f..%2fapp.py", "/_stcore/upload_file/a/b", "/%00", "//evil.example/",
)  # fmt: skip


def led_away(page: Page) -> list[str]:
    """Links and pictures of the page that lead to a stranger's place; the page's own links hold the address's text."""
    script = """() => [...document.querySelectorAll('.stMain a[href], .stMain img[src], .stMain script')]
        .filter(e => !(e.href || e.src || '').startsWith(location.origin) && /evil|script/i.test(e.outerHTML))
        .map(e => e.outerHTML.slice(0, 120))"""
    found: list[str] = page.evaluate(script)
    return found


@pytest.mark.parametrize("query", ADDRESSES, ids=range(len(ADDRESSES)))
def test_an_address_does_not_act(open_page: OpenPage, query: str) -> None:
    """A dialog or a request that leaves fails the test by itself."""
    page = open_page(query if "scenario=" in query else f"scenario=harbour&draws=100&{query}")
    assert led_away(page) == []


def test_names_in_an_upload_are_shown_and_do_not_act(open_page: OpenPage, settle: Settle, tmp_path: Path) -> None:
    """A dialog or a request that leaves fails the test by itself."""
    names = (SCRIPT, "see https://evil.example/x", "www.evil.example", "a.b@evil.example", "[a](https://evil.example)")
    text = HARBOUR.read_text(encoding="utf-8")
    title = '"A *made-up* harbour [dispute](https://example.org)"'
    places = ('"Ann *Star*"', "Bob", "Past disputes", "label: Mood", title)
    for place, name in zip(places, names, strict=True):
        text = text.replace(place, ("label: " if place.startswith("label") else "") + f"'{name}'")
    text = text.replace("Are shots *fired* by", "Are www.evil.example and https://evil.example fired by")
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    page = open_page("scenario=harbour&draws=100")
    page.get_by_role("button", name="Upload").click()
    page.locator("input[type=file]").set_input_files(tmp_path / "mine.yaml")
    expect(page).to_have_url(re.compile("scenario=uploaded"))
    page.locator(".stVegaLiteChart svg").first.wait_for()
    for name in ("Why", "Settings", "Forecast"):
        settle(page)
        page.get_by_role("link", name=name, exact=True).click()
        settle(page)
        assert led_away(page) == []


@pytest.mark.parametrize(
    ("name", "content"), [("big.yaml", b"a: 1\n" * 400_000), ("a.zip", b"PK\x03\x04" + b"\0" * 2000)]
)
def test_a_file_that_is_no_scenario_is_refused_in_words(
    open_page: OpenPage, tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    page = open_page("scenario=harbour&draws=100")
    page.get_by_role("button", name="Upload").click()
    page.locator("input[type=file]").set_input_files(tmp_path / name)
    expect(page.get_by_text("This scenario cannot be used: 1 problem.")).to_be_visible()
    expect(page.locator("code", has_text=name)).to_be_visible()
    expect(page.locator(".stVegaLiteChart svg").first).to_be_visible()


@pytest.mark.parametrize("route", ROUTES)
def test_a_route_of_streamlits_gives_no_file(server: str, route: str) -> None:
    with closing(http.client.HTTPConnection(urlsplit(server).netloc, timeout=20)) as connection:
        connection.request("GET", route)
        answer = connection.getresponse()
        body = answer.read()
    assert b"root:" not in body
    assert b"sim.dashboard" not in body
    assert answer.status < 500
    assert "evil" not in (answer.getheader("Location") or "")
