"""The command line as a user has it: in the tests' own process, or in one of its own where that is the point."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, chdir, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest import mock

import pytest

from sim.cli import cli

ROOT = Path(__file__).parents[2]

Done = subprocess.CompletedProcess[str]
Sim = Callable[..., Done]


@pytest.fixture
def sim() -> Sim:
    """Runs a command here: its exit code, and what it wrote to files that stand for its two streams."""

    def call(*words: str | Path, cwd: Path = ROOT, **environment: str) -> Done:
        args = [str(word) for word in words]
        with ExitStack() as stack:
            out, err = (stack.enter_context(_stream()) for _ in range(2))
            stack.enter_context(mock.patch.dict(os.environ, environment))
            for key in {"COLUMNS", "NO_COLOR"} - set(environment):
                os.environ.pop(key, None)
            for around in (_kept_signals(), chdir(cwd), redirect_stdout(out), redirect_stderr(err)):
                stack.enter_context(around)
            code = 0
            try:
                cli(args, prog_name="sim")
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else int(end.code is not None)
            return subprocess.CompletedProcess(args, code, _written(out), _written(err))

    return call


@pytest.fixture
def sim_process() -> Sim:
    """Runs a command in a process of its own."""

    def call(*words: str | Path, cwd: Path = ROOT, **environment: str) -> Done:
        command = [sys.executable, "-m", "sim", *map(str, words)]
        env = {key: value for key, value in os.environ.items() if key not in ("COLUMNS", "NO_COLOR")} | environment
        return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, encoding="utf-8", timeout=120)

    return call


def _stream() -> tempfile._TemporaryFileWrapper[str]:
    return tempfile.TemporaryFile("w+", encoding="utf-8", newline="")


def _written(stream: tempfile._TemporaryFileWrapper[str]) -> str:
    stream.flush()
    stream.seek(0)
    return stream.read().replace("\r\n", "\n")


@contextmanager
def _kept_signals() -> Iterator[None]:
    """What the command does to the handling of Ctrl-C ends with it."""
    before = signal.getsignal(signal.SIGINT)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@pytest.fixture
def first_steps() -> Path:
    return ROOT / "scenarios" / "first-steps.yaml"


@pytest.fixture
def bad(tmp_path: Path, first_steps: Path) -> Path:
    """A copy of first-steps with two things wrong in it."""
    file = tmp_path / "bad.yaml"
    text = first_steps.read_text(encoding="utf-8")
    file.write_text(text.replace("says: unlikely", "says: unlikly").replace("expert: rouvinski", "expert: rouvinsky"))
    return file
