"""`sim explain`: the numbers of the library, in two forms, and failures in a line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.results.explain.case import case
from sim.results.explain.shares import explain
from sim.scenario.file.read import read

FEW = ("--draws", "100")


def test_json_holds_what_the_library_says_and_adds_up(sim, first_steps: Path) -> None:
    data = json.loads(sim("explain", first_steps, "Q6", *FEW, "--format", "json").stdout)
    made = explain(case(read(first_steps), "Q6", "strikes", 100))
    assert data["policy"] == "strikes"
    assert [(one["id"], one["share"]) for one in data["judgments"]] == [(s.judgment, s.share) for s in made.sentences]
    assert sum(one["share"] for one in data["judgments"] + data["others"]) == pytest.approx(1, abs=1e-5)
    assert {one["voice"] for one in data["without"]} == {"rouvinski", "kosevich", "author"}
    assert len(data["tornado"]) == 3


def test_two_runs_print_the_same_bytes(sim, first_steps: Path) -> None:
    first, second = (sim("explain", first_steps, "Q6", *FEW, "--format", "json").stdout for _ in range(2))
    assert first == second


def test_text_names_speaker_phrase_source_and_what_else_moves_it(sim, first_steps: Path) -> None:
    done = sim("explain", first_steps, "Q6", *FEW)
    assert (done.returncode, done.stderr) == (0, "")
    for told in ("Ekaterina Kosevich: 'unlikely'", "[TRT World", "who is right", "Without one voice", "chance"):
        assert told in done.stdout
    assert "The policy is the one at which the dashboard opens" in done.stdout


def test_a_named_policy_and_a_blend(sim, first_steps: Path) -> None:
    blend = "lexicon={capphrase: 2, icd203: 1}"
    done = sim("explain", first_steps, "Q6", *FEW, "--policy", "strikes", "--set", blend)
    assert "phrase book" in done.stdout
    assert f"Changed from the file: {blend}" in done.stdout
    assert "dashboard opens" not in done.stdout


def test_out_holds_what_would_have_been_printed(sim, tmp_path: Path, first_steps: Path) -> None:
    out = tmp_path / "why.json"
    done = sim("explain", first_steps, "Q7", *FEW, "--format", "json", "--out", out)
    assert (done.returncode, done.stdout) == (0, "")
    assert json.loads(out.read_text(encoding="utf-8"))["question"] == "Q7"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("Q66",), "unknown question 'Q66' - did you mean 'Q6'?"),
        (("Q6", "--policy", "strike"), "unknown policy 'strike' - did you mean 'strikes'?"),
        (("Q6", "--draws", "99"), "must be a whole number from 100 to 20,000"),
        (("Q6", "--set", "experts.nobody.weight=0"), "experts.nobody.weight"),
    ],
)
def test_what_cannot_be_asked_is_told_in_a_line(sim, first_steps: Path, words: tuple[str, ...], told: str) -> None:
    done = sim("explain", first_steps, *words)
    assert done.returncode == 2
    assert done.stdout == ""
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_one_scenario_at_a_time(sim) -> None:
    done = sim("explain", "scenarios", "Q6")
    assert done.returncode == 2
    assert "7 scenarios in this folder - name one of them" in done.stderr


def test_worlds_are_rounded_up_and_said_to_be(sim, first_steps: Path) -> None:
    assert "rounded up to 128" in sim("explain", first_steps, "Q6", *FEW, "--worlds", "65").stderr


def test_a_missing_file_is_exit_4(sim) -> None:
    assert sim("explain", "nowhere.yaml", "Q6").returncode == 4
