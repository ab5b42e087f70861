"""`sim check`, `sim schema` and the exit codes that all doors share."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def test_a_good_file_is_named_and_quick(sim, first_steps: Path) -> None:
    began = time.perf_counter()
    done = sim("check", first_steps)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == f"{first_steps}: ok"
    assert time.perf_counter() - began < 10  # far above the 2 s it is meant to take: the machine may be busy


def test_problems_come_all_at_once_a_line_each_with_their_place(sim, bad: Path, first_steps: Path) -> None:
    done = sim("check", bad, first_steps)
    assert done.returncode == 2
    assert done.stdout.splitlines()[0] == f"{first_steps}: ok"
    lines = done.stderr.splitlines()
    assert len(lines) == 2
    for line, path in zip(lines, ["judgments.S22.expert", "judgments.S14.says"], strict=True):
        place, _, rest = line.removeprefix(f"{bad}:").partition("  ")
        number, column = place.split(":")
        assert int(number) > 1
        assert int(column) > 1
        assert rest.startswith(path)


def test_a_contradiction_of_beliefs_is_found_without_a_run(sim, tmp_path: Path, first_steps: Path) -> None:
    file = tmp_path / "x.yaml"
    more = "    S99: {expert: kosevich, about: combat, given: {us_action: limited_strike}, says: likely}\n    A1:"
    file.write_text(first_steps.read_text(encoding="utf-8").replace("    A1:", more, 1))
    done = sim("check", file)
    assert done.returncode == 2
    assert "S99" in done.stderr
    assert "S14" in done.stderr


def test_resolved_says_who_speaks_where(sim, first_steps: Path) -> None:
    done = sim("check", first_steps, "--resolved")
    assert done.returncode == 0
    assert "direct_military" in done.stdout
    assert "S22" in done.stdout


def test_a_missing_file_is_exit_4(sim, tmp_path: Path) -> None:
    done = sim("check", tmp_path / "missing.yaml")
    assert done.returncode == 4
    assert len(done.stderr.splitlines()) == 1
    assert str(tmp_path / "missing.yaml") in done.stderr


def test_a_missing_file_among_bad_ones_is_exit_2(sim, tmp_path: Path, bad: Path) -> None:
    assert sim("check", tmp_path / "missing.yaml", bad).returncode == 2


def test_a_folder_without_scenarios_is_told(sim, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    done = sim("check", tmp_path / "folder")
    assert done.returncode == 2
    assert "no scenario" in done.stderr


def test_a_file_cannot_drive_the_terminal(sim, tmp_path: Path, first_steps: Path) -> None:
    file = tmp_path / "x.yaml"
    text = first_steps.read_text(encoding="utf-8")
    file.write_text(text.replace("says: unlikely}", 'says: "\\e[2Junlikely"}'))
    done = sim("check", file)
    assert done.returncode == 2
    assert "\x1b" not in done.stdout + done.stderr


def test_schema_is_the_committed_one(sim) -> None:
    done = sim("schema")
    assert done.stdout == (ROOT / "scenarios" / "scenario.schema.json").read_text(encoding="utf-8")


def test_nothing_is_written_beside_the_scenarios(sim, tmp_path: Path, bad: Path) -> None:
    sim("check", bad, cwd=tmp_path)
    assert os.listdir(tmp_path) == ["bad.yaml"]


@pytest.mark.parametrize("words", [["chek"], ["run"], ["run", "x.yaml", "--polcy", "p"], []])
def test_a_slip_in_the_command_is_exit_2_without_a_traceback(sim, words: list[str]) -> None:
    done = sim(*words)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_version(sim) -> None:
    assert sim("--version").stdout.startswith("sim, version 0.")


BUG = (
    "import sys, sim.scenario.file.read as read\n"
    "def find(path): raise ZeroDivisionError('a slip of ours')\n"
    "read.find = find\n"
    "from sim.cli import cli; cli(sys.argv[1:])"
)


def test_a_fault_of_ours_is_one_line_and_exit_1() -> None:
    done = subprocess.run([sys.executable, "-c", BUG, "check", "x"], capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith("ZeroDivisionError: a slip of ours - a fault of sim")
    assert len(done.stderr.splitlines()) == 1


def test_too_little_memory_is_told_with_what_helps() -> None:
    code = BUG.replace("ZeroDivisionError('a slip of ours')", "MemoryError")
    done = subprocess.run([sys.executable, "-c", code, "check", "x"], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (2, "not enough memory for this scenario: ask for fewer --draws\n")


def test_debug_shows_the_traceback() -> None:
    done = subprocess.run([sys.executable, "-c", BUG, "--debug", "check", "x"], capture_output=True, text=True)
    assert done.returncode == 1
    assert "Traceback" in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for one process")
def test_ctrl_c_is_exit_130() -> None:
    """The flagship has questions that must be sampled: a hundred thousand worlds a draw take minutes."""
    flagship = str(ROOT / "scenarios" / "venezuela-2025")
    command = [sys.executable, "-m", "sim", "run", flagship, "--draws", "1000", "--worlds", "100000"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        assert "rounded up" in process.stderr.readline()  # from here on the run itself
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=60)
    assert (process.returncode, told) == (130, "stopped\n")


def test_a_reader_that_leaves_early_is_no_fault(first_steps: Path) -> None:
    line = f"{sys.executable} -m sim schema | head -c 1"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, cwd=ROOT)
    assert done.stderr == ""


@pytest.mark.parametrize("code", ["import sim.cli", "from sim.cli import cli; cli(['--help'], standalone_mode=False)"])
def test_importing_the_door_loads_nothing_heavy(code: str) -> None:
    done = subprocess.run([sys.executable, "-X", "importtime", "-c", code], capture_output=True, text=True)
    assert done.returncode == 0
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()}
    assert "sim" in loaded
    assert not loaded & {"numpy", "scipy", "pandas", "pydantic", "streamlit", "yaml", "rich"}
