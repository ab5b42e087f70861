"""What a named file holds, and how its name is told; `-` is standard input."""

from __future__ import annotations

import sys
from pathlib import Path

from sim.errors import escaped

STREAM = Path("-")
"""Standard input or output, as it is named on a command line. A file of that name is `./-` there."""


def content(path: Path, most: int) -> bytes:
    """The bytes of a file or of standard input; of a larger one the first `most` + 1.

    Raises OSError, with the name, where it cannot be read.
    """
    if path != STREAM:
        with path.open("rb") as stream:
            return stream.read(most + 1)
    try:
        return sys.stdin.buffer.read(most + 1)
    except OSError as error:
        raise OSError(error.errno, error.strerror, label(path)) from None


def label(path: Path) -> str:
    """A file's name as messages and results tell it: on one line, whatever letters it has.

    >>> label(Path("a/b.yaml")), label(Path("a\\nb.yaml")), label(STREAM)
    ('a/b.yaml', 'a\\\\nb.yaml', '<stdin>')
    """
    return "<stdin>" if path == STREAM else escaped(str(path))


def folder(path: Path) -> Path | None:
    """Where the files lie that this one names; None for standard input."""
    return None if path == STREAM else path.parent
