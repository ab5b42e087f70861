"""Chunks of draws, one after another or on several threads; each fills its own part of the arrays."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from sim.progress import Progress


def each(work: Callable[[int], None], starts: Sequence[int], threads: int) -> None:
    """Does the work for every start; NumPy lets go of the interpreter in most of what it does.

    The first failure is raised, and what has not begun by then is left.

    >>> done = []
    >>> each(done.append, range(0, 6, 2), threads=2)
    >>> sorted(done)
    [0, 2, 4]
    """
    if threads == 1 or len(starts) == 1:
        for start in starts:
            work(start)
        return
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, starts))


class Steps:
    """Progress told step by step, from whatever thread, never out of order."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0
        self._lock = threading.Lock()

    def one_more(self) -> None:
        """One block of one chunk is done."""
        with self._lock:
            self._done += 1
            self._progress(self._done / self._total)
