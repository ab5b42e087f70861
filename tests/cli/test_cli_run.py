"""`sim run`: forecasts in three forms, the same bytes every time, and failures that stay where they belong."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sim.cli.common.output import put

FEW = ("--draws", "50")


def answers(text: str) -> dict[tuple[str, str], dict]:
    data = json.loads(text)
    return {(answer["policy"], answer["question"]): answer for one in data["forecasts"] for answer in one["answers"]}


def test_two_runs_print_the_same_bytes(sim, sim_process, first_steps: Path) -> None:
    first, second = (sim_process("run", first_steps, "--format", "json") for _ in range(2))
    assert first.returncode == 0
    assert first.stdout == second.stdout
    assert len(answers(first.stdout)) == 4
    assert sim("run", first_steps, "--format", "json", "--seed", "2").stdout != first.stdout


def test_the_table_holds_every_question_under_every_policy(sim, first_steps: Path) -> None:
    done = sim("run", first_steps, *FEW)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("Do Russian and US forces exchange fire") == 2
    assert "90 % interval" in done.stdout
    assert "ICD 203" in done.stdout
    assert "assumed (1) " in done.stdout
    assert "rest on" not in done.stdout
    whole = sim("run", first_steps, *FEW, "--all-assumptions", "--digits", "2")
    assert "What the answers rest on that no expert said:" in whole.stdout
    assert re.search(r" \d+\.\d\d % ", whole.stdout)
    assert f"dashboard {first_steps}" in done.stdout


@pytest.mark.parametrize("width", [80, 120])
def test_lines_fit_the_width(sim, width: int) -> None:
    done = sim("run", "scenarios/first-steps.yaml", *FEW, COLUMNS=str(width))
    longest = max(len(line) for line in done.stdout.splitlines())
    assert width - 25 < longest <= width


def test_a_pipe_gets_no_terminal_codes_and_no_progress(sim, first_steps: Path) -> None:
    done = sim("run", first_steps, *FEW, TERM="xterm-256color", FORCE_COLOR="1")
    assert "\x1b" not in done.stdout + done.stderr


def test_csv_has_a_row_a_policy_and_question(sim, first_steps: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(sim("run", first_steps, *FEW, "--format", "csv").stdout)))
    assert [(row["policy"], row["question"]) for row in rows] == [
        ("blockade", "Q6"), ("blockade", "Q7"), ("strikes", "Q6"), ("strikes", "Q7"),
    ]  # fmt: skip
    assert all(0 < float(row["low90"]) < float(row["probability"]) < float(row["high90"]) < 1 for row in rows)


def test_one_policy(sim, first_steps: Path) -> None:
    found = answers(sim("run", first_steps, *FEW, "--format", "json", "--policy", "strikes").stdout)
    assert {policy for policy, _ in found} == {"strikes"}


def test_an_unknown_policy_is_told_with_the_nearest(sim, first_steps: Path) -> None:
    done = sim("run", first_steps, *FEW, "--policy", "strike")
    assert done.returncode == 2
    assert "unknown policy 'strike' - did you mean 'strikes'? (blockade, strikes)" in done.stderr


def test_set_changes_a_value_and_says_so(sim, first_steps: Path) -> None:
    plain = answers(sim("run", first_steps, *FEW, "--format", "json").stdout)
    done = sim("run", first_steps, *FEW, "--format", "json", "--set", "judgments.S14.says=highly unlikely")
    changed = answers(done.stdout)
    assert changed["strikes", "Q6"]["probability"] < plain["strikes", "Q6"]["probability"]
    assert changed["blockade", "Q6"] == plain["blockade", "Q6"]
    assert json.loads(done.stdout)["forecasts"][0]["edits"] == ["judgments.S14.says=highly unlikely"]
    table = sim("run", first_steps, *FEW, "--set", "judgments.S14.says=highly unlikely").stdout
    assert "Changed from the file: judgments.S14.says=highly unlikely" in table


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("judgments.S14.nugde=1", "did you mean 'nudge'?"),
        ("experts.kosevich.weight=-1", "experts.kosevich.weight"),
        ("experts.kosevich.weight=heavy", "experts.kosevich.weight"),
        ("pool.rule=lgo", "log"),
        ("pool.rule", "path=value"),
    ],
)
def test_a_bad_set_is_told(sim, first_steps: Path, setting: str, told: str) -> None:
    done = sim("run", first_steps, *FEW, "--set", setting)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_settings_that_contradict_are_told(sim, first_steps: Path) -> None:
    twice = sim("run", first_steps, "--set", "pool.rule=log", "--set", "pool.rule=linear")
    assert (twice.returncode, twice.stderr) == (2, "--set  pool.rule: is set twice: keep one\n")
    under = sim("run", first_steps, "--set", "judgments.S14.says=1 week", "--set", "judgments.S14.says.widen=2")
    told = "two settings contradict: judgments.S14.says replaces what judgments.S14.says.widen changes"
    assert (under.returncode, under.stderr) == (2, f"--set  judgments.S14.says.widen: {told}\n")


def test_a_whole_number_may_be_written_with_an_exponent(sim, first_steps: Path) -> None:
    done = sim("run", first_steps, "--draws", "1e2", "--worlds", "64.0", "--format", "json")
    forecast = json.loads(done.stdout)["forecasts"][0]
    assert (forecast["draws"], forecast["worlds"]) == (100, 64)


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--draws", "0"), ("--draws", "1.5"), ("--draws", "-1"), ("--draws", "1e12"), ("--seed", "-1"),
        ("--worlds", "0"), ("--seed", "one"),
    ],
)  # fmt: skip
def test_a_number_out_of_range_is_told_with_the_rule(sim, first_steps: Path, option: str, value: str) -> None:
    done = sim("run", first_steps, option, value)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"'{value}' - must be a whole number from" in done.stderr


def test_worlds_are_rounded_up_and_said_to_be(sim, first_steps: Path) -> None:
    done = sim("run", first_steps, *FEW, "--worlds", "65", "--format", "json")
    assert json.loads(done.stdout)["forecasts"][0]["worlds"] == 128
    assert "rounded up to 128" in done.stderr


def test_one_bad_file_does_not_stop_the_others(sim, tmp_path: Path, first_steps: Path, bad: Path) -> None:
    other = tmp_path / "c.yaml"
    other.write_text(first_steps.read_text(encoding="utf-8").replace("id: first-steps", "id: other"))
    done = sim("run", first_steps, bad, other, *FEW, "--format", "json")
    assert done.returncode == 2
    assert [one["scenario"] for one in json.loads(done.stdout)["forecasts"]] == ["first-steps", "other"]
    assert "unknown expert 'rouvinsky' - did you mean 'rouvinski'?" in done.stderr
    assert len([line for line in done.stderr.splitlines() if line.startswith(str(bad))]) == 2


def test_a_folder_of_scenarios_makes_one_table(sim, tmp_path: Path, first_steps: Path) -> None:
    for name in ("a", "b"):
        shutil.copy(first_steps, tmp_path / f"{name}.yaml")
    done = sim("run", tmp_path, *FEW, "--format", "csv")
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 1 + 2 * 4


def test_out_holds_what_would_have_been_printed(sim, tmp_path: Path, first_steps: Path) -> None:
    file = tmp_path / "out.json"
    file.write_text("what was there before")
    done = sim("run", first_steps, *FEW, "--out", file, "--force")
    assert (done.returncode, done.stdout) == (0, "")
    assert file.read_text(encoding="utf-8") == sim("run", first_steps, *FEW, "--format", "json").stdout
    assert os.listdir(tmp_path) == ["out.json"]


def test_out_stays_as_it_was_when_nothing_succeeds(sim, tmp_path: Path, bad: Path) -> None:
    file = tmp_path / "out.json"
    file.write_text("what was there before")
    assert sim("run", bad, *FEW, "--out", file, "--force").returncode == 2
    assert file.read_text() == "what was there before"


@pytest.mark.parametrize(
    ("out", "told"),
    [("nowhere/out.json", "nowhere: no such folder"), (".", ".: not a plain file, so it is left alone")],
)
def test_a_file_that_cannot_be_written_is_exit_4(sim, tmp_path: Path, first_steps: Path, out: str, told: str) -> None:
    done = sim("run", first_steps, *FEW, "--out", out, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (4, "", f"{told}\n")
    assert os.listdir(tmp_path) == []


def test_a_write_that_fails_half_way_leaves_no_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "out.json"
    file.write_text("what was there before")

    def full(*_: object) -> None:
        raise OSError(28, "no space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="no space left"):
        put("new", file)
    assert os.listdir(tmp_path) == ["out.json"]
    assert file.read_text() == "what was there before"


def _read(terminal: int) -> bytes:
    """What has been written to a pseudo-terminal; nothing when its last writer is gone."""
    try:
        return os.read(terminal, 100_000)
    except OSError:
        return b""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals")
def test_a_terminal_sees_progress_and_failures_but_the_data_stay_clean(first_steps: Path, bad: Path) -> None:
    ours, theirs = os.openpty()
    env = os.environ | {"TERM": "xterm"}
    command = [sys.executable, "-m", "sim", "run", bad.name, str(first_steps), *FEW, "--format", "json"]
    pipes = {"stdout": subprocess.PIPE, "stderr": theirs, "text": True}
    with subprocess.Popen(command, cwd=bad.parent, env=env, **pipes) as running:
        os.close(theirs)
        # A pseudo-terminal holds a few kB: who writes more to it waits for a reader.
        screen = b"".join(iter(lambda: _read(ours), b"")).decode(errors="ignore")
        written = running.stdout.read() if running.stdout else ""
    os.close(ours)
    assert "2 scenarios" in screen
    assert f"\x1b[2K{bad.name}:" in screen  # on a line of its own, not behind the bar
    assert len(answers(written)) == 4


def test_what_takes_more_than_the_memory_is_refused_with_the_draws_that_fit(sim, first_steps: Path) -> None:
    run = sim("run", first_steps, "--draws", "20000", "--memory", "80MB")
    assert (run.returncode, run.stdout) == (2, "")
    assert "20,000 draws would take" in run.stderr
    assert "draws fit into 80 MB; or give --memory" in run.stderr
    assert "must be a size such as 500MB" in sim("run", first_steps, "--memory", "lots").stderr
