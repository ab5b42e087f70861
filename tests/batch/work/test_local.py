"""Workers on this machine: the same bytes however many, and a dead one takes nothing with it but its time."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from multiprocessing import active_children
from pathlib import Path

import pytest

from sim.batch.driver import carry_out
from sim.batch.store.store import Store
from sim.batch.sweep.model import Sweep, SweepSetting
from sim.batch.work.crew import Done, Failed, Task
from sim.batch.work.local import LocalCrew
from sim.batch.work.order import chunks

MEMORY = 10**9


def carried_out(sweep: Sweep, folder: Path, workers: int) -> dict[str, bytes]:
    """The parts of a store that is worked out in one go, by name."""
    laid_out = chunks(sweep)
    store = Store.create(folder, sweep, laid_out)
    standing = carry_out(sweep, store, laid_out, LocalCrew(sweep, workers, MEMORY))
    assert standing.complete
    assert (standing.written, standing.failures) == (len(laid_out), [])
    return parts(folder)


def parts(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.parquet"))}


@pytest.fixture
def alone(sweep: Sweep, tmp_path: Path) -> dict[str, bytes]:
    return carried_out(sweep, tmp_path / "alone", 1)


def test_the_same_bytes_however_many_work(sweep: Sweep, tmp_path: Path, alone: dict[str, bytes]) -> None:
    assert len(alone) == 4
    assert carried_out(sweep, tmp_path / "two", 2) == alone


@pytest.fixture
def killer() -> Iterator[list[int]]:
    """Kills every worker that comes up, the first `left[0]` of them, as soon as it is there."""
    left, over = [0], threading.Event()
    killed = {child.pid for child in active_children()}  # an earlier test's, on their way out

    def kill() -> None:
        while not over.wait(0.05):
            for child in active_children():
                if left[0] > 0 and child.pid is not None and child.pid not in killed:
                    killed.add(child.pid)
                    left[0] -= 1
                    os.kill(child.pid, signal.SIGKILL)

    thread = threading.Thread(target=kill)
    thread.start()
    yield left
    over.set()
    thread.join()


def test_a_killed_worker_s_chunk_is_worked_out_by_another(
    sweep: Sweep, tmp_path: Path, alone: dict[str, bytes], killer: list[int]
) -> None:
    killer[0] = 2
    assert carried_out(sweep, tmp_path / "killed", 1) == alone
    assert killer[0] == 0


def test_a_chunk_that_kills_three_workers_is_named_and_left(sweep: Sweep, killer: list[int]) -> None:
    killer[0] = 3
    first, *_ = chunks(sweep)
    tasks = [Task(number, tuple(sweep.settings(chunk))) for number, chunk in enumerate(chunks(sweep))]
    left, *others = LocalCrew(sweep, 1, MEMORY).results(tasks, lambda: False)
    assert left == Failed(0, (min(first), max(first)), "its worker died 3 times")
    assert [other.number for other in others if isinstance(other, Done)] == [1, 2, 3]


def test_a_fault_of_the_program_fails_its_chunk_alone(sweep: Sweep) -> None:
    broken = Task(0, (SweepSetting(1, 7, sweep.points[0]),))  # the sweep has one scenario
    good = Task(1, (sweep.setting(2),))
    first, second = LocalCrew(sweep, 1, MEMORY).results([broken, good], lambda: False)
    assert isinstance(first, Failed)
    assert first.reason.startswith("IndexError: ")
    assert isinstance(second, Done)
    assert (second.settings, second.refused) == (1, 0)


def test_once_stopped_no_chunk_is_begun(sweep: Sweep) -> None:
    stopped = threading.Event()
    tasks = [Task(number, tuple(sweep.settings(chunk))) for number, chunk in enumerate(chunks(sweep))]
    found = []
    for result in LocalCrew(sweep, 1, MEMORY).results(tasks, stopped.is_set):
        found.append(result.number)
        stopped.set()
    assert found in ([0], [0, 1])  # the next may have been begun at that moment


def test_what_the_tasks_raise_is_raised(sweep: Sweep) -> None:
    def tasks() -> Iterator[Task]:
        yield Task(0, tuple(sweep.settings([1])))
        raise RuntimeError("no more")

    with pytest.raises(RuntimeError, match="no more"):
        list(LocalCrew(sweep, 1, MEMORY).results(tasks(), lambda: False))
    before = time.monotonic()
    while active_children() and time.monotonic() - before < 60:
        time.sleep(0.05)
    assert not active_children()
