"""The lock of a store: one process writes it, and what dead writers left is gone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sim.folder_lock import hold_folder_lock
from sim.whole_files import UNFINISHED


@contextmanager
def hold_lock(folder: Path) -> Iterator[None]:
    """While this process holds the lock of a folder; what dead writers left unfinished there is removed.

    Raises BlockingIOError, with the holder's process and host, where another one holds it.
    """
    with hold_folder_lock(folder):
        for path in folder.rglob(f"{UNFINISHED}*.tmp"):
            path.unlink(missing_ok=True)
        yield
