"""The page run without a browser, on a folder with one made-up scenario."""

from __future__ import annotations

import functools
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from page_paths import go_to
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[2]
HARBOUR = Path(__file__).with_name("harbour.yaml")

Page = Callable[..., AppTest]


@pytest.fixture(scope="session", autouse=True)
def scan_once() -> Iterator[None]:
    """Every new `AppTest` reads the metadata of all installed packages, as a server does when it starts; here one does.

    It looks for Streamlit components in them, finds the same each time, and takes longer than a page.
    """
    with pytest.MonkeyPatch.context() as patch:
        scan = manifest_scanner.scan_component_manifests
        patch.setattr(manifest_scanner, "scan_component_manifests", functools.cache(scan))
        yield


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
