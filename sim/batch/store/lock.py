"""The lock of a store: one process writes it, on this machine and where the file system knows locks."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sim.whole_files import UNFINISHED

LOCK = ".lock"


@contextmanager
def hold_lock(folder: Path) -> Iterator[None]:
    """While this process holds the lock of a folder; what dead writers left unfinished there is removed.

    The lock ends with the process, however that ends. Raises BlockingIOError, with the holder's process and host,
    where another one holds it.
    """
    handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _lock(handle, folder)
        for path in folder.rglob(f"{UNFINISHED}*.tmp"):
            path.unlink(missing_ok=True)
        yield
        os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def _lock(handle: int, folder: Path) -> None:
    """Takes the lock and says by whom it is held; who stands in it is of no meaning once it is free."""
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = os.pread(handle, 200, 0).decode("utf-8", "replace") or "another process"
        raise BlockingIOError(error.errno, f"{holder} is writing this store", str(folder)) from None
    os.ftruncate(handle, 0)
    os.pwrite(handle, f"process {os.getpid()} on {socket.gethostname()}".encode(), 0)
