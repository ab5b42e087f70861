"""Files taken from the page by a person: run in a terminal, they give the page's answers byte for byte."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, Page, expect

from sim.results.report.packed import unpack
from sim.show.report.verify import verify

ROOT = Path(__file__).parents[2]
OpenPage = Callable[..., Page]
Settle = Callable[[Page], None]
VIEW = "scenario=harbour&draws=100&seed=3&policy=close&question=Q1"
IMPOSSIBLE = "&learn_given=clash: none @ 2026-01-14; clash: battle @ 2026-01-14"
EDITS = "&set=judgments.J1.nudge%3D0.8&set=experts.past.weight%3D2&set=pool.rule%3Dlinear"


def opened(page: Page) -> Page:
    page.get_by_role("button", name="Take away").click()
    page.get_by_role("button", name="Scenario file (YAML)").wait_for()
    return page


def told(page: Page) -> str:
    """The answer as the page says it: a dialog hides what is behind it from roles."""
    return page.locator("[role=status]").first.inner_text().replace("\u00a0", " ")


def downloaded(page: Page, name: str, folder: Path) -> Path:
    with page.expect_download() as download:
        page.get_by_role("button", name=name, exact=True).click()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file


def run(folder: Path, *words: str) -> None:
    command = [sys.executable, "-m", "sim", *words]
    done = subprocess.run(
        command, cwd=folder, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_downloaded_scenario_runs_to_the_downloaded_answers(open_page: OpenPage, tmp_path: Path) -> None:
    """By the command that the page gives, and by one that an analyst writes."""
    page = opened(open_page(VIEW + EDITS))
    scenario = downloaded(page, "Scenario file (YAML)", tmp_path)
    table, data = downloaded(page, "Answers (CSV)", tmp_path), downloaded(page, "Answers (JSON)", tmp_path)
    assert re.fullmatch(r"harbour-close-Q1-20\d\d-\d\d-\d\d\.yaml", scenario.name)
    assert {file.stem for file in (table, data)} == {scenario.stem}
    command = page.locator("code", has_text="-again.csv").inner_text()
    run(tmp_path, *command.split()[1:])
    size = ("--draws", "100", "--seed", "3")
    run(tmp_path, "run", scenario.name, *size, "-o", "again.json")
    assert (tmp_path / f"{table.stem}-again.csv").read_bytes() == table.read_bytes()
    assert (tmp_path / "again.json").read_bytes() == data.read_bytes()
    before = (ROOT / "tests" / "dashboard" / "harbour.yaml").read_text(encoding="utf-8")
    assert scenario.read_text(encoding="utf-8").splitlines()[0] == before.splitlines()[0]
    answers = json.loads(data.read_text(encoding="utf-8"))["forecasts"][0]["answers"]
    chance = next(a["probability"] for a in answers if (a["policy"], a["question"]) == ("close", "Q1"))
    assert f"{100 * chance:.1f} %" in told(page)


def test_an_uploaded_scenario_comes_back_with_its_edits(open_page: OpenPage, tmp_path: Path, settle: Settle) -> None:
    raw = b"\xef\xbb\xbf" + (ROOT / "scenarios" / "first-steps.yaml").read_bytes().replace(b"\n", b"\r\n")
    (tmp_path / "mine.yaml").write_bytes(raw)
    page = open_page(VIEW)
    page.get_by_role("button", name="Upload").first.click()
    page.locator("input[type=file]").set_input_files(tmp_path / "mine.yaml")
    expect(page.get_by_role("combobox", name="Scenario")).to_have_value("mine.yaml (uploaded)")
    settle(page)
    page.get_by_role("slider").first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name=re.compile("^Undo (?!all)"))).to_have_count(1)
    settle(page)
    opened(page)
    expect(page.get_by_text("An uploaded file is in no address")).to_be_visible()
    scenario = downloaded(page, "Scenario file (YAML)", tmp_path).read_bytes()
    assert scenario.startswith(raw[:3])
    assert len(set(scenario.split(b"\r\n")) ^ set(raw.split(b"\r\n"))) == 2


def test_each_picture_comes_as_svg_as_png_and_as_data(open_page: OpenPage, tmp_path: Path) -> None:
    page = opened(open_page(VIEW + EDITS))
    data = page.get_by_role("button", name=re.compile("its data"))
    names = [text.removesuffix(", its data (CSV)") for text in data.all_inner_texts()]
    assert len(names) == 4
    for name in names:
        drawn = downloaded(page, f"{name} (SVG)", tmp_path).read_text(encoding="utf-8")
        assert "Changed from the file" in drawn
        assert downloaded(page, f"{name} (PNG)", tmp_path).read_bytes().startswith(b"\x89PNG")
        with downloaded(page, f"{name}, its data (CSV)", tmp_path).open(encoding="utf-8", newline="") as rows:
            header, *table = csv.reader(rows)
        assert "Policy" in header
        assert table
        assert all(len(row) == len(header) for row in table)


def test_the_address_to_copy_opens_the_same_view(open_page: OpenPage, server: str) -> None:
    page = opened(open_page(VIEW + EDITS))
    address = page.locator("code", has_text="?scenario=harbour").inner_text()
    assert address.startswith(server)
    said = told(page)
    other = open_page(urlsplit(address).query)
    expect(other.get_by_role("button", name=re.compile("^Undo (?!all)"))).to_have_count(3)
    assert told(other) == said
    assert parse_qs(urlsplit(address).query)["set"][1] == "experts.past.weight=2"


def test_by_keyboard_alone_a_file_is_taken_away(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(VIEW)
    page.get_by_role("button", name="Take away").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Scenario file (YAML)").wait_for()
    for _ in range(4):  # the dialog has the focus: its first buttons are near
        if page.evaluate("document.activeElement.innerText").strip() == "Scenario file (YAML)":
            break
        page.keyboard.press("Tab")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert file.read_bytes() == (ROOT / "tests" / "dashboard" / "harbour.yaml").read_bytes()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Scenario file (YAML)")).to_have_count(0)
    expect(page.get_by_role("button", name="Take away")).to_be_focused()


def test_the_report_is_verified_fetches_nothing_and_prints(
    open_page: OpenPage, browser: Browser, tmp_path: Path
) -> None:  # fmt: skip
    shown = opened(open_page(VIEW + EDITS + IMPOSSIBLE))
    file = downloaded(shown, "Report (HTML)", tmp_path)
    text = file.read_text(encoding="utf-8")
    recipe, _ = unpack(text, file.name)
    assert recipe.questions == ("Q1", "Q2", "Q3", "Q4")
    assert list(recipe.settings) == ["judgments.J1.nudge=0.8", "experts.past.weight=2", "pool.rule=linear"]
    assert verify(text, file.name).endswith("every figure and word agrees.")
    shown.get_by_role("button", name="Report with what was seen (HTML)").click()
    expect(shown.get_by_text("The report cannot be made: “Clash: none, 14 January 2026”")).to_be_visible()
    expect(shown.get_by_text("Failed to generate file")).to_be_hidden()
    context = browser.new_context()
    asked: list[str] = []
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: asked.append(message.text))
    page.goto(file.as_uri())
    sheets = page.pdf(prefer_css_page_size=True)
    context.close()
    assert asked == [file.as_uri()]
    assert len(re.findall(rb"/Type\s*/Page\b", sheets)) == 6
