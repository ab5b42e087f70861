"""`sim replay` from the shell says what the function of this name returns, in every form, with its picture."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import sim
from sim.cli import cli
from tests.results.replay.watched import write_watched


def call(*words: str | Path) -> Result:
    return CliRunner().invoke(cli, list(map(str, words)), prog_name="sim")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_watched(tmp_path)
    return tmp_path


def test_replay_in_every_form(folder: Path) -> None:
    words = ("replay", folder, "--question", "Q1", "--draws", "40")
    made = sim.replay(sim.read(folder), questions=["Q1"], draws=40)
    (told,) = json.loads(call(*words, "--format", "json").stdout)["replays"]
    assert [day["answers"][0]["probability"] for day in told["days"]] == [
        day.answers["Q1"].probability for day in made.days
    ]
    text = call(*words).stdout
    assert "Q1: Is there a storm by 11 February?" in text
    assert "E5  storm not reached storm (sensitivity 0.5)\n" in text
    assert text.count("nothing new") == 3
    assert call(*words, "--format", "csv").stdout.count("\n") == 1 + len(made.days) + 2


def test_the_picture_of_a_replay(folder: Path) -> None:
    words = ("replay", folder, "--question", "Q1", "--draws", "40", "--to", "2026-01-12")
    for name in ("x.svg", "x.html", "x.png"):
        assert call(*words, "--chart", folder / name).exit_code == 0
    svg = (folder / "x.svg").read_text(encoding="utf-8")
    assert [name for name in ("E1", "E2", "E3", "E4", "E5") if f">{name}<" in svg] == ["E1", "E2", "E3", "E4"]
    page = (folder / "x.html").read_text(encoding="utf-8")
    assert 'role="img" aria-label="The answer was' in page
    assert "http" not in page.replace("http://www.w3.org/", "")
    assert (folder / "x.png").read_bytes().startswith(b"\x89PNG")
    refused = call(*words, "--question", "Q2", "--chart", folder / "y.gif")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "a picture shows one question" in refused.stderr
    assert ".svg, .png, .html" in refused.stderr
