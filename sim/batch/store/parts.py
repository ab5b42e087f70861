"""The parts in a store's folder: found by name, checked by what stands in them, read as one table by run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.batch.store.columns import schema
from sim.batch.store.digests import KEY_DIGITS
from sim.batch.store.part import PartRecord
from sim.batch.store.plan import stored_columns
from sim.errors import FormatError, Problem

if TYPE_CHECKING:
    import pyarrow
    from pyarrow.dataset import FileSystemDataset, ParquetFileFragment

ANSWERS = "answers"
"""The folder of the parts, in that of the store: a Parquet dataset with nothing else in it."""

_PART = re.compile(rf"part-(\d{{6,}})-([0-9a-f]{{{KEY_DIGITS}}})\.parquet")

_DAMAGED = "damaged: remove it, and its chunk is worked out again"


def part_name(number: int, key: str) -> str:
    """The name of a part. number: its chunk's, from 0. key: as `part_key` gives it."""
    return f"part-{number:06d}-{key}.parquet"


def find_parts(folder: Path, chunks: int) -> dict[int, tuple[Path, str]]:
    """Chunk -> file and key of its part, by chunk; one listing of the folder.

    folder: of the store. chunks: how many the plan has. Raises FormatError for a Parquet file that the plan has no
    place for.
    """
    parts: dict[int, tuple[Path, str]] = {}
    problems = []
    for path in sorted((folder / ANSWERS).glob("*.parquet")):
        match = _PART.fullmatch(path.name)
        if match is None or int(match[1]) >= chunks:
            problems.append(Problem("this file is not of the plan in batch.json", file=str(path)))
        elif int(match[1]) in parts:
            other = parts[int(match[1])][0].name
            problems.append(Problem(f"two parts of one chunk: {other} is there too", file=str(path)))
        else:
            parts[int(match[1])] = path, match[2]
    if problems:
        raise FormatError(problems)
    return dict(sorted(parts.items()))


class PartFiles:
    """Some parts of a store, their ends read and checked.

    numbers: of their chunks. records: what each says of itself.
    """

    def __init__(self, plan: Mapping[str, Any], files: Mapping[int, Path]) -> None:
        """plan: of the store. files: chunk -> its part. Raises FormatError for a part that is cut off, or of another
        sweep."""
        from pyarrow.dataset import ParquetFileFormat
        from pyarrow.fs import LocalFileSystem

        self._format, self._disk = ParquetFileFormat(), LocalFileSystem()
        self.numbers = list(files)
        self.records: list[PartRecord] = []
        self._fragments: list[ParquetFileFragment] = []
        self._schema = schema(stored_columns(plan))
        problems = []
        for path in files.values():
            fragment = self._format.make_fragment(str(path), self._disk)
            try:
                fragment.ensure_complete_metadata()
                record = PartRecord.of(fragment.metadata.metadata)
            except (OSError, ValueError, KeyError):
                problems.append(Problem(f"cut off or {_DAMAGED}", file=str(path)))
                continue
            if record.common != plan["common_digest"]:
                problems.append(Problem("this part is of another sweep", file=str(path)))
            self.records.append(record)
            self._fragments.append(fragment)
        if problems:
            raise FormatError(problems)

    def table(self, columns: Sequence[str] | None = None, where: Any = None) -> pyarrow.Table:
        """Their rows by run; arguments and what is raised as with `Store.table`."""
        wanted = list(self._schema.names if columns is None else columns)
        if unknown := [name for name in wanted if name not in self._schema.names]:
            raise KeyError(", ".join(unknown))
        with_run = wanted if "run" in wanted else [*wanted, "run"]
        table = self._read(with_run, where)
        runs = table["run"].to_numpy()
        if np.any(runs[1:] < runs[:-1]):
            table = table.take(np.argsort(runs, kind="stable"))
        return table.select(wanted)

    def each(self) -> Iterator[PartFiles]:
        """Each part by itself, by its first run."""
        for place in sorted(range(len(self.numbers)), key=lambda place: self.runs(place)[0]):
            yield self._some([place])

    def only(self, places: Iterable[int]) -> PartFiles:
        """Those at some places, from 0."""
        return self._some(list(places))

    def runs(self, place: int) -> tuple[int, int]:
        """The least and the greatest run of the part at a place; (0, 0) for one without rows."""
        metadata = self._fragments[place].metadata
        if not metadata.num_rows:
            return 0, 0
        statistics = metadata.row_group(0).column(0).statistics
        return statistics.min, statistics.max

    @property
    def rows(self) -> int:
        """How many rows they have."""
        return sum(fragment.metadata.num_rows for fragment in self._fragments)

    def _some(self, places: Sequence[int]) -> PartFiles:
        chosen = PartFiles.__new__(PartFiles)
        chosen._format, chosen._disk, chosen._schema = self._format, self._disk, self._schema
        for name in ("numbers", "records", "_fragments"):
            setattr(chosen, name, [getattr(self, name)[place] for place in places])
        return chosen

    def _read(self, columns: Sequence[str], where: Any) -> pyarrow.Table:
        import pyarrow
        from pyarrow.dataset import FileSystemDataset
        from pyarrow.parquet import filters_to_expression

        dataset: FileSystemDataset = FileSystemDataset(self._fragments, self._schema, self._format, self._disk)
        condition = filters_to_expression(where) if isinstance(where, list | tuple) else where
        try:
            return dataset.to_table(columns=list(columns), filter=condition)
        except (OSError, pyarrow.ArrowInvalid):
            problems = [Problem(_DAMAGED, file=path) for path in self._damaged()]
            if not problems:
                raise
            raise FormatError(problems) from None

    def _damaged(self) -> list[str]:
        """The files whose rows cannot be read."""
        damaged = []
        for fragment in self._fragments:
            try:
                fragment.to_table()
            except (OSError, ValueError):
                damaged.append(fragment.path)
        return damaged
