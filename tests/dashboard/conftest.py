"""The page run without a browser, on a folder with one made-up scenario."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from page_paths import go_to
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[2]
HARBOUR = Path(__file__).with_name("harbour.yaml")

Page = Callable[..., AppTest]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of scenarios: one good, one with two mistakes."""
    shutil.copy(HARBOUR, tmp_path / "harbour.yaml")
    text = HARBOUR.read_text(encoding="utf-8")
    broken = text.replace("expert: bob", "expert: bop").replace("says: unlikely", "says: unlikly")
    (tmp_path / "wrong.yaml").write_text(broken, encoding="utf-8")
    return tmp_path


@pytest.fixture
def page(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    """Opens a page at an address: `page(policy="talk", set=["pool.rule=linear"])`, or `page(at="why")`."""
    monkeypatch.setattr(sys, "argv", ["app.py", str(folder)])
    before = sys.modules.get("__main__")

    def open_at(at: str = "", **query: str | list[str]) -> AppTest:
        app = AppTest.from_file(ROOT / "app.py", default_timeout=60)
        go_to(app, at)
        for key, value in {"draws": "100", **query}.items():
            app.query_params[key] = value
        app.run()
        assert not app.exception
        return app

    yield open_at
    if before is not None:
        sys.modules["__main__"] = before
