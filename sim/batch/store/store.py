"""A store: a folder of parts, one Parquet file a chunk of settings, with its plan beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sim.batch.store.digests import KEY_DIGITS, part_key
from sim.batch.store.files import UNFINISHED, hold_lock, remove_unfinished, write_whole
from sim.batch.store.plan import PLAN, differences, make_plan, read_plan, write_plan
from sim.batch.sweep.model import Sweep
from sim.errors import FormatError, Problem

LOCK, README = ".lock", "README.md"
_PART = re.compile(rf"part-(\d{{6,}})-([0-9a-f]{{{KEY_DIGITS}}})\.parquet")


class Store:
    """The store in a folder. folder: where it is. plan: what its `batch.json` holds."""

    def __init__(
        self, folder: Path, plan: dict[str, Any], sweep: Sweep | None = None, chunks: Sequence[Sequence[int]] = ()
    ) -> None:
        self.folder, self.plan = folder, plan
        self._sweep, self._chunks = sweep, chunks
        self._keys: dict[int, str] = {}

    @classmethod
    def create(cls, folder: Path, sweep: Sweep, chunks: Sequence[Sequence[int]]) -> Store:
        """The store of a sweep, new or opened again.

        chunks: the numbers of the settings in each part. Raises FormatError, with what differs, where the folder
        holds anything but a store of the same plan; OSError where it cannot be made.
        """
        plan = make_plan(sweep, chunks)
        if not (folder / PLAN).exists():
            _require_empty(folder)
            folder.mkdir(parents=True, exist_ok=True)
            with hold_lock(folder / LOCK):
                if not (folder / PLAN).exists():
                    write_plan(plan, folder)
        there = read_plan(folder)
        if told := differences(there, plan):
            raise FormatError([Problem(text, file=str(folder)) for text in told])
        store = cls(folder, there, sweep, chunks)
        store._parts()
        return store

    @classmethod
    def open(cls, folder: Path) -> Store:
        """The store in a folder, to be read. Raises FileNotFoundError and FormatError as `read_plan`."""
        return cls(folder, read_plan(folder))

    def missing(self) -> list[int]:
        """The numbers of the chunks that have no part yet, from 0; one listing of the folder.

        Raises FormatError for a part that is not of the plan.
        """
        there = self._parts()
        return [number for number in range(self.plan["chunks"]) if number not in there]

    def write(self, number: int, content: bytes) -> None:
        """The part of one chunk, whole and safe on the disk, or nothing of it.

        number: the chunk's, from 0. content: as `encode_part` gives it. Raises OSError with the file's name.
        """
        write_whole(self.folder / f"part-{number:06d}-{self._key(number)}.parquet", content)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """While this process alone writes; what dead writers left unfinished is removed.

        Raises BlockingIOError, naming the process and the host, where another one writes.
        """
        with hold_lock(self.folder / LOCK):
            remove_unfinished(self.folder)
            yield

    def _key(self, number: int) -> str:
        if self._sweep is None:
            raise ValueError("a store that was opened to be read is not written")
        if number not in self._keys:
            runs = [int(run) for run in self._chunks[number]]
            self._keys[number] = part_key(self._sweep, self._sweep.settings(runs))
        return self._keys[number]

    def _parts(self) -> dict[int, Path]:
        """Chunk -> file of its part."""
        there: dict[int, Path] = {}
        problems = []
        for path in sorted(self.folder.glob("part-*.parquet")):
            match = _PART.fullmatch(path.name)
            number = int(match[1]) if match else -1
            known = match and number < self.plan["chunks"] and number not in there
            if not known or (match and self._sweep is not None and match[2] != self._key(number)):
                problems.append(Problem("this part is not of the plan in batch.json", file=str(path)))
            there[number] = path
        if problems:
            raise FormatError(problems)
        return there


def _require_empty(folder: Path) -> None:
    """Nothing but what a writer that died early may have left."""
    names = [path.name for path in folder.iterdir()] if folder.exists() else []
    foreign = sorted(name for name in names if name not in (LOCK, README) and not name.startswith(UNFINISHED))
    if foreign:
        listed = ", ".join(foreign[:3]) + (", ..." if len(foreign) > 3 else "")
        raise FormatError([Problem(f"the folder is not empty and no store: it holds {listed}", file=str(folder))])
