"""`sim indicators` from the shell says what `sim.indicators` returns; its picture, and what it refuses."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import sim
from sim.cli import cli

WORDS = ("indicators", "nord-stream-2", "Q2", "--policy", "attack_in_february", "--draws", "100")


def call(*words: str | Path) -> Result:
    return CliRunner().invoke(cli, list(map(str, words)), prog_name="sim")


def test_from_the_shell_and_from_python() -> None:
    made = sim.indicators(sim.read("nord-stream-2"), "Q2", policy="attack_in_february", reported=0.95, draws=100)
    done = call(*WORDS, "--reported", "95%", "--format", "json")
    told = json.loads(done.stdout)
    assert told["reported"] == 0.95
    assert [one["bits"] for one in told["indicators"]] == [one.figures.bits for one in made.indicators]
    assert [one["share"] for one in told["asking"]] == [one.share for one in made.asking]
    text = call(*WORDS, "--reported", "95%", "--top", "1").stdout
    assert text.count(" is reported by ") == 1
    assert "What asking would be worth" in text


def test_what_was_seen_is_given() -> None:
    words = ("indicators", "lung-clinic", "Q1", "--draws", "50", "--given", "smoker: yes @ 1988-01-02")
    told = json.loads(call(*words, "--format", "json").stdout)
    assert told["observations"] == ["G1 (smoker is yes, 1988-01-02)"]
    assert told["certain"] == ["smoker: yes"]


def test_what_first_comes_next_week() -> None:
    """From the last day that counts as seen, which --until names where it stands."""
    seen = ("--given", "draft: none @ 2022-01-10", "--until", "2022-02-01")
    told = json.loads(call(*WORDS, *seen, "--within", "1 month", "--format", "json").stdout)
    scenario = sim.read("nord-stream-2")
    made = sim.indicators(
        scenario, "Q2", policy="attack_in_february", draws=100, within="1 month", since=date(2022, 2, 1),
        observations=sim.evidence(scenario, given=[seen[1]]),
    )  # fmt: skip
    assert (told["after"], told["by"]) == ("2022-02-20", "2022-03-20")
    assert [one["seen"] for one in told["indicators"]] == [one.figures.seen for one in made.indicators] != []


@pytest.mark.parametrize("ending", [".svg", ".png", ".html"])
def test_the_picture(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"watch{ending}"
    done = call(*WORDS, "--chart", file)
    assert done.exit_code == 0
    assert done.stdout.startswith("Does gas flow")
    data = file.read_bytes()
    assert data.startswith(b"\x89PNG") if ending == ".png" else b"What to watch" in data


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["--by", "2021-12-21"], 2, "must be a day from"),
        (["--reported", "0"], 2, "must be above 0"),
        (["--reported", "often"], 2, "a probability is expected"),
        (["--chart", "watch.pdf"], 2, ".svg, .png, .html"),
        (["--until", "2022-01-06"], 2, "goes with --evidence or --given"),
        (["--within", "next week"], 2, "a length of time is expected (1 week, 3 days"),
        (["--within", "1 week", "--by", "2022-02-01"], 2, "goes without --within"),
    ],
)
def test_refused(words: list[str], code: int, told: str) -> None:
    done = call(*WORDS, *words)
    assert (done.exit_code, done.stdout) == (code, "")
    assert told in done.stderr
