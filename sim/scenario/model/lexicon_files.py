"""The csv files that a scenario brings along in its own folder, opened once and kept: lexicons, and a record."""

from __future__ import annotations

import errno
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from os.path import realpath
from pathlib import Path

from sim.errors import Problem
from sim.lexicon.lexicon_file import SIZE_MAX, OwnLexicon, parse
from sim.lexicon.record import SIZE_MAX as RECORD_MAX
from sim.lexicon.record import TrackRecord, empty_record, parse_record

_MISSING = "is not there; it is looked for in the scenario's folder"
_WHY = {errno.ENOENT: _MISSING, errno.ELOOP: "is a link that leads back to itself"}


@dataclass(frozen=True)
class Beside:
    """A scenario's folder, None where it has none, and the lexicons and records read from it so far."""

    folder: Path | None = None
    lists: Mapping[tuple[str, str], OwnLexicon] = field(default_factory=dict)
    records: Mapping[str, TrackRecord] = field(default_factory=dict)

    def opened(self, wanted: Mapping[str, str], record: str | None = None) -> Beside:
        """The same folder with the wanted lists (name -> file) and the record read; none is read a second time.

        Never raises. What is wrong inside a file stands in its `problems`; for one that cannot be read at all
        `file` is empty there, since it is the scenario that names it.
        """
        lists, records = dict(self.lists), dict(self.records)
        for name, file in wanted.items():
            if (name, file) not in lists:
                raw = self._read(file, SIZE_MAX)
                lists[name, file] = (
                    parse(raw, str(self._path(file)), name) if isinstance(raw, bytes) else OwnLexicon("", {}, (raw,))
                )
        if record is not None and record not in records:
            raw = self._read(record, RECORD_MAX)
            path = str(self._path(record))
            records[record] = parse_record(raw, path) if isinstance(raw, bytes) else empty_record(raw)
        return Beside(self.folder, lists, records)

    def _path(self, file: str) -> Path:
        return (self.folder or Path()) / file

    def _read(self, file: str, most: int) -> bytes | Problem:
        """The first bytes of a file, one more than `most` at the most; or why it cannot be read."""
        if self.folder is None:
            return _unread(file, "would lie beside the scenario, but that came as a single file, without a folder")
        path = self._path(file)
        try:
            if not Path(realpath(path)).is_relative_to(realpath(self.folder)):
                return _unread(file, "leads out of the scenario's folder")
            if not stat.S_ISREG(path.stat().st_mode):
                return _unread(file, "is not a plain file")
            with path.open("rb") as stream:
                return stream.read(most + 1)
        except OSError as error:
            return _unread(file, _WHY.get(error.errno or 0, f"cannot be read: {error.strerror or error}"))


NOWHERE = Beside()
"""No folder: the scenario came as a single text."""


def _unread(file: str, why: str) -> Problem:
    return Problem(f"{file!r} {why}", file="")
