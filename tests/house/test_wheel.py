"""The package away from its checkout: a wheel in a fresh environment, in another folder."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import sysconfig
import time
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
USES_TYPES = 'import sim\n\nscenario: sim.Scenario = sim.read("first-steps")\nnumber: int = scenario.title\n'


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built by hatchling itself, as pip would, without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    code = "import sys; from hatchling.build import build_wheel; build_wheel(sys.argv[1])"
    subprocess.run([sys.executable, "-c", code, str(folder)], cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment that holds the wheel; what it depends on is borrowed from the one that runs the tests."""
    folder = tmp_path_factory.mktemp("fresh")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(packages)
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder / "bin" / "python"


def run(python: Path, *words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    env = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    return subprocess.run([python, *words], cwd=cwd, env=env, capture_output=True, text=True, timeout=120)


def test_the_wheel_holds_what_is_needed_and_nothing_of_the_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    needed = ("sim/py.typed", "sim/shipped/app.py", "sim/shipped/.streamlit/config.toml",
              "sim/shipped/scenarios/first-steps.yaml", "sim/lexicon/data/capphrase.csv",
              "sim/cli/templates/skeleton.yaml", "sim/cli/templates/project.yaml",
              "sim/scenario/file/descriptions.yaml")  # fmt: skip
    assert [name for name in needed if name not in names] == []
    assert [name for name in names if name.startswith(("tests", "benchmarks"))] == []


def test_it_is_this_wheel_that_runs_and_it_finds_its_examples(python: Path, tmp_path: Path) -> None:
    where = run(python, "-c", "import sim.shipped; print(sim.shipped.__file__)", cwd=tmp_path)
    assert Path(where.stdout.strip()).is_relative_to(python.parents[1])
    assert "first-steps" in run(python, "-m", "sim", "examples", cwd=tmp_path).stdout
    done = run(python, "-m", "sim", "run", "first-steps", "--draws", "50", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Policy strikes" in done.stdout
    copied = run(python, "-m", "sim", "examples", "copy", "venezuela-2025", cwd=tmp_path)
    assert copied.stdout == "venezuela-2025\n"
    assert (tmp_path / "venezuela-2025" / "scenario.yaml").is_file()
    assert run(python, "-m", "sim", "examples", "copy", "venezuela-2025", cwd=tmp_path).returncode == 4


def test_the_page_answers_on_this_machine_only(python: Path, tmp_path: Path) -> None:
    with socket.socket() as any_port:
        any_port.bind(("127.0.0.1", 0))
        port = any_port.getsockname()[1]
    env = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"} | {"HOME": str(tmp_path)}
    env |= {"STREAMLIT_SERVER_PORT": str(port), "STREAMLIT_SERVER_HEADLESS": "true"}
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    with subprocess.Popen([python, "-m", "sim", "dashboard"], cwd=tmp_path, env=env, text=True, **pipes) as server:
        try:
            assert _status(f"http://127.0.0.1:{port}/") == 200
            sockets = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
            listening = [address for _, address, _, state, *_ in sockets if state == "0A"]
            assert [address for address in listening if address.endswith(f":{port:04X}")] == [f"0100007F:{port:04X}"]
        finally:
            server.send_signal(signal.SIGINT)
            server.communicate(timeout=60)


def _status(address: str) -> int:
    for _ in range(300):
        try:
            with urllib.request.urlopen(address, timeout=5) as reply:
                return int(reply.status)
        except urllib.error.URLError:
            time.sleep(0.2)
    raise AssertionError(f"no answer at {address}")


@pytest.mark.slow
def test_a_user_s_type_checker_sees_the_types(python: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(USES_TYPES)
    command = ["-m", "mypy", "--python-executable", str(python), "--cache-dir", str(tmp_path / "cache"), "mine.py"]
    done = run(Path(sys.executable), *command, cwd=tmp_path)
    assert 'mine.py:4: error: Incompatible types in assignment (expression has type "str"' in done.stdout
    assert "Found 1 error" in done.stdout
