"""The cores of this machine: one process a worker, so that a dead one takes a single chunk with it."""

from __future__ import annotations

import gc
import os
import queue
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import replace
from multiprocessing import connection, get_context, parent_process

from sim.batch.sweep.model import Sweep
from sim.batch.work.chunk import Bench
from sim.batch.work.crew import ATTEMPTS, Done, Failed, Task, failed, work_out
from sim.signal_mask import STOPPING, block_signals

_IDLE = 0.5  # seconds after which a waiting worker looks whether it is to stop


class LocalCrew:
    """Processes on this machine.

    sweep: what they work on. workers: how many. memory: bytes that one forecast may take.
    """

    def __init__(self, sweep: Sweep, workers: int, memory: int) -> None:
        self._start = (replace(sweep, points=()), memory)
        self._workers = workers

    def results(self, tasks: Iterable[Task], stopped: Callable[[], bool]) -> Iterator[Done | Failed]:
        """What becomes of each task, as it comes; raises what the tasks raise while they are made."""
        ahead: queue.Queue[Task | None] = queue.Queue(maxsize=self._workers)
        back: queue.Queue[Done | Failed | BaseException | None] = queue.Queue()
        given_up = threading.Event()

        def over() -> bool:
            return given_up.is_set() or stopped()

        hands = [
            threading.Thread(target=self._serve, args=(ahead, back, over), daemon=True) for _ in range(self._workers)
        ]
        feeder = threading.Thread(target=_feed, args=(tasks, ahead, back, self._workers, over), daemon=True)
        for thread in (feeder, *hands):
            thread.start()
        left = self._workers
        try:
            while left:
                found = back.get()
                if found is None:
                    left -= 1
                elif isinstance(found, BaseException):
                    raise found
                else:
                    yield found
        finally:
            given_up.set()

    def _serve(
        self, ahead: queue.Queue[Task | None], back: queue.Queue[Done | Failed | BaseException | None],
        over: Callable[[], bool],
    ) -> None:  # fmt: skip
        """One worker's life: a process of its own, and another when that dies."""
        block_signals()
        pool = self._process()
        try:
            while (task := ahead.get()) is not None:
                for attempt in range(1, ATTEMPTS + 1):
                    if over():
                        break
                    try:
                        back.put(pool.submit(_work, task).result())
                        break
                    except BrokenProcessPool:
                        pool.shutdown(wait=False, cancel_futures=True)
                        pool = self._process()
                        if attempt == ATTEMPTS:
                            back.put(failed(task, f"its worker died {ATTEMPTS} times"))
        except BaseException as error:
            back.put(error)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
            back.put(None)

    def _process(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(1, get_context("spawn"), initializer=_begin, initargs=self._start)


def _feed(
    tasks: Iterable[Task], ahead: queue.Queue[Task | None], back: queue.Queue[Done | Failed | BaseException | None],
    workers: int, stopped: Callable[[], bool],
) -> None:  # fmt: skip
    """Hands out tasks while there is room, until they end or the work is stopped; then sends every worker home."""
    try:
        for task in tasks:
            while not stopped():
                with suppress(queue.Full):
                    ahead.put(task, timeout=_IDLE)
                    break
            if stopped():
                break
    except BaseException as error:
        back.put(error)
    for _ in range(workers):
        ahead.put(None)


_bench: tuple[Bench, Sweep] | None = None


def _begin(sweep: Sweep, memory: int) -> None:
    """Sets up this process as a worker: it leaves signals to the driver, and goes when that has gone."""
    from threadpoolctl import threadpool_limits

    global _bench
    for number in STOPPING:  # where there is no mask, at least from now on
        signal.signal(number, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    threadpool_limits(1)
    _bench = Bench(sweep, memory), sweep
    gc.freeze()  # all that is loaded stays: to look through it for circles took a twentieth of the time


def _leave_with_parent() -> None:
    """Ends this process when the driver's has ended, however it did."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _work(task: Task) -> Done | Failed:
    assert _bench is not None
    return work_out(*_bench, task)
