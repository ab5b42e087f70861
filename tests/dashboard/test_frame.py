"""The frame: every page has the same view in its address, and links that keep it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import parse_qs

import pytest
from page_parts import part
from page_paths import go_to
from streamlit.testing.v1 import AppTest

from sim.dashboard.frame import PAGES
from sim.dashboard.state import from_query

Page = Callable[..., AppTest]
PATHS = [entry.path for entry in PAGES]
VIEW = {
    "scenario": "harbour", "policy": "let_it_run", "question": "Q3", "sort": "change",
    "set": ["experts.past.weight=2", "judgments.J1.nudge=0.4"], "b": ["pool.rule=linear"],
}  # fmt: skip


def told(app: AppTest) -> str:
    return "\n".join(element.value for kind in (app.markdown, app.caption, app.code) for element in kind)


@pytest.mark.parametrize("path", PATHS)
def test_every_page_opens_at_a_pasted_address(page: Page, path: str) -> None:
    app = page(at=path, **VIEW)
    assert app.selectbox(key="scenario").value == "harbour"
    assert app.segmented_control(key="policy").value == "let_it_run"
    assert not app.error
    assert not app.warning


@pytest.mark.parametrize("path", PATHS)
def test_every_page_has_one_first_heading(page: Page, path: str) -> None:
    headings = [text.value for text in page(at=path, **VIEW).markdown if text.value.startswith("# ")]
    assert len(headings) == 1, headings


@pytest.mark.parametrize("path", PATHS)
def test_every_link_of_every_page_keeps_the_view(page: Page, path: str) -> None:
    app = page(at=path, **VIEW)
    links = app.get("page_link")
    assert [link.proto.page for link in part(app, "pages").get("page_link")] == [entry.path for entry in PAGES]
    further = {"": ["why"], "why": ["learn"]}.get(path, [])
    assert sorted(link.proto.page for link in links) == sorted([entry.path for entry in PAGES] + further)
    asked = from_query({key: [value] if isinstance(value, str) else value for key, value in VIEW.items()})
    days = []
    for link in links:
        view = from_query(parse_qs(link.proto.query_string) | {"draws": ["1000"]})
        assert replace(view, learn_day="") == asked
        days += [view.learn_day] if view.learn_day else []
    assert days == (["2025-12-24"] if path == "why" else [])  # nothing is seen by then: Learn has the same number


def test_a_view_is_the_same_from_page_to_page(page: Page) -> None:
    app = page(**VIEW)
    before = dict(app.query_params)
    for path in [*PATHS[1:], *PATHS, ""]:
        go_to(app, path).run()
        assert not app.exception
        assert dict(app.query_params) == before
        assert app.segmented_control(key="policy").value == "let_it_run"
    assert app.select_slider(key="harbour:judgments.J1.nudge").value == 0.4


def test_what_is_changed_on_one_page_is_changed_on_all(page: Page) -> None:
    app = page()
    app.segmented_control(key="policy").set_value("talk").run()
    go_to(app, "settings").run()
    assert "--policy talk" in app.code[-1].value
    app.segmented_control(key="pool.rule").set_value("linear").run()
    go_to(app, "why").run()
    app.selectbox(key="question").set_value("Q2").run()
    go_to(app, "").run()
    assert app.selectbox(key="question").value == "Q2"
    assert app.query_params["set"] in ("pool.rule=linear", ["pool.rule=linear"])
    assert [button.key for button in app.button if str(button.key).startswith("undo:")] == ["undo:harbour:pool.rule"]


def test_an_upload_stays_from_page_to_page(page: Page, folder: object) -> None:
    app = page()
    content = (folder / "harbour.yaml").read_bytes().replace(b"A *made-up* harbour", b"My own harbour")  # type: ignore[operator]
    app.file_uploader(key="upload").set_value(("mine.yaml", content, "application/yaml")).run()
    for path in ("why", "settings", ""):
        go_to(app, path).run()
        assert "My own harbour" in told(app)
