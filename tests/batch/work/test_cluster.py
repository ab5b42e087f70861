"""A Dask cluster of two workers on this machine: the same bytes as one process, whoever dies."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import cloudpickle
import pytest
from click.testing import CliRunner
from distributed import Client, LocalCluster, WorkerPlugin

from sim.batch.driver import Standing, carry_out
from sim.batch.store.store import Store
from sim.batch.sweep.model import Sweep, SweepSetting
from sim.batch.sweep.read import read_sweep
from sim.batch.work import cluster as cluster_module
from sim.batch.work.chunk import Bench
from sim.batch.work.cluster import ClusterCrew
from sim.batch.work.crew import Done, Failed, Task, work_out
from sim.batch.work.order import chunks
from sim.cli import cli
from sim.errors import FormatError

MEMORY = 10**9
Written = Callable[..., Path]


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a scheduler with two workers, one thread each; a worker that dies is begun again."""
    with LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0",
        local_directory=str(tmp_path_factory.mktemp("workers")),
    ) as cluster:  # fmt: skip
        yield cluster.scheduler_address


@pytest.fixture
def client(scheduler: str) -> Iterator[Client]:
    """A client beside the crew's, when two workers are there."""
    with Client(scheduler, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)
        yield client


@pytest.fixture
def sweep(write_sweep: Written) -> Sweep:
    """Ten settings, one a chunk."""
    return read_sweep(write_sweep(("chunk: 3", "chunk: 1")))


def tasks(sweep: Sweep) -> list[Task]:
    return [Task(number, tuple(sweep.settings(chunk))) for number, chunk in enumerate(chunks(sweep))]


@pytest.fixture
def alone(sweep: Sweep) -> dict[int, bytes]:
    """Every chunk's part, worked out here."""
    bench = Bench(sweep, MEMORY)
    made = [work_out(bench, sweep, task) for task in tasks(sweep)]
    return {done.number: done.content for done in made if isinstance(done, Done)}


def carried_out(
    sweep: Sweep, folder: Path, crew: ClusterCrew, tell: Callable[[Standing], None] = lambda _: None
) -> dict[int, bytes]:
    """The parts of a store that a crew works out in one go, by chunk."""
    laid_out = chunks(sweep)
    standing = carry_out(sweep, Store.create(folder, sweep, laid_out), laid_out, crew, tell)
    assert standing.complete
    return parts(folder)


def parts(folder: Path) -> dict[int, bytes]:
    """What is in a store, by chunk."""
    paths = sorted(folder.rglob("*.parquet"))
    return {int(path.name.split("-")[1]): path.read_bytes() for path in paths}


def test_the_same_bytes_as_one_process(scheduler: str, sweep: Sweep, tmp_path: Path, alone: dict[int, bytes]) -> None:
    assert carried_out(sweep, tmp_path / "store", ClusterCrew(sweep, scheduler, MEMORY)) == alone


def test_nothing_stays_with_the_workers(scheduler: str, client: Client, sweep: Sweep) -> None:
    list(ClusterCrew(sweep, scheduler, MEMORY).results(tasks(sweep)[:2], lambda: False))
    plugins = client.run(lambda dask_worker: [name for name in dask_worker.plugins if name.startswith("sim-batch")])
    assert list(plugins.values()) == [[], []]


def test_a_killed_worker_s_chunks_go_elsewhere(
    scheduler: str, client: Client, sweep: Sweep, tmp_path: Path, alone: dict[int, bytes]
) -> None:
    left = list(client.run(os.getpid).values())

    def kill(standing: Standing) -> None:
        if standing.written in (1, 4) and left:
            os.kill(left.pop(), signal.SIGKILL)

    assert carried_out(sweep, tmp_path / "store", ClusterCrew(sweep, scheduler, MEMORY), kill) == alone
    assert not left


