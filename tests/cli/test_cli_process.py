"""The process around the commands: streams that are closed, full or left by their reader, and Ctrl-C at the start."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(os.name == "nt", reason="a POSIX shell is needed")

CHECK = "check scenarios/first-steps.yaml"
OUT = "standard output: "


def shell(words: str) -> subprocess.CompletedProcess[str]:
    line = f"{sys.executable} -m sim {words}"
    env = {key: value for key, value in os.environ.items() if key != "PYTHONUNBUFFERED"}
    return subprocess.run(["bash", "-c", line], capture_output=True, text=True, cwd=ROOT, timeout=120, env=env)


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (f"{CHECK} >&-", 4, OUT + "is closed\n"),
        ("run scenarios/first-steps.yaml --draws 20 >&-", 4, OUT + "is closed\n"),
        ("--help >&-", 4, OUT + "is closed\n"),
        ("run --help >/dev/full", 4, OUT + "No space left on device\n"),
        (f"{CHECK} >/dev/full", 4, OUT + "No space left on device\n"),
        (f"{CHECK} >&- 2>&-", 4, ""),
        (f"{CHECK} >/dev/null 2>&-", 0, ""),
        ("check missing.yaml 2>&-", 4, ""),
        ("check missing.yaml 2>/dev/full", 4, ""),
        ("check - <&-", 4, "<stdin>: is closed\n"),
        ("run --policy 2>/dev/full", 2, ""),
    ],
)  # fmt: skip
def test_a_stream_that_fails_is_told_and_is_the_file_systems_fault(words: str, code: int, told: str) -> None:
    done = shell(words)
    assert (done.returncode, done.stdout, done.stderr) == (code, "", told)


def test_with_all_streams_closed_a_file_is_written_and_holds_nothing_else(tmp_path: Path) -> None:
    """What is opened first gets the number of what was closed: a stray line would land in it."""
    words = "run scenarios/first-steps.yaml --draws 20 --worlds 65 --format csv"
    assert shell(f"{words} -o {tmp_path / 'a.csv'} >&- 2>&- <&-").returncode == 0
    assert shell(f"{words} -o {tmp_path / 'b.csv'}").returncode == 0
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


def test_worlds_that_do_not_reach_standard_output_are_told(tmp_path: Path) -> None:
    words = f"run scenarios/first-steps.yaml --draws 20 --keep-worlds 1 --worlds-out - -o {tmp_path / 'x'} >/dev/full"
    done = shell(words)
    assert (done.returncode, done.stderr) == (4, OUT + "No space left on device\n")


@pytest.mark.parametrize("words", ["--help", "run --help", "schema"])
def test_a_reader_that_has_gone_is_exit_4_without_a_word(words: str) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    command = [sys.executable, "-m", "sim", *words.split()]
    done = subprocess.run(command, stdout=theirs, stderr=subprocess.PIPE, text=True, cwd=ROOT)
    os.close(theirs)
    assert (done.returncode, done.stderr) == (4, "")


STOP = """
import os, signal, sys

class Stop:
    def find_spec(self, name, path=None, target=None):
        if name == "MODULE":
            # In a text that is executed, as dataclasses do it: there Python would end itself by the signal.
            exec("os.kill(os.getpid(), signal.SIGINT)\\nfor _ in range(10**9): pass")

sys.meta_path.insert(0, Stop())
"""


@pytest.mark.parametrize(
    "module", ["sim.cli.process", "click", "sim.cli.run", "sim.scenario.file.read", "numpy", "yaml"]
)
def test_ctrl_c_while_a_module_loads_is_exit_130_without_a_traceback(tmp_path: Path, module: str) -> None:
    (tmp_path / "sitecustomize.py").write_text(STOP.replace("MODULE", module))
    env = os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])}
    command = [sys.executable, "-m", "sim", *CHECK.split()]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=env)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "stopped\n")


def test_nothing_of_ours_loads_before_ctrl_c_is_caught() -> None:
    code = "import __future__, sys; before = set(sys.modules); import sim.cli; print(sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.stdout == "['sim', 'sim.cli']\n"
