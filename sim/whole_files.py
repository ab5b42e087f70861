"""Files that are written whole or not at all."""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from io import BufferedWriter, FileIO, TextIOWrapper
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
    unfinished = file.with_name(f"{UNFINISHED}{os.getpid()}-{next(_NUMBERS)}.tmp")
    is_text = "b" not in mode
    try:
        with _Unfinished(unfinished, out) as raw, BufferedWriter(raw) as stream:
            with TextIOWrapper(stream, encoding="utf-8", newline="") if is_text else nullcontext(stream) as content:
                yield content
                if durable:
                    content.flush()
                    with _told_of(out):
                        os.fsync(raw.fileno())
        with _told_of(out):
            os.replace(unfinished, file)
            if durable:
                sync_folder(file.parent)
    finally:
        unfinished.unlink(missing_ok=True)


def rewrite(file: Path, raw: bytes) -> None:
    """A file with new bytes, safe on the disk and with the rights that it had; made where it is not there."""
    mode = file.stat().st_mode & 0o7777 if file.exists() else None
    with whole_file(file, "wb", durable=True) as stream:
        stream.write(raw)
        if mode is not None:
            os.chmod(stream.fileno(), mode)


_NUMBERS = itertools.count(1)


class _Unfinished(FileIO):
    """A file under a name for the time being, whose failures are told of the name that it will have.

    Those of other files that are open at the same time keep theirs.
    """

    def __init__(self, file: Path, out: Path) -> None:
        self._out = out
        with _told_of(out):
            super().__init__(file, "w")

    def write(self, content: Any) -> int:
        """Writes bytes; raises OSError with the name."""
        with _told_of(self._out):
            return super().write(content)


@contextmanager
def _told_of(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(out)) from None


def sync_folder(folder: Path) -> None:
    """A new name in a folder is safe only once the folder is written too."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def find_abandoned(folder: Path) -> list[Path]:
    """The unfinished files in a folder, by name, whose writers are no longer at work on this machine.

    folder: is there; the folders in it are not looked into.
    """
    found = ((path, _WRITER.fullmatch(path.name)) for path in sorted(folder.iterdir()))
    return [path for path, writer in found if writer is not None and not _is_alive(int(writer[1]))]


_WRITER = re.compile(rf"{re.escape(UNFINISHED)}(\d{{1,9}})-\d+\.tmp")


def _is_alive(process: int) -> bool:
    if os.name != "posix":  # there, asking would end it
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # another user's
        return True
    return True
