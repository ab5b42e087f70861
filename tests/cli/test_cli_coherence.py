"""`sim coherence` in a process of its own."""

from __future__ import annotations

import hashlib
import json
import shlex
from pathlib import Path

import pytest

VALID = Path(__file__).parents[1] / "scenarios" / "valid"
INVALID = VALID.parent / "invalid"
FEW = ("--draws", "100")


@pytest.fixture
def overall(tmp_path: Path) -> Path:
    """Without two of its overall judgments, for speed."""
    lines = (VALID / "overall.yaml").read_text(encoding="utf-8").splitlines(keepends=True)
    file = tmp_path / "overall.yaml"
    file.write_text("".join(line for line in lines if not line.startswith(("    O2:", "    O5:"))), encoding="utf-8")
    return file


def test_a_report_ends_with_0_and_changes_nothing(sim, overall: Path) -> None:
    before = hashlib.sha256(overall.read_bytes()).hexdigest()
    done = sim("coherence", overall, *FEW)
    assert (done.returncode, done.stderr) == (0, "")
    for heading in ("OWN WORDS: ann", "OWN WORDS: ben", "ALL VOICES TOGETHER", "Nothing was changed."):
        assert heading in done.stdout
    assert hashlib.sha256(overall.read_bytes()).hexdigest() == before
    assert [file.name for file in overall.parent.iterdir()] == ["overall.yaml"]


def test_what_agrees_is_told(sim, first_steps: Path) -> None:
    done = sim("coherence", first_steps)
    assert done.returncode == 0
    assert "nothing to compare" in done.stdout


def test_json_holds_the_same_in_the_same_bytes(sim, overall: Path) -> None:
    first, second = (sim("coherence", overall, *FEW, "--format", "json").stdout for _ in range(2))
    assert first == second
    (report,) = json.loads(first)["reports"]
    assert [(one["kind"], one["voice"]) for one in report["proposals"]] == [
        ("own", "ann"), ("own", "ben"), ("pooled", None)
    ]  # fmt: skip
    pooled = report["proposals"][-1]
    assert {gap["judgment"] for gap in pooled["gaps"]} == {"O1", "O3", "O4"}
    assert all(abs(gap["after"]) < 1e-3 for gap in pooled["gaps"])
    assert pooled["distance"] ** 2 == pytest.approx(sum(move["in_doubts"] ** 2 for move in pooled["moves"]))


def test_the_file_that_check_refuses_is_mended_by_the_lines_it_prints(sim) -> None:
    bad = INVALID / "contradicting-medians.yaml"
    assert sim("check", bad).returncode == 2
    done = sim("coherence", bad)
    assert done.returncode == 0
    lines = done.stdout[done.stdout.index("  sim run ") :].split("\nor write")[0].replace("\\\n", " ")
    words = shlex.split(lines)[1:]
    ran = sim(*words, "--draws", "10")
    assert (ran.returncode, ran.stderr) == (0, "")


@pytest.mark.parametrize("voice", ["", "ann"])
def test_a_copy_holds_the_nudges_and_agrees(sim, overall: Path, voice: str) -> None:
    copy = overall.with_name("copy.yaml")
    text = overall.read_text(encoding="utf-8")
    done = sim("coherence", overall, *FEW, "--adopt", copy, "--voice", voice)
    assert done.returncode == 0
    assert f"{copy}: a copy of {overall} with" in done.stderr
    assert overall.read_text(encoding="utf-8") == text
    assert sim("check", copy).returncode == 0
    (report,) = json.loads(sim("coherence", copy, *FEW, "--format", "json").stdout)["reports"]
    gaps = [gap["gap"] for one in report["proposals"] if (one["voice"] or "") == voice for gap in one["gaps"]]
    assert max(map(abs, gaps)) < 1e-2


def test_the_scenario_itself_is_never_written_to(sim, overall: Path) -> None:
    text = overall.read_text(encoding="utf-8")
    done = sim("coherence", overall, *FEW, "--adopt", overall)
    assert done.returncode == 2
    assert "stays as it is" in done.stderr
    assert overall.read_text(encoding="utf-8") == text


def test_a_copy_is_of_one_scenario(sim, overall: Path) -> None:
    done = sim("coherence", overall, VALID / "smallest.yaml", "--adopt", overall.with_name("copy.yaml"))
    assert done.returncode == 2
    assert "one scenario, not 2" in done.stderr


def test_bad_input_is_told_as_elsewhere(sim, bad: Path, overall: Path, tmp_path: Path) -> None:
    assert sim("coherence", bad).returncode == 2
    assert sim("coherence", tmp_path / "missing.yaml").returncode == 4
    done = sim("coherence", overall, "--policy", "pya")
    assert done.returncode == 2
    assert "did you mean 'pay'" in done.stderr
    assert sim("coherence", overall, "--draws", "1").returncode == 2
    done = sim("coherence", VALID / "boxes.yaml", *FEW, "--adopt", tmp_path / "x.yaml", "--voice", "anne")
    assert done.returncode == 2
    assert "did you mean 'ann'" in done.stderr
    for words in (["coherence", bad], ["coherence", overall, "--policy", "pya"]):
        assert "Traceback" not in sim(*words).stderr


def test_one_bad_file_does_not_stop_the_others(sim, bad: Path) -> None:
    done = sim("coherence", bad, VALID / "more-than-everything.yaml")
    assert done.returncode == 2
    assert "ONE VOICE AGAINST ITSELF: ann on stop" in done.stdout
