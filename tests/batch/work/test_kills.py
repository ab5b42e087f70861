"""Kills at random moments, of the driver, of a worker, of all: in the end the store is what it would have been."""

from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.batch.work.conftest import ROOT, Written

LONG = (("chunk: 3", "chunk: 6"), ("points: 5", "points: 60"))
"""120 settings in 20 chunks."""


def parts(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "answers").glob("*")}


def command(sweep: Path, store: Path, workers: int) -> list[str]:
    return [sys.executable, "-m", "sim", "batch", str(sweep), str(store), "--workers", str(workers)]


def children(parent: int) -> list[int]:
    """The processes whose parent this one is."""
    found = []
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = place.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        if int(fields[1]) == parent and fields[0] != "Z":
            found.append(int(place.parent.name))
    return found


def is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture
def whole(write_sweep: Written, tmp_path: Path) -> tuple[Path, dict[str, bytes]]:
    """The sweep, and the parts of its store when nothing disturbs it."""
    sweep = write_sweep(*LONG)
    subprocess.run(command(sweep, tmp_path / "whole", 1), cwd=ROOT, check=True, capture_output=True, timeout=300)
    made = parts(tmp_path / "whole")
    assert len(made) == 20
    return sweep, made


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes in /proc")
@pytest.mark.parametrize("kills", [int(os.environ.get("KILLS", "5"))])
def test_killed_and_gone_on_with_it_is_the_same_store(
    whole: tuple[Path, dict[str, bytes]], tmp_path: Path, kills: int
) -> None:
    """The driver, a worker or the whole group, in turns; the store is emptied once it is complete."""
    sweep, made = whole
    store, chance, left, seen = tmp_path / "killed", random.Random(kills), kills, set[str]()
    while left:
        driver = subprocess.Popen(
            command(sweep, store, 2), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
        )
        time.sleep(chance.uniform(0.3, 2.5))
        workers = children(driver.pid)
        victim = ("driver", "worker", "all")[left % 3]
        if driver.poll() is None and (victim != "worker" or workers):
            if victim == "all":
                os.killpg(driver.pid, signal.SIGKILL)
            else:
                os.kill(driver.pid if victim == "driver" else chance.choice(workers), signal.SIGKILL)
            left -= 1
            seen.add(victim)
        _, told = driver.communicate(timeout=120)
        assert driver.returncode == (-signal.SIGKILL if driver.returncode < 0 else 0), told.decode()
        assert parts(store).items() <= {**made}.items() or any(name.startswith(".sim-") for name in parts(store))
        _expect_gone(workers)
        if driver.returncode == 0:
            assert parts(store) == made
            for path in (store / "answers").iterdir():
                path.unlink()
    subprocess.run(command(sweep, store, 2), cwd=ROOT, check=True, capture_output=True, timeout=300)
    assert parts(store) == made
    assert not list(store.rglob("*.tmp"))
    assert seen == {"driver", "worker", "all"}


def _expect_gone(workers: list[int]) -> None:
    """No worker stays behind when its driver has gone."""
    last = time.monotonic() + 20
    while any(map(is_alive, workers)):
        assert time.monotonic() < last, "a worker outlives its driver"
        time.sleep(0.05)


@pytest.mark.parametrize("workers", [2, 4])
def test_as_many_workers_as_one_likes_the_same_bytes(
    whole: tuple[Path, dict[str, bytes]], tmp_path: Path, workers: int
) -> None:
    sweep, made = whole
    subprocess.run(command(sweep, tmp_path / "many", workers), cwd=ROOT, check=True, capture_output=True, timeout=300)
    assert parts(tmp_path / "many") == made


def test_a_full_disk_names_the_file_and_the_same_command_goes_on(
    whole: tuple[Path, dict[str, bytes]], tmp_path: Path
) -> None:
    """No file of this process may be larger than a part but one byte: the first part fails, the plan does not."""
    sweep, made = whole
    store, most = tmp_path / "full", min(map(len, made.values())) - 1
    done = subprocess.run(
        command(sweep, store, 1), cwd=ROOT, capture_output=True, text=True, timeout=300,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)),
    )  # fmt: skip
    assert done.returncode == 4, done.stderr
    assert "part-0000" in done.stderr
    assert "File too large" in done.stderr
    assert parts(store) == {}
    subprocess.run(command(sweep, store, 1), cwd=ROOT, check=True, capture_output=True, timeout=300)
    assert parts(store) == made
