"""Files of a store on the disk: written whole or not at all, and a folder that one process writes."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

UNFINISHED = ".sim-"
"""How the name of a file begins until it is complete."""


def write_whole(path: Path, content: bytes) -> None:
    """The whole content under that name, safe on the disk, or nothing of it.

    Raises OSError, with the file's name, where the disk is full or refuses.
    """
    unfinished = path.with_name(f"{UNFINISHED}{os.getpid()}-{path.name}.tmp")
    try:
        with unfinished.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(unfinished, path)
        _sync_folder(path.parent)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None
    finally:
        unfinished.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """A new name in a folder is safe only once the folder is written too."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def hold_lock(path: Path) -> Iterator[None]:
    """While the lock of that file is held by this process; it ends with the process, however that ends.

    Raises BlockingIOError, with the holder's process and host, where another holds it.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _lock(handle, path)
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"process {os.getpid()} on {socket.gethostname()}".encode(), 0)
        yield
        os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def _lock(handle: int, path: Path) -> None:
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = os.pread(handle, 200, 0).decode("utf-8", "replace") or "another process"
        raise BlockingIOError(error.errno, f"{holder} writes this store", str(path.parent)) from None


def remove_unfinished(folder: Path) -> None:
    """Removes what dead writers left; only under the lock."""
    for path in folder.glob(f"{UNFINISHED}*.tmp"):
        path.unlink(missing_ok=True)
