"""`sim score` and `sim track` from the shell: days, blame, and files that the next scenario reads."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sim.cli import cli

ROOT = Path(__file__).parents[2]
SMALL = ("--draws", "40")


def call(*words: object) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words], prog_name="sim")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One scenario with its answers, one without."""
    for name in ("north", "later"):
        shutil.copytree(ROOT / "tests" / "scenarios" / "resolved" / name, tmp_path / name)
    return tmp_path


def test_score_reads_what_lies_beside_the_scenario(folder: Path) -> None:
    done = call("score", folder / "north", *SMALL, "--as-of", "2026-01-10", "--as-of", "2026-01-01")
    assert (done.exit_code, done.stderr) == (0, "")
    days = [line.split()[0] for line in done.stdout.splitlines() if line.startswith("2026-")]
    assert days == ["2026-01-01", "2026-01-10"]
    assert "As of 2026-01-10, given 1 observations; silences not counted" in done.stdout


def test_score_in_every_form(folder: Path) -> None:
    made = json.loads(call("score", folder / "north", *SMALL, "--format", "json").stdout)
    assert made["format"] == "scenario-sim scores"
    rows = call("score", folder / "north", *SMALL, "--format", "csv").stdout.splitlines()
    assert rows[0].endswith("who,probability,brier,log,ranked")


def test_blame_of_one_question_in_every_form(folder: Path) -> None:
    words = ("score", folder / "north", *SMALL, "--blame", "--question", "Q1")
    assert "S1 Ann, strike: struck; without it" in call(*words).stdout
    made = json.loads(call(*words, "--format", "json").stdout)
    assert [one["question"] for one in made["tables"][0]["questions"]] == ["Q1"]
    assert len(call(*words, "--format", "csv").stdout.splitlines()) == 5


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--blame", "--as-of", "2026-01-10"), "--as-of  goes without --blame"),
        (("--question", "Q1"), "--question  goes with --blame"),
        (("--blame", "--ledger", "l"), "--ledger  goes without --blame"),
        (("--evidence", "e.yaml"), "--evidence  goes with --as-of"),
        (("--blame", "--question", "Q9"), "unknown question 'Q9'"),
        (("--as-of", "2025-12-01"), "before the scenario's as_of (2026-01-01)"),
    ],
)
def test_what_does_not_go_together_is_told(folder: Path, words: tuple[str, ...], told: str) -> None:
    done = call("score", folder / "north", *SMALL, *words)
    assert done.exit_code in (2, 3)
    assert told in done.stderr
    assert done.stdout == ""


def test_what_track_writes_is_read_by_the_next_scenario(folder: Path) -> None:
    later = folder / "later"
    done = call("track", folder, *SMALL, "--record-out", later / "words.csv", "--seeds-out", folder / "seeds.txt",
                "--chart", folder / "c.svg")  # fmt: skip
    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith("1 resolved scenario, n = 4 questions")
    assert ">Calibration</text>" in (folder / "c.svg").read_text(encoding="utf-8")
    text = (later / "scenario.yaml").read_text(encoding="utf-8").partition("alternatives:")[0]
    seeds = (folder / "seeds.txt").read_text(encoding="utf-8")
    pool = "pool: {weights: performance, recalibrate: words.csv}\n"
    (later / "scenario.yaml").write_text(text + pool + seeds, encoding="utf-8")
    checked = call("check", later)
    assert checked.exit_code == 0, checked.stderr
    ran = call("run", later, *SMALL)
    assert "words recalibrated by the record in words.csv" in " ".join(ran.stdout.split())


def test_track_writes_over_nothing_that_it_reads(folder: Path) -> None:
    for option in ("--record-out", "--seeds-out", "--chart", "--out"):
        done = call("track", folder, option, folder / "north" / "resolutions.yaml", "--force", "--format", "text")
        assert done.exit_code == 2
        assert "is read by this command" in done.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--alone",), "--alone  goes with --record-out"),
        (("--chart", "c.pdf"), "name a file with one of the endings"),
    ],
)
def test_track_refuses_what_it_cannot_do(folder: Path, words: tuple[str, ...], told: str) -> None:
    done = call("track", folder, *words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert told in done.stderr


def test_a_record_that_is_too_small_is_told_and_not_written(folder: Path) -> None:
    done = call("track", folder, *SMALL, "--record-out", folder / "r.csv", "--alone")
    assert done.exit_code == 2
    assert "topics" in done.stderr
    assert not (folder / "r.csv").exists()


def test_nothing_resolved_is_told(folder: Path) -> None:
    shutil.rmtree(folder / "north")
    done = call("track", folder)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "no resolved question" in done.stderr