class Poison(WorkerPlugin):
    """A setting that kills whoever works on it."""

    def __init__(self, run: int) -> None:
        self.run = run

    def setup(self, worker: Any) -> None:
        sound = Bench.rows

        def rows(bench: Bench, settings: tuple[SweepSetting, ...]) -> Any:
            if any(setting.run == self.run for setting in settings):
                os.kill(os.getpid(), signal.SIGKILL)
            return sound(bench, settings)

        self.sound, Bench.rows = sound, rows  # type: ignore[assignment, method-assign]

    def teardown(self, worker: Any) -> None:
        Bench.rows = self.sound  # type: ignore[method-assign]


@pytest.fixture
def poisoned(scheduler: str) -> Iterator[int]:
    """The number of the poisonous setting."""
    cloudpickle.register_pickle_by_value(sys.modules[__name__])
    with Client(scheduler, set_as_default=False) as client:
        client.register_plugin(Poison(4), "poison")
        yield 4
        client.wait_for_workers(2, timeout=60)
        client.unregister_worker_plugin("poison")
    cloudpickle.unregister_pickle_by_value(sys.modules[__name__])


@pytest.mark.slow
def test_a_chunk_that_kills_its_workers_is_named_and_left(
    scheduler: str, sweep: Sweep, poisoned: int, alone: dict[int, bytes]
) -> None:
    found = list(ClusterCrew(sweep, scheduler, MEMORY).results(tasks(sweep), lambda: False))
    (left,) = (result for result in found if isinstance(result, Failed))
    assert (left.runs, left.reason) == ((poisoned, poisoned), "4 workers died while they worked on it")
    assert {done.number: done.content for done in found if isinstance(done, Done)} == {
        number: content for number, content in alone.items() if number != left.number
    }


def test_a_fault_of_the_program_fails_its_chunk_alone(scheduler: str, sweep: Sweep) -> None:
    broken = Task(0, (SweepSetting(1, 7, sweep.points[0]),))  # the sweep has one scenario
    results = ClusterCrew(sweep, scheduler, MEMORY).results([broken, *tasks(sweep)[1:3]], lambda: False)
    by_number = {result.number: result for result in results}
    assert isinstance(by_number[0], Failed)
    assert by_number[0].reason.startswith("IndexError: ")
    assert [type(by_number[number]) for number in (1, 2)] == [Done, Done]


@pytest.fixture
def unlike(client: Client) -> Iterator[str]:
    """The address of a worker with another NumPy."""
    address = sorted(client.run(os.getpid))[0]
    patch = (
        "import sim.batch.work.station as s; s.kept = s.versions; s.versions = lambda s=s: s.kept() | {'numpy': '1.0'}"
    )
    client.run(exec, patch, workers=[address])
    yield address
    client.run(exec, "import sim.batch.work.station as s; s.versions = s.kept", workers=[address])


def test_a_worker_with_other_versions_is_refused(scheduler: str, unlike: str, sweep: Sweep) -> None:
    with pytest.raises(FormatError) as caught:
        list(ClusterCrew(sweep, scheduler, MEMORY).results(tasks(sweep), lambda: False))
    (problem,) = caught.value.problems
    assert problem.file == scheduler
    assert problem.message.startswith(f"{unlike}: numpy is 1.0, and ")


