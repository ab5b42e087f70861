"""A store: a folder of parts, one Parquet file a chunk of settings, with its plan beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.batch.store.digests import Runs, part_key, runs_digest
from sim.batch.store.lock import hold_lock
from sim.batch.store.part import REFUSED, read_record
from sim.batch.store.parts import ANSWERS, PartFiles, find_parts, part_name
from sim.batch.store.plan import PLAN, differences, make_plan, read_plan, write_plan
from sim.batch.store.readme import README, write_readme
from sim.batch.store.status import StoreStatus
from sim.batch.sweep.model import Sweep
from sim.errors import FormatError, Problem
from sim.folder_lock import LOCK
from sim.whole_files import UNFINISHED, whole_file

if TYPE_CHECKING:
    import pandas
    import pyarrow


class Store:
    """The store in a folder. folder: where it is. plan: what its `batch.json` holds."""

    def __init__(
        self, folder: Path, plan: dict[str, Any], sweep: Sweep | None = None, chunks: Sequence[Runs] = ()
    ) -> None:
        self.folder, self.plan = folder, plan
        self._sweep, self._chunks = sweep, chunks
        self._keys: dict[int, str] = {}

    @classmethod
    def create(cls, folder: Path, sweep: Sweep, chunks: Sequence[Runs]) -> Store:
        """The store of a sweep, new or opened again.

        chunks: the numbers of the settings in each part. Raises FormatError, with what differs, where the folder
        holds anything but a store of the same plan; OSError where it cannot be made.
        """
        plan = make_plan(sweep, chunks)
        there = begin(folder, plan)
        if told := differences(there, plan):
            raise FormatError([Problem(text, file=str(folder)) for text in told])
        store = cls(folder, there, sweep, chunks)
        store.missing()
        return store

    @classmethod
    def open(cls, folder: Path) -> Store:
        """The store in a folder, to be read. Raises FileNotFoundError and FormatError as `read_plan`."""
        return cls(folder, read_plan(folder))

    def missing(self) -> list[int]:
        """The numbers of the chunks that have no part yet, from 0; one listing of the folder.

        Raises FormatError for a part that is not of the plan.
        """
        files = self.files()
        return [number for number in range(self.plan["chunks"]) if number not in files]

    def files(self) -> dict[int, Path]:
        """Chunk -> file of its part, by chunk. Raises FormatError for a part that is not of the plan."""
        parts = find_parts(self.folder, self.plan["chunks"])
        if self._sweep is not None:
            strange = [path for number, (path, key) in parts.items() if key != self._key(number)]
            if strange:
                message = "this part is not of the plan in batch.json: its key is another one"
                raise FormatError([Problem(message, file=str(path)) for path in strange])
        return {number: path for number, (path, _) in parts.items()}

    def write(self, number: int, content: bytes) -> None:
        """The part of one chunk, whole and safe on the disk, or nothing of it.

        number: the chunk's, from 0. content: as `encode_part` gives it. Raises OSError with the file's name,
        ValueError for the part of another chunk or sweep.
        """
        key = self._key(number)
        record = read_record(content)
        runs = runs_digest(sorted(self._chunks[number]))
        if (record.common, record.runs) != (self.plan["common_digest"], runs):
            raise ValueError(f"this part is not of chunk {number}, or not of this sweep and this version of sim")
        with whole_file(self.folder / ANSWERS / part_name(number, key), "wb", durable=True) as stream:
            stream.write(content)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """While this process alone writes; what dead writers left unfinished is removed.

        Raises BlockingIOError, naming the process and the host, where another one writes.
        """
        with hold_lock(self.folder):
            yield

    def table(self, columns: Sequence[str] | None = None, where: Any = None) -> pyarrow.Table:
        """The rows of all parts, by run.

        columns: names, in the order wanted; None for all. where: which rows, as an expression of pyarrow
        (`pyarrow.compute.field("question") == "Q6"`) or a list of triples (`[("question", "==", "Q6")]`).
        Raises KeyError for a column that is not there, FormatError for a part that is damaged or of another sweep.
        """
        return self.parts().table(columns, where)

    def pandas(self, columns: Sequence[str] | None = None, where: Any = None) -> pandas.DataFrame:
        """The same as a data frame of pandas."""
        return self.table(columns, where).to_pandas()

    def parts(self) -> PartFiles:
        """The parts that are there; raises FormatError for one that is damaged or of another sweep."""
        return PartFiles(self.plan, self.files())

    def status(self) -> StoreStatus:
        """How far the store is; raises as `parts`."""
        parts = self.parts()
        refused = sum(record.refused for record in parts.records)
        return StoreStatus(
            title=self.plan["title"], chunks=self.plan["chunks"], chunks_done=len(parts.numbers),
            settings=self.plan["settings"], refused=refused,
            ok=sum(record.settings for record in parts.records) - refused, messages=_messages(parts),
        )  # fmt: skip

    def forget(self, numbers: Sequence[int]) -> None:
        """Removes the parts of some chunks, so that they are worked out again. numbers: from 0; under the lock."""
        files = self.files()
        for number in numbers:
            files[number].unlink()

    def refused_chunks(self) -> list[int]:
        """The numbers of the chunks that hold a refused setting; raises as `parts`."""
        parts = self.parts()
        return [number for number, record in zip(parts.numbers, parts.records, strict=True) if record.refused]

    def _key(self, number: int) -> str:
        if self._sweep is None:
            raise ValueError("a store that was opened to be read is not written")
        if number not in self._keys:
            settings = self._sweep.settings([int(run) for run in self._chunks[number]])
            self._keys[number] = part_key(self._sweep, settings)
        return self._keys[number]


def begin(folder: Path, plan: dict[str, Any]) -> dict[str, Any]:
    """The plan that is in a folder, this one where it is empty or missing.

    Raises FormatError where the folder holds other files.
    """
    if not (folder / PLAN).exists():
        _require_empty(folder)
        folder.mkdir(parents=True, exist_ok=True)
        with hold_lock(folder):
            if not (folder / PLAN).exists():
                write_plan(plan, folder)
    there = read_plan(folder)
    (folder / ANSWERS).mkdir(exist_ok=True)
    if not (folder / README).exists():
        write_readme(there, folder)
    return there


def _require_empty(folder: Path) -> None:
    """Nothing but what a writer that died early may have left."""
    names = [path.name for path in folder.iterdir()] if folder.exists() else []
    foreign = sorted(name for name in names if name != LOCK and not name.startswith(UNFINISHED))
    if foreign:
        listed = ", ".join(foreign[:3]) + (", ..." if len(foreign) > 3 else "")
        raise FormatError([Problem(f"the folder is not empty and no store: it holds {listed}", file=str(folder))])


def _messages(parts: PartFiles) -> dict[str, int]:
    """Why settings were refused -> how many, the most frequent first."""
    some = parts.only(place for place, record in enumerate(parts.records) if record.refused)
    if not some.numbers:
        return {}
    counts = some.table(["message"], [("status", "==", REFUSED)])["message"].value_counts().to_pylist()
    told = {entry["values"] or "": entry["counts"] for entry in counts}
    return dict(sorted(told.items(), key=lambda entry: (-entry[1], entry[0])))
