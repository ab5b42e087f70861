"""Writers of a ledger that are killed or come together: no torn file, nothing lost, one forecast a day."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import sim
from sim.results.ledger.entries import check_ledger
from sim.whole_files import UNFINISHED

HERE = Path(__file__).parent


def run_apart(*words: object) -> str:
    """What the script of writers prints: signals and forks are safe in a process with one thread."""
    command = [sys.executable, str(HERE / "ledger_writers.py"), *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.mark.slow
def test_a_hundred_kills_tear_nothing_and_lose_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "said"
    made = json.loads(run_apart("kill", folder, 100))
    state = check_ledger(folder)
    assert state.problems == ()
    assert set(made["told"]) <= {Path(entry.file).name for entry in state.entries}
    assert len(made["told"]) >= 100
    assert made["inside"] >= 3, "kills that came between entries prove nothing"
    entered = state.entries
    book = sim.ledger(folder)
    assert book.add(sim.read("first-steps"), date=None, draws=20).is_new
    assert len(book.entries()) == len(entered) + 1
    assert book.check().abandoned == ()
    assert not list(folder.glob(f"{UNFINISHED}*"))


@pytest.mark.slow
def test_the_command_killed_at_any_moment(tmp_path: Path) -> None:
    folder, chance = tmp_path / "said", random.Random(5)
    words = [sys.executable, "-m", "sim", "ledger", "add", "first-steps", str(folder), "--draws", "20"]
    begun = time.monotonic()
    subprocess.run([*words, "--date", "2026-01-01"], check=True, capture_output=True, timeout=60)
    lasts = time.monotonic() - begun
    for day in range(2, 8):
        command = subprocess.Popen([*words, "--date", f"2026-01-0{day}"], stdout=subprocess.DEVNULL)
        time.sleep(lasts * chance.uniform(0.6, 1.1))
        command.kill()
        assert command.wait() in (0, -signal.SIGKILL)
        state = check_ledger(folder)
        assert state.problems == ()
        assert command.returncode or state.entries[-1].date.day == day
    subprocess.run([*words, "--date", "2026-01-08"], check=True, capture_output=True, timeout=60)
    assert check_ledger(folder).abandoned == ()


def test_of_two_that_come_together_one_day_has_one_forecast(tmp_path: Path) -> None:
    folder = tmp_path / "said"
    answers = run_apart("crowd", folder, 6, 10).split()
    state = check_ledger(folder)
    assert state.problems == ()
    assert len(state.entries) == 10
    assert sorted(answers) == ["entered"] * 10 + ["refused"] * 50
