"""The lock of a folder: one process writes into it, on this machine and where system and file system know locks."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sim.whole_files import find_abandoned

LOCK = ".lock"
"""The file that is locked."""


@contextmanager
def hold_folder_lock(folder: Path, *, wait: bool = False, tidy: bool = False) -> Iterator[None]:
    """While this process holds the lock of a folder, which ends with the process, however that ends.

    What dead writers left unfinished in the folder is removed.

    folder: is there. wait: until another process lets the lock go; otherwise BlockingIOError, with the holder's process
    and host, is raised where another one holds it. tidy: the locked file goes in the end; else it stays, empty. Whoever
    waits for a file that has gone takes a new one, so all who lock a folder may do either.
    """
    handle = _open_locked(folder, wait)
    try:
        for path in find_abandoned(folder):
            path.unlink(missing_ok=True)
        yield
        os.ftruncate(handle, 0)
        if tidy and os.name == "posix":
            (folder / LOCK).unlink(missing_ok=True)  # while it is held: nobody else's
    finally:
        os.close(handle)


def _open_locked(folder: Path, wait: bool) -> int:
    """The file, open and locked, that has the name now."""
    while True:
        handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            _lock(handle, folder, wait)
            if _is_there(handle, folder / LOCK):
                return handle
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)


def _is_there(handle: int, file: Path) -> bool:
    """Whether a file that is open still has its name."""
    try:
        return os.path.samestat(os.fstat(handle), os.stat(file))
    except FileNotFoundError:
        return False


def _lock(handle: int, folder: Path, wait: bool) -> None:
    """Takes the lock and says by whom it is held; who stands in it is of no meaning once it is free."""
    if os.name != "posix":  # no such lock there: nobody is kept out
        return
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError as error:
        holder = os.pread(handle, 200, 0).decode("utf-8", "replace") or "another process"
        raise BlockingIOError(error.errno, f"{holder} is writing this store", str(folder)) from None
    os.ftruncate(handle, 0)
    os.pwrite(handle, f"process {os.getpid()} on {socket.gethostname()}".encode(), 0)
