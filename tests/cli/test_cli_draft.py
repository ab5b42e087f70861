"""`sim draft` from the outside."""

from __future__ import annotations

from pathlib import Path

import pytest

ARTICLE = "Rain\n\n“It is highly unlikely,” said Jane Doe, a pilot. Experts say it may snow.\n"
SUMMARY = """2 sentences, 1 speaker, 1 draft judgment, 1 phrase not understood
  Jane Doe (pilot): highly unlikely
  not understood: a speaker known by one word: 'Experts': 1
"""


@pytest.fixture
def article(tmp_path: Path) -> Path:
    file = tmp_path / "rain.txt"
    file.write_text(ARTICLE, encoding="utf-8")
    return file


def test_a_draft_is_written_and_check_says_what_is_missing(sim, article: Path, tmp_path: Path) -> None:
    out = tmp_path / "draft.yaml"
    done = sim("draft", article, "-o", out)
    assert (done.returncode, done.stdout, done.stderr) == (0, SUMMARY, "")
    checked = sim("check", out)
    assert checked.returncode == 2
    assert f"{out}:7:1  as_of: 'as_of' is missing\n" in checked.stderr
    assert "judgments.D1.claim: a text is expected, not an empty one\n" in checked.stderr
    assert len(checked.stderr.splitlines()) == 6


def test_without_a_file_the_draft_goes_to_standard_output_and_the_summary_does_not(sim, article: Path) -> None:
    done = sim("draft", article)
    assert "says: highly unlikely\n" in done.stdout
    assert done.stderr == SUMMARY


def test_a_file_that_is_there_is_kept_unless_forced(sim, article: Path, tmp_path: Path) -> None:
    out = tmp_path / "draft.yaml"
    out.write_text("mine")
    done = sim("draft", article, "-o", out)
    assert done.returncode == 4
    assert done.stderr == f"{out}: is there already: give another name, or --force to replace it\n"
    assert out.read_text() == "mine"
    assert sim("draft", article, "-o", out, "--force").returncode == 0
    assert out.read_text().startswith("# yaml-language-server")


def test_exit_codes(sim, article: Path, tmp_path: Path) -> None:
    latin = tmp_path / "latin.txt"
    latin.write_bytes(b"It may \xe9nd.")
    done = sim("draft", latin, "-o", tmp_path / "x.yaml")
    assert (done.returncode, done.stderr) == (2, f"{latin}:1:8  byte 0xE9 is not UTF-8: save the file as UTF-8\n")
    assert not (tmp_path / "x.yaml").exists()
    (tmp_path / "empty.txt").touch()
    assert sim("draft", tmp_path / "empty.txt").returncode == 2
    assert sim("draft", tmp_path / "none.txt").returncode == 4
    assert sim("draft", tmp_path).returncode == 4
    assert sim("draft", article, "-o", tmp_path / "no folder" / "x.yaml").returncode == 4
