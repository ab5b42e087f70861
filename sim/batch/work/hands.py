"""What is in hand on a cluster: which tasks were given out, and what has come back of them."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from distributed import Client, Future
from distributed.scheduler import KilledWorker

from sim.batch.work.crew import Done, Failed, Task, failed
from sim.batch.work.station import Misfit, work_at
from sim.errors import FormatError, Problem

_LOOK = 1.0  # seconds between two looks at who works


class Hands:
    """The threads of a cluster's workers.

    client: of the scheduler. station: the name that the sweep's station was registered under. say: is called with a
    sentence about workers that are waited for or left out.
    """

    def __init__(self, client: Client, station: str, say: Callable[[str], None]) -> None:
        self._client, self._station, self._say = client, station, say
        self.held: dict[Future, Task] = {}
        self._back: queue.SimpleQueue[tuple[Future, Any]] = queue.SimpleQueue()
        self._threads: dict[str, int] = {}
        self._misfits: dict[str, str] = {}
        self._given, self._looked, self._waits = 0, -_LOOK, False

    def lost(self) -> bool:
        """Whether the scheduler has gone; what was in hand then is lost."""
        return bool(self._client.status != "running")

    def free(self) -> bool:
        """Whether a worker waits for a task."""
        if time.monotonic() - self._looked >= _LOOK:
            with suppress(Exception):  # a scheduler that has gone is found by `lost`
                self._threads = self._client.nthreads()
            self._looked = time.monotonic()
        threads = sum(self._threads[address] for address in self._fit())
        if not threads and not self._waits:
            self._say("no worker is there: waiting for one")
        self._waits = not threads
        return len(self.held) < threads

    def give(self, task: Task) -> None:
        """Hands a task to some worker, if there is a choice not to one that has been found unfit."""
        self._given += 1
        where = {"workers": self._fit(), "allow_other_workers": True} if self._misfits else {}
        key = f"{self._station}-{task.number}-{self._given}"
        future = self._client.submit(work_at, self._station, task, key=key, pure=False, **where)
        self.held[future] = task
        future.add_done_callback(self._fetch)

    def take(self) -> Done | Failed | None:
        """The next task that is done or left; None if none was within a second, or if one goes to another worker.

        Raises FormatError where no worker is left whose versions are the driver's.
        """
        try:
            future, found = self._back.get(timeout=_LOOK)
        except queue.Empty:
            return None
        task = self.held.pop(future, None)
        if task is None or self.lost():
            return None
        if isinstance(found, Misfit):
            self._leave_out(found)
            self.give(task)
            return None
        if isinstance(found, KilledWorker):
            return failed(task, f"{found.allowed_failures + 1} workers died while they worked on it")
        if isinstance(found, BaseException):
            return failed(task, f"{type(found).__name__}: {found}")
        made: Done | Failed = found
        return made

    def drop(self) -> None:
        """Gives up what is in hand."""
        held, self.held = list(self.held), {}
        if held and not self.lost():
            with suppress(Exception):
                self._client.cancel(held)

    def _fetch(self, future: Future) -> None:
        """Brings a result here, in a thread of Dask's, while this process writes another."""
        if future not in self.held:
            return
        try:
            self._back.put((future, future.result()))
        except BaseException as error:
            self._back.put((future, error))

    def _fit(self) -> list[str]:
        return [address for address in self._threads if address not in self._misfits]

    def _leave_out(self, misfit: Misfit) -> None:
        if misfit.address not in self._misfits:
            self._misfits[misfit.address] = misfit.differs
            self._say(f"{misfit.address} is left out: {misfit.differs}")
        if not self._fit():
            raise FormatError([Problem(f"no worker is left that may work: {misfit.differs}", file=misfit.address)])
