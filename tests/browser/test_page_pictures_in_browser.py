"""The pictures of the page in docs/page: all there, small, and (before a release) like the page."""

from __future__ import annotations

import runpy
import shutil
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser
from served import serve_folder

SCRIPT = runpy.run_path(str(Path(__file__).parents[2] / "docs" / "make_page.py"))
FOLDER, NAMES, problems = SCRIPT["FOLDER"], SCRIPT["names"](), SCRIPT["problems"]


def test_every_picture_is_there_and_all_are_small() -> None:
    assert list(problems({})) == []
    for name, (width, height, _) in NAMES.items():
        with Image.open(FOLDER / name) as picture:
            assert picture.size == (width, height)


@pytest.mark.slow
def test_the_pictures_are_like_the_page(
    browser: Browser, server: str, tmp_path_factory: pytest.TempPathFactory
) -> None:  # fmt: skip
    folder = tmp_path_factory.mktemp("sweep")
    SCRIPT["fill_folder"](folder)
    with serve_folder(folder, tmp_path_factory) as sweep:
        addresses = dict.fromkeys(SCRIPT["VIEWS"], server) | {"sweep": sweep}
        some = [name for name in NAMES if "1400-light" in name or name == "forecast-390-dark.png"]  # one size is enough
        assert list(problems({name: SCRIPT["take"](browser, addresses, name) for name in some})) == []


def test_what_is_missing_too_much_or_otherwise_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "page"
    shutil.copytree(FOLDER, folder)
    monkeypatch.setitem(problems.__globals__, "FOLDER", folder)
    light, dark = "forecast-390-light.png", "forecast-390-dark.png"
    same, other = (folder / light).read_bytes(), (folder / dark).read_bytes()
    assert list(problems({light: same})) == []
    (told,) = problems({light: other})
    assert told.startswith(f"{light}: the page looks otherwise now")
    (folder / dark).rename(folder / "other.png")
    assert list(problems({})) == [f"{dark}: no such file", "other.png: made by nothing"]
    with (folder / light).open("ab") as file:
        file.write(bytes(1_000_000))
    assert "more than 1000000" in list(problems({}))[-1]
