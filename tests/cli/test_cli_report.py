"""`sim report` and `sim plot SCENARIO` on the command line: what is written, what is verified, what is refused."""

from __future__ import annotations

import html
import re
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.cli.handover import plot
from sim.show.pictures import draw, picture_file

Done = subprocess.CompletedProcess[str]
Sim = Callable[..., Done]
ROOT = Path(__file__).parents[2]
HARBOUR = ROOT / "tests" / "dashboard" / "harbour.yaml"


@pytest.mark.parametrize("name", ["report.html", "x.md"])
def test_a_report_is_verified_and_its_command_makes_it_again(sim: Sim, tmp_path: Path, name: str) -> None:
    (tmp_path / "a b.yaml").write_bytes(HARBOUR.read_bytes())
    words = ("report", "a b.yaml", "--question", "Q1", "--draws", 100, "--set", "judgments.J1.says=very unlikely")
    done = sim(*words, "-o", name, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    done = sim("report", "--verify", name, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{name}: made again from scenario harbour, digest ")
    page = (tmp_path / name).read_text(encoding="utf-8")
    found = re.search("<code>(sim report 'a b.*?)</code>" if name.endswith("html") else "`(sim report 'a b.*?)`",
                      html.unescape(page).replace("\u00a0", " "))  # fmt: skip
    assert found is not None
    again = shlex.split(found[1])
    assert sim(*again[1:-1], f"again-{name}", cwd=tmp_path).returncode == 0
    assert (tmp_path / f"again-{name}").read_text(encoding="utf-8") == page


def test_one_changed_digit_is_told_with_exit_code_2(sim: Sim, tmp_path: Path) -> None:
    assert sim("report", HARBOUR, "--draws", 100, "-o", tmp_path / "x.html").returncode == 0
    text = (tmp_path / "x.html").read_text(encoding="utf-8")
    number = re.search(r'class="number">About 1 in (\d)', text)
    assert number is not None
    other = str((int(number[1]) + 1) % 10)
    (tmp_path / "x.html").write_text(text[: number.start(1)] + other + text[number.end(1) :], encoding="utf-8")
    done = sim("report", "--verify", tmp_path / "x.html")
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert re.search(rf"x\.html:\d+:\d+  says '.*About 1 in {other}.*', made again '.*About 1 in {number[1]}.*'", line)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["-o", "x.pdf"], "name a file with one of the endings .html, .htm, .md"),
        (["--question", "Q11"], "did you mean 'Q1'"),
        (["--policy", "closed"], "did you mean 'close'"),
        (["--until", "2026-01-06"], "goes with --evidence or --given"),
        (["--verify", str(HARBOUR)], "name a scenario, or a report with --verify"),
    ],
)
def test_what_cannot_be_is_told(sim: Sim, tmp_path: Path, words: list[str], told: str) -> None:
    done = sim("report", HARBOUR, "--draws", 100, *words, cwd=tmp_path)
    assert (done.returncode, done.stdout, told in done.stderr) == (2, "", True), done.stderr
    assert list(tmp_path.iterdir()) == []


def test_what_is_verified_is_a_report_and_says_itself_what_it_is_of(sim: Sim) -> None:
    assert "nothing to make it again from" in sim("report", "--verify", HARBOUR).stderr
    done = sim("report", "--verify", HARBOUR, "--draws", 200, "--question", "Q1")
    assert (done.returncode, "goes without --question, --draws" in done.stderr) == (2, True), done.stderr
    assert sim("report").returncode == 2


@pytest.mark.parametrize("chart", plot.KINDS)
def test_every_chart_is_drawn(sim: Sim, tmp_path: Path, chart: str) -> None:
    words = ("plot", HARBOUR, "--kind", chart, "--draws", 100)
    done = sim(*words, "--question", "Q1", "--policy", "close", "-o", tmp_path / "x.html")
    assert (done.returncode, done.stderr, len(done.stdout) > 30) == (0, "", True), done.stderr
    page = (tmp_path / "x.html").read_text(encoding="utf-8")
    assert page.count("<svg") == 1
    assert re.search(r"<script|src=|url\(|@import", page) is None
    assert len(re.findall("<tr>", page)) > 3


@pytest.mark.parametrize(("ending", "begins"), [("svg", b"<svg"), ("png", b"\x89PNG"), ("csv", b"Question,Policy,")])
def test_a_chart_in_every_form(sim: Sim, tmp_path: Path, ending: str, begins: bytes) -> None:
    out = tmp_path / f"x.{ending}"
    done = sim("plot", HARBOUR, "--draws", 100, "--set", "pool.rule=linear", "-o", out)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    assert out.read_bytes().startswith(begins)
    if ending == "svg":
        assert "pool rule: linear, in the file log" in out.read_text(encoding="utf-8")


def test_options_of_the_other_kind_are_refused(sim: Sim, tmp_path: Path) -> None:
    done = sim("plot", HARBOUR, "--kind", "lines", "--x", "a", "-o", tmp_path / "x.svg")
    assert done.returncode == 2
    assert "--kind  lines is drawn of a store; here: ladder, " in done.stderr
    assert done.stderr.endswith("--x  goes with a store\n")
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "batch.json").touch()
    done = sim("plot", tmp_path / "store", "--kind", "fan", "--draws", 100, "-o", tmp_path / "x.svg")
    assert done.returncode == 2
    assert done.stderr.startswith("--draws  goes with a scenario\n--kind  fan is drawn of a scenario; here: surface")


def test_the_names_of_the_command_are_those_of_the_pictures() -> None:
    assert plot.KINDS == tuple(draw.CHARTS)
    assert plot.ENDINGS == picture_file.ENDINGS
