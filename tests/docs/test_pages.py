"""The documentation is run: every console fence, every whole scenario, and the pages made from code."""

from __future__ import annotations

import difflib
import json
import os
import re
import runpy
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from sim.priors.consistency.check import check
from sim.results.forecast.export import COLUMNS, as_json
from sim.results.forecast.model import Forecast
from sim.scenario.file.read import loads

ROOT = Path(__file__).parents[2]
PAGES = sorted(page for pattern in ("*.md", "docs/*.md", "scenarios/*/*.md") for page in ROOT.glob(pattern))


@dataclass(frozen=True)
class Fence:
    """One fenced block, and where it stands."""

    page: Path
    line: int
    kind: str
    text: str

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"


def fences(page: Path) -> Iterator[Fence]:
    text = page.read_text(encoding="utf-8")
    for block in re.finditer(r"^```(\w*)\n(.*?)^```$", text, flags=re.DOTALL | re.MULTILINE):
        yield Fence(page, text.count("\n", 0, block.start()) + 1, block[1], block[2])


FENCES = [fence for page in PAGES for fence in fences(page)]
CONSOLE = [fence for fence in FENCES if fence.kind == "console"]
SCENARIOS = [fence for fence in FENCES if fence.kind == "yaml" and fence.text.startswith("schema_version")]
PYTHON = [fence for fence in FENCES if fence.kind == "python"]


def printed(command: str) -> str:
    """Both streams of a command, run from the project's folder with the tools beside this Python."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    env = {key: value for key, value in os.environ.items() if key not in ("COLUMNS", "NO_COLOR")} | {"PATH": path}
    both = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    return subprocess.run(["bash", "-c", command], cwd=ROOT, env=env, text=True, timeout=120, **both).stdout


@pytest.mark.parametrize("fence", CONSOLE, ids=str)
def test_console_fences_print_what_they_say(fence: Fence, request: pytest.FixtureRequest) -> None:
    # The project's own environment is written out in the text; here it is whatever runs the tests.
    shown = [f"$ {command}\n{printed(command.replace('.venv/bin/', ''))}" for command in commands(fence)]
    found = "".join(shown).replace(" sim dashboard", " .venv/bin/sim dashboard")
    if request.config.getoption("--rewrite"):
        text = fence.page.read_text(encoding="utf-8")
        fence.page.write_text(text.replace(f"```console\n{fence.text}```", f"```console\n{found}```"), encoding="utf-8")
    else:
        difference = difflib.unified_diff(fence.text.splitlines(), found.splitlines(), "the page", "the program")
        assert found == fence.text, "\n".join(difference)


def commands(fence: Fence) -> list[str]:
    return [line.removeprefix("$ ") for line in fence.text.splitlines() if line.startswith("$ ")]


@pytest.mark.parametrize("fence", SCENARIOS, ids=str)
def test_whole_scenarios_in_the_pages_are_sound(fence: Fence) -> None:
    scenario = loads(fence.text, name=str(fence))
    assert check(scenario) == ()


@pytest.mark.parametrize("fence", PYTHON, ids=str)
def test_python_in_the_pages_runs(fence: Fence, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    exec(compile(fence.text, str(fence), "exec"), {})
    assert fence.text.strip()


def test_the_pages_hold_what_is_tested_here() -> None:
    assert len(CONSOLE) >= 4
    assert len(SCENARIOS) >= 1
    assert len(PYTHON) >= 1


def test_the_page_of_the_command_line_is_current() -> None:
    page = runpy.run_path(str(ROOT / "docs" / "make_cli.py"))["page"]()
    assert (ROOT / "docs" / "cli.md").read_text(encoding="utf-8") == page, "run: python docs/make_cli.py"


def test_the_first_screen_has_the_answer_of_today(request: pytest.FixtureRequest) -> None:
    made = runpy.run_path(str(ROOT / "docs" / "make_headline.py"))
    if request.config.getoption("--rewrite"):
        made["PAGE"].write_text(made["page"](), encoding="utf-8")
    assert made["PAGE"].read_text(encoding="utf-8") == made["page"](), "run: python docs/make_headline.py"


def test_the_pictures_are_current_and_their_words_agree(request: pytest.FixtureRequest) -> None:
    pictures = runpy.run_path(str(ROOT / "docs" / "make_picture.py"))["pictures"]()
    assert set((ROOT / "docs").rglob("*.svg")) == set(pictures)
    for file, picture in pictures.items():
        if request.config.getoption("--rewrite"):
            file.write_text(picture, encoding="utf-8")
        assert file.read_text(encoding="utf-8") == picture, "run: python docs/make_picture.py"
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    told = re.search(r"condemnation: ([\d.]+ %), ([\d.]+ to [\d.]+ %)", readme)
    assert told is not None
    assert f"{told[1]} ({told[2]})" in pictures[ROOT / "docs" / "ladder.svg"]
    gallery = (ROOT / "docs" / "gallery.md").read_text(encoding="utf-8")
    shown = re.findall(r"!\[([^]]*)\]\((gallery/[\w-]+\.svg)\)", gallery)
    assert {ROOT / "docs" / path for _, path in shown} == set(pictures) - {ROOT / "docs" / "ladder.svg"}
    for words, path in shown:
        drawn = set(re.findall(r"[\d.]+ %", pictures[ROOT / "docs" / path]))
        assert set(re.findall(r"[\d.]+ %", words)) <= drawn


@pytest.mark.slow
def test_the_flagship_s_table_of_choices_is_current() -> None:
    made = runpy.run_path(str(ROOT / "docs" / "make_choices.py"))
    assert made["PAGE"].read_text(encoding="utf-8") == made["page"](), "run: python docs/make_choices.py"


def test_the_flagship_s_table_of_scores_is_current(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    made = runpy.run_path(str(ROOT / "docs" / "make_scores.py"))
    assert made["PAGE"].read_text(encoding="utf-8") == made["page"](), "run: python docs/make_scores.py"


def test_every_column_and_key_is_documented(small_forecast: Forecast) -> None:
    documented = set(re.findall(r"`(\w+)`", (ROOT / "docs" / "output.md").read_text(encoding="utf-8")))
    whole = json.loads(as_json([small_forecast]))
    one = whole["forecasts"][0]
    keys = {*COLUMNS, *whole, *one, *one["pool"], *one["answers"][0], *one["answers"][0]["curve"]}
    assert keys - documented == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_within_the_project_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_ci_runs_the_readme_s_own_test_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.search(r"^command=\$\((sed .*)\)$", (ROOT / ".ci" / "run").read_text(encoding="utf-8"), re.MULTILINE)
    assert found is not None
    picked = subprocess.run(["sh", "-c", found[1]], cwd=ROOT, capture_output=True, text=True).stdout.strip()
    assert picked.endswith("python -m pytest -q -n logical")
    assert f"```sh\n{picked}\n```" in readme
