"""Signals that end a command are for the process the user started: those that it starts hear none of them."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

STOPPING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""Those that end a command: Ctrl-C, `kill`, a terminal that closes."""


def block_signals() -> set[int]:
    """Blocks them in this thread, and in processes that it starts from now on; those that were blocked before.

    One that comes to the process is acted upon by a thread that still hears it, or once it is heard again. Does nothing
    where the system has no masks of signals.
    """
    if not hasattr(signal, "pthread_sigmask"):
        return set()
    from multiprocessing.resource_tracker import ensure_running

    ensure_running()  # else it starts with the first process, and lets this thread hear signals again
    return {int(number) for number in signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)}


@contextmanager
def signals_blocked() -> Iterator[None]:
    """While processes are started: one that comes meanwhile is acted upon afterwards."""
    before = block_signals()
    try:
        yield
    finally:
        if hasattr(signal, "pthread_sigmask"):
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
