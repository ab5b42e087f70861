"""The bytes of a named file as text in UTF-8, and how its name is told; `-` is standard input."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from sim.errors import FormatError, Problem, escaped

STREAM = Path("-")
"""Standard input or output, as it is named on a command line. A file of that name is `./-` there."""

LINE_END = re.compile("\r\n|[\r\n]")

_PACKED = {
    b"\x1f\x8b": "gzip", b"PK\x03\x04": "zip", b"BZh": "bzip2", b"\xfd7zXZ\x00": "xz", b"(\xb5/\xfd": "zstd",
    b"7z\xbc\xaf'\x1c": "7-zip", b"Rar!": "rar",
}  # fmt: skip
_FOREIGN = {b"\xd0\xcf\x11\xe0": "a file of an office program", b"%PDF": "a PDF", b"{\\rtf": "rich text (RTF)"}
_OFFICE = (b"[Content_Types].xml", b"mimetypeapplication/vnd.oasis")  # what the first member of such an archive is


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


def decoded(raw: bytes, file: str, *, most: int, kind: str, save: str = "UTF-8") -> str:
    """The text of a file in UTF-8, with or without a byte order mark.

    most: bytes that a file of this `kind` may hold; save: how it is to be saved where it is in another encoding.
    Raises FormatError for what is larger, packed, of an office program, or in another encoding; a line ends with
    LF, CR LF or CR.

    >>> decoded(b"\\xef\\xbb\\xbfa: 1", "x.yaml", most=1000, kind="scenario file")
    'a: 1'
    """
    if len(raw) > most:
        size = f"{most // 1_000_000} MB" if most >= 1_000_000 else f"{most // 1000} kB"
        raise FormatError([Problem(f"larger than {size}, the most a {kind} may hold", file=file)])
    if found := _foreign(raw, save):
        raise FormatError([Problem(found, file=file)])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = LINE_END.split(raw[: error.start].decode("utf-8", "replace"))
        message = f"byte 0x{raw[error.start]:02X} is not UTF-8: save the file as {save}"
        raise FormatError([Problem(message, "", file, len(before), len(before[-1]) + 1)]) from None


def line_end(text: str) -> str:
    """How the lines of a text end: CR LF where one does, else as the first one does; LF where there is none.

    >>> line_end("a: 1\\r\\nb: 2\\n"), line_end("a")
    ('\\r\\n', '\\n')
    """
    found = re.search("\r\n", text) or LINE_END.search(text)
    return found[0] if found is not None else "\n"


def _foreign(raw: bytes, save: str) -> str:
    """What the first bytes say that a file is instead of text; empty if nothing."""
    if raw.startswith(b"PK\x03\x04") and raw[30:70].startswith(_OFFICE):
        return f"this is a file of an office program: save it as {save}"
    for start, name in _PACKED.items():
        if raw.startswith(start):
            return f"packed with {name}: unpack it first"
    if raw[257:262] == b"ustar":
        return "packed with tar: unpack it first"
    for start, name in _FOREIGN.items():
        if raw.startswith(start):
            return f"this is {name}: save it as {save}"
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or (len(raw) > 3 and 0 in raw[:2] and any(raw[:2])):
        return f"this is UTF-16: save the file as {save}"
    return ""
