"""`sim replay` and `sim diff` from the shell say what the functions of these names return, with their pictures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import sim
from sim.cli import cli
from tests.results.replay.watched import TEXT, write_watched


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
    assert [names for names in ("E1", "E2, E3, E4", "E5") if f">{names}<" in svg] == ["E1", "E2, E3, E4"]
    page = (folder / "x.html").read_text(encoding="utf-8")
    assert 'role="img" aria-label="The answer was' in page
    assert "http" not in page.replace("http://www.w3.org/", "")
    assert (folder / "x.png").read_bytes().startswith(b"\x89PNG")
    refused = call(*words, "--question", "Q2", "--chart", folder / "y.gif")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "a picture shows one question" in refused.stderr
    assert ".svg, .png, .html" in refused.stderr


def test_diff_of_two_dates_two_files_and_two_settings(folder: Path) -> None:
    words = ("diff", folder, "--question", "Q1", "--draws", "30", "--format", "json")
    scenario = sim.read(folder)
    told = json.loads(call(*words, "--until", "2026-01-09", "--until", "2026-01-11").stdout)
    assert (told["first"]["seen"], told["second"]["seen"], told["policy"]) == ([], ["E1"], "let_it_run")
    settings = ("--set-first", "judgments.S1.nudge=-1", "--set", "judgments.S1.nudge=1", "--set", "dependence=0.1")
    sides = ({"judgments.S1.nudge": -1}, {"judgments.S1.nudge": 1, "dependence": 0.1})
    first, second = (sim.edit(scenario, side) for side in sides)
    made = sim.diff(first, second, questions=["Q1"], draws=30)
    done = call(*words, *settings)
    assert [one["average"] for one in json.loads(done.stdout)["questions"][0]["steps"]] == [
        part.average for part in made.waterfalls["Q1"].move.parts
    ]
    (folder / "other.yaml").write_text(TEXT.replace("says: 30%", "says: 60%"), encoding="utf-8")
    two = call("diff", folder, folder / "other.yaml", *words[2:-1], "text", "--chart", folder / "x.svg")
    assert "[1] judgments.S2: says 30% -> 60%" in two.stdout
    assert "1  S2: says 30%" in (folder / "x.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "name a second file, two dates (--until), or a change (--set)"),
        (("--until", "2026-01-09"), "name a second file, two dates (--until), or a change (--set)"),
        (("--until", "2026-01-09") * 3, "two dates at most"),
        (("--set", "dependence=0.1", "--orders", "5"), "must be even"),
        (("--set", "dependence=0.1", "--question", "Q9"), "unknown question 'Q9'"),
    ],
)
def test_a_diff_that_is_refused(folder: Path, words: tuple[str, ...], told: str) -> None:
    done = call("diff", folder, *words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert told in done.stderr
