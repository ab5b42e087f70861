"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

UNFINISHED = ".sim-"
"""How the name of a file begins until it is complete."""


@contextmanager
def whole_file(out: Path, mode: str = "w", *, durable: bool = False) -> Iterator[IO[Any]]:
    """A stream into a file that has another name until it is complete.

    out: the file, replaced where it is there; a link's target is. mode: `w` for text in UTF-8, `wb` for bytes.
    durable: complete means safe on the disk, its name too. Raises OSError, told of `out`; then nothing is left.
    """
    file = Path(os.path.realpath(out))
    # Short: the file's own name may be as long as names can be.
    unfinished = file.with_name(f"{UNFINISHED}{os.getpid()}-{threading.get_native_id()}.tmp")
    text = {} if "b" in mode else {"encoding": "utf-8", "newline": ""}
    try:
        with unfinished.open(mode, **text) as stream:  # type: ignore[call-overload]
            yield stream
            if durable:
                stream.flush()
                os.fsync(stream.fileno())
        os.replace(unfinished, file)
        if durable:
            _sync_folder(file.parent)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(out)) from None
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
