"""The lexicons that a scenario brings along: csv files in its own folder, opened once and kept."""

from __future__ import annotations

import errno
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from os.path import realpath
from pathlib import Path

from sim.errors import Problem
from sim.lexicon.lexicon_file import SIZE_MAX, OwnLexicon, parse

_MISSING = "is not there; it is looked for in the scenario's folder"
_WHY = {errno.ENOENT: _MISSING, errno.ELOOP: "is a link that leads back to itself"}


@dataclass(frozen=True)
class Beside:
    """A scenario's folder, None where it has none, and the lexicons read from it so far, by name and file."""

    folder: Path | None = None
    lists: Mapping[tuple[str, str], OwnLexicon] = field(default_factory=dict)

    def opened(self, wanted: Mapping[str, str]) -> Beside:
        """The same folder with the wanted lists (name -> file) read; those read before are not read again.

        Never raises. What is wrong inside a list stands in its `problems`; for one that cannot be read at all
        `file` is empty there, since it is the scenario that names it.
        """
        new = {named: self._read(*named) for named in wanted.items() if named not in self.lists}
        return Beside(self.folder, {**self.lists, **new})

    def _read(self, name: str, file: str) -> OwnLexicon:
        if self.folder is None:
            return _unread(file, "would lie beside the scenario, but that came as a single file, without a folder")
        path = self.folder / file
        try:
            if not Path(realpath(path)).is_relative_to(realpath(self.folder)):
                return _unread(file, "leads out of the scenario's folder")
            if not stat.S_ISREG(path.stat().st_mode):
                return _unread(file, "is not a plain file")
            with path.open("rb") as stream:
                return parse(stream.read(SIZE_MAX + 1), str(path), name)
        except OSError as error:
            return _unread(file, _WHY.get(error.errno or 0, f"cannot be read: {error.strerror or error}"))



NOWHERE = Beside()
"""No folder: the scenario came as a single text."""


def _unread(file: str, why: str) -> OwnLexicon:
    return OwnLexicon("", {}, (Problem(f"{file!r} {why}", file=""),))
