"""`sim compare`, `sim alternatives` and `sim flip` from the shell say what the functions of these names return."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

import sim
from sim.cli import cli


def call(*words: str | Path) -> Result:
    return CliRunner().invoke(cli, list(map(str, words)), prog_name="sim")


def test_compare() -> None:
    made = sim.compare(sim.read("first-steps"), ["strikes", "blockade"], questions=["Q6"], draws=50)
    words = ("compare", "first-steps", "strikes", "blockade", "--question", "Q6", "--draws", "50")
    (told,) = json.loads(call(*words, "--format", "json").stdout)["comparisons"]
    assert [one["difference"] for one in told["differences"]] == [one.difference for one in made.differences]
    assert "strikes less blockade" in call(*words).stdout
    assert "the file less the file with pool.rule=linear" in call(*words, "--set", "pool.rule=linear").stdout
    refused = call("compare", "first-steps", "strikes")
    assert (refused.exit_code, refused.stdout) == (2, "")


def test_compare_given_what_was_seen_and_with_an_alternative(tmp_path: Path) -> None:
    file = tmp_path / "views.yaml"
    text = (Path(__file__).parents[2] / "scenarios" / "first-steps.yaml").read_text(encoding="utf-8")
    file.write_text(f"{text}alternatives: {{hawks: {{says: More likely, set: {{judgments.S14.nudge: 1}}}}}}\n")
    scenario, seen = sim.read(file), "direct_military: none @ 2026-02-01"
    words = ("compare", file, "strikes", "--draws", "50", "--given", seen, "--alternative", "hawks")
    made = sim.compare(
        scenario, ["strikes"], alternatives=["hawks"], observations=sim.evidence(scenario, given=[seen]), draws=50
    )
    (told,) = json.loads(call(*words, "--format", "json").stdout)["comparisons"]
    assert [one["difference"] for one in told["differences"]] == [one.difference for one in made.differences]
    assert told["differences"][0]["second_variant"] == "alternative hawks"
    assert told["observations"] == [f"G1 ({seen.replace(':', ' is').replace(' is none @', ' is none,')})"]
    assert "unknown alternative 'hawk'" in call(*words, "--alternative", "hawk").stderr


def test_flip() -> None:
    made = sim.flip(sim.read("first-steps"), "Q6", policy="strikes", draws=50)
    words = ("flip", "first-steps", "Q6", "--policy", "strikes", "--draws", "50")
    told = json.loads(call(*words, "--format", "json").stdout)
    assert [one["value"] for one in told["flips"]] == [one.value for one in made.flips]
    assert "It stands at" in call(*words).stdout


def test_alternatives_of_a_file_without_them() -> None:
    done = call("alternatives", "first-steps")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "no alternatives in this scenario" in done.stderr