def test_a_worker_that_joins_late_with_other_versions_is_left_out(
    scheduler: str, unlike: str, sweep: Sweep, alone: dict[int, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ClusterCrew, "_compare", lambda *_: None)
    said: list[str] = []
    found = list(ClusterCrew(sweep, scheduler, MEMORY, said.append).results(tasks(sweep), lambda: False))
    assert {done.number: done.content for done in found if isinstance(done, Done)} == alone
    assert [text.partition(" is left out: numpy is 1.0, and ")[0] for text in said] == [unlike]


def test_where_no_worker_fits_the_work_ends(scheduler: str, sweep: Sweep, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ClusterCrew, "_compare", lambda *_: None)
    monkeypatch.setattr(cluster_module, "versions", lambda: {"numpy": "1.0"})
    with pytest.raises(FormatError, match="no worker is left that may work: numpy is "):
        list(ClusterCrew(sweep, scheduler, MEMORY).results(tasks(sweep), lambda: False))


def test_once_stopped_what_is_in_hand_is_finished(scheduler: str, client: Client, sweep: Sweep) -> None:
    stopped = threading.Event()
    found = []
    for result in ClusterCrew(sweep, scheduler, MEMORY).results(tasks(sweep), stopped.is_set):
        found.append(result.number)
        stopped.set()
    assert 1 <= len(found) <= 3  # the two that were in hand, and the one that was begun before the first was told


def test_a_scheduler_that_does_not_answer(
    write_sweep: Written, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster_module, "_CONNECT", 0.5)
    address = "tcp://127.0.0.1:9"
    result = CliRunner().invoke(cli, ["batch", str(write_sweep()), str(tmp_path / "store"), "--dask", address])
    assert (result.exit_code, result.stderr) == (4, f"{address}: no Dask scheduler answers here\n")


def begin(part: str, *words: str) -> subprocess.Popen[bytes]:
    """A scheduler or a worker, as `dask scheduler` and `dask worker` begin one."""
    command = [sys.executable, "-m", f"distributed.cli.dask_{part}", "--host", "127.0.0.1", "--no-dashboard", *words]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


class Begun:
    """A scheduler, and workers of one thread that nobody begins anew. address: the scheduler's."""

    def __init__(self, folder: Path, workers: int) -> None:
        self._told = folder / "scheduler.json"
        self.scheduler = begin("scheduler", "--port", "0", "--scheduler-file", str(self._told))
        self.workers = [self._worker() for _ in range(workers)]
        deadline = time.monotonic() + 60
        while not self._told.exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        with Client(scheduler_file=str(self._told), set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=60)
            self.address = client.scheduler.address

    def replace(self, place: int) -> None:
        """Kills a worker and begins another."""
        self.workers[place].kill()
        self.workers[place].wait()
        self.workers[place] = self._worker()

    def end(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()

    def _worker(self) -> subprocess.Popen[bytes]:
        return begin("worker", "--nthreads", "1", "--no-nanny", "--scheduler-file", str(self._told))


@pytest.fixture
def begun(tmp_path: Path) -> Iterator[Begun]:
    made = Begun(tmp_path, 2)
    yield made
    made.end()


@pytest.mark.slow
def test_a_scheduler_that_goes_leaves_what_was_written(sweep: Sweep, tmp_path: Path, begun: Begun) -> None:
    laid_out = chunks(sweep)
    store = Store.create(tmp_path / "store", sweep, laid_out)

    def kill(standing: Standing) -> None:
        if standing.written == 2:
            begun.scheduler.kill()

    with pytest.raises(ConnectionError, match="the same command goes on"):
        carry_out(sweep, store, laid_out, ClusterCrew(sweep, begun.address, MEMORY), kill)
    assert len(store.missing()) <= len(laid_out) - 2


@pytest.mark.slow
def test_workers_killed_again_and_again_change_no_byte(
    begun: Begun, sweep: Sweep, tmp_path: Path, alone: dict[int, bytes]
) -> None:
    """At random moments, KILLS times; the store is emptied whenever it is complete."""
    left, chance, ended = [int(os.environ.get("KILLS", "4"))], random.Random(1), threading.Event()

    def kill() -> None:
        while left[0] and not ended.wait(chance.uniform(0.1, 2.5)):
            begun.replace(chance.randrange(2))
            left[0] -= 1

    killer = threading.Thread(target=kill, daemon=True)
    killer.start()
    laid_out, folder = chunks(sweep), tmp_path / "store"
    try:
        while killer.is_alive():
            store = Store.create(folder, sweep, laid_out)
            if not store.missing():
                for path in (folder / "answers").iterdir():
                    path.unlink()
            carry_out(sweep, store, laid_out, ClusterCrew(sweep, begun.address, MEMORY))
            assert parts(folder).items() <= alone.items()
    finally:
        ended.set()
        killer.join()
    assert left == [0]
    assert carried_out(sweep, folder, ClusterCrew(sweep, begun.address, MEMORY)) == alone
