"""A Dask cluster that is there already: its workers compute, and this process alone writes."""

from __future__ import annotations

import logging
import time
import uuid
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from distributed import Client
from distributed.versions import VersionMismatchWarning

from sim.batch.sweep.model import Sweep
from sim.batch.work.crew import Done, Failed, Task
from sim.batch.work.hands import Hands
from sim.batch.work.station import Station, differences, versions
from sim.errors import FormatError, Problem

_CONNECT, _PART = 15, 2  # seconds to wait for the scheduler: before the work, and after it
_ATTEMPTS, _PAUSE = 10, 0.5  # to set the sweep up while workers die, and seconds between two

Result = Done | Failed


class ClusterCrew:
    """The workers of a Dask scheduler.

    sweep: what they work on. address: the scheduler's, as `tcp://host:8786`. memory: bytes that one forecast may take.
    say: is called with a sentence about workers that are waited for or left out.
    """

    def __init__(self, sweep: Sweep, address: str, memory: int, say: Callable[[str], None] = lambda _: None) -> None:
        self._sweep, self._address, self._memory, self._say = sweep, address, memory, say

    def results(self, tasks: Iterable[Task], stopped: Callable[[], bool]) -> Iterator[Result]:
        """What becomes of each task, as it comes; a worker's thread has one task in hand at a time.

        So a worker that dies takes with it only what it was at, and Dask, which tries a task on four workers before it
        gives it up (`allowed-failures`), blames no other.

        Raises FormatError where the versions of a worker differ, and ConnectionError, with the address, where the
        scheduler cannot be reached or goes.
        """
        with self._connected() as client:
            self._compare(client)
            name = f"sim-batch-{uuid.uuid4().hex}"
            self._settle(client, name)
            hands = Hands(client, name, self._say)
            try:
                yield from self._work(hands, iter(tasks), stopped)
            finally:
                hands.drop()
                if not hands.lost():
                    with suppress(Exception):  # it may go at this moment
                        client.unregister_worker_plugin(name)

    def _settle(self, client: Client, name: str) -> None:
        """Sets the sweep up at every worker, those that come later too; again where one dies at that moment."""
        station = Station(self._sweep, self._memory, versions())
        for _ in range(_ATTEMPTS):
            with suppress(OSError):
                client.register_plugin(station, name)
                return
            time.sleep(_PAUSE)
        raise self._gone()

    def _work(self, hands: Hands, tasks: Iterator[Task], stopped: Callable[[], bool]) -> Iterator[Result]:
        """What becomes of the tasks; a free worker gets the next one before a result is handed on to be written."""
        result: Result | None = None
        ended = False
        while True:
            if hands.lost():
                raise self._gone()
            while not ended and not stopped() and hands.free():
                task = next(tasks, None)
                if task is None:
                    ended = True
                else:
                    hands.give(task)
            if result is not None:
                yield result
            if not hands.held and (ended or stopped()):
                return
            result = hands.take()

    @contextmanager
    def _connected(self) -> Iterator[Client]:
        """A client of the scheduler. What Dask itself would print about lost connections is said here."""
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", VersionMismatchWarning)  # said by `_compare`
            try:
                client = Client(self._address, timeout=_CONNECT, set_as_default=False, name="sim-batch")
            except (TimeoutError, OSError, ValueError, TypeError):
                raise ConnectionError(0, "no Dask scheduler answers here", self._address) from None
        try:
            yield client
        finally:
            with suppress(Exception):
                client.close(timeout=_PART)

    def _compare(self, client: Client) -> None:
        """Refuses a scheduler or workers with other versions than here; a worker that has gone has none."""
        here = versions()
        try:
            there = {"the scheduler": client.run_on_scheduler(versions)}
            there |= client.run(versions, on_error="return")
        except OSError:
            raise self._gone() from None
        except ImportError as error:
            there = {"the scheduler": error}
        told = {place: _differs(found, here) for place, found in there.items() if not isinstance(found, OSError)}
        counts = Counter(text for text in told.values() if text)
        if counts:
            first = {text: place for place, text in reversed(told.items())}
            raise FormatError(
                [Problem(_of(first[text], count) + text, file=self._address) for text, count in counts.most_common()]
            )

    def _gone(self) -> ConnectionError:
        return ConnectionError(
            0, "the Dask scheduler has gone; what was written stays, and the same command goes on", self._address
        )


def _differs(found: Any, here: dict[str, str]) -> str:
    if isinstance(found, ImportError):
        return f"sim cannot be imported there ({found})"
    return f"sim does not answer there: {found}" if isinstance(found, Exception) else differences(found, here)


def _of(place: str, count: int) -> str:
    return f"{place}: " if count == 1 else f"{place} and {count - 1} others: "
