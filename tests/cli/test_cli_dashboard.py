"""`sim dashboard` starts the page from any folder, with the project's settings, and stops with its parent."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner

from sim.cli import cli


def test_it_serves_this_machine_only_from_any_folder(tmp_path: Path, first_steps: Path) -> None:
    port = free_port()
    env = os.environ | {"HOME": str(tmp_path), "STREAMLIT_SERVER_PORT": str(port), "STREAMLIT_SERVER_HEADLESS": "true"}
    kept = tmp_path / "said.csv"
    command = [sys.executable, "-m", "sim", "dashboard", str(first_steps), "--write", str(kept)]
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    with subprocess.Popen(command, cwd=tmp_path, env=env, text=True, **pipes) as server:
        try:
            assert answers(f"http://127.0.0.1:{port}/_stcore/health") == "ok"
        finally:
            server.send_signal(signal.SIGINT)
            told, _ = server.communicate(timeout=60)
    assert f"http://127.0.0.1:{port}" in told
    assert "Traceback" not in told
    assert not kept.exists()  # nothing was said
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5)


def test_a_missing_scenario_is_exit_4_before_anything_starts(sim, tmp_path: Path) -> None:
    done = sim("dashboard", tmp_path / "missing.yaml")
    assert done.returncode == 4
    assert done.stderr == f"{tmp_path / 'missing.yaml'}: no such file or folder\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("--write x.csv", "judgments of one scenario go into a file: name the scenario as PATH"),
        ("many --write x.csv", "judgments of one scenario go into a file: name the scenario as PATH"),
        ("many/a.yaml --write x.txt", "x.txt ends as neither a table of judgments (.csv) nor a scenario (.yaml)"),
        ("many/a.yaml --write many/a.yaml", "many/a.yaml is read by this command, and stays as it is"),
        ("many/a.yaml --write -", "judgments are added to a file: name one"),
    ],
)
def test_what_cannot_be_added_to_is_refused_before_anything_starts(
    first_steps: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str, told: str
) -> None:
    (tmp_path / "many").mkdir()
    for name in ("a.yaml", "b.yaml"):
        shutil.copy(first_steps, tmp_path / "many" / name)
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(cli, ["dashboard", *words.split()], prog_name="sim")
    assert done.exit_code == 2, done.output
    assert told in done.stderr
    assert sorted(file.name for file in tmp_path.rglob("*")) == ["a.yaml", "b.yaml", "many"]


def free_port() -> int:
    with socket.socket() as any_port:
        any_port.bind(("127.0.0.1", 0))
        return any_port.getsockname()[1]


def answers(address: str, seconds: float = 60) -> str:
    """What the server says, once it says anything."""
    last = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5) as reply:
                return reply.read().decode()
        except urllib.error.URLError:
            if time.monotonic() > last:
                raise
            time.sleep(0.2)
