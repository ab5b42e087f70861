"""A store as CSV, by run, in bounded memory whatever its size."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from sim.batch.store.parts import PartFiles
from sim.batch.store.store import Store
from sim.text_files import STREAM
from sim.whole_files import whole_file

if TYPE_CHECKING:
    import pyarrow

ROWS_IN_MEMORY = 500_000


def write_csv(store: Store, path: Path) -> None:
    """All rows under a header, by run, or nothing; to standard output for `-`.

    An empty cell and NaN are nothing, a list is joined by "; ". Where the chunks were worked out in another order
    than that of the runs, a large store passes through files beside `path` that are as large as itself.
    Raises FormatError as `Store.parts`, OSError with the file's name.
    """
    from pyarrow.csv import CSVWriter, WriteOptions

    parts = store.parts()
    names = [column["name"] for column in store.plan["columns"]]
    with _target(path) as stream:
        header = io.StringIO()
        csv.writer(header, lineterminator="\n").writerow(names)
        stream.write(header.getvalue().encode())
        with ExitStack() as stack:
            writer = None
            for table in _in_order(parts, store.plan["settings"], path):
                plain = _plain(table)
                if writer is None:
                    options = WriteOptions(include_header=False)
                    writer = stack.enter_context(CSVWriter(stream, plain.schema, write_options=options))
                writer.write_table(plain)


@contextmanager
def _target(path: Path) -> Iterator[IO[bytes]]:
    if path == STREAM:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    else:
        with whole_file(path, "wb") as stream:
            yield stream


def _in_order(parts: PartFiles, settings: int, path: Path) -> Iterator[pyarrow.Table]:
    """All rows by run, a table at a time."""
    ends = sorted(parts.runs(place) for place in range(len(parts.numbers)))
    if all(before[1] < after[0] for before, after in pairwise(ends)):
        for part in parts.each():
            yield part.table()
    elif parts.rows <= ROWS_IN_MEMORY:
        yield parts.table()
    else:
        near = None if path == STREAM else path.absolute().parent
        with TemporaryDirectory(prefix=".sim-", dir=near) as folder:
            yield from _by_ranges(parts, settings, Path(folder))


def _by_ranges(parts: PartFiles, settings: int, folder: Path) -> Iterator[pyarrow.Table]:
    """The rows of one range of runs after another, each sorted in memory; on the disk in between."""
    from pyarrow.ipc import new_stream, open_stream

    count = -(-parts.rows // ROWS_IN_MEMORY)
    first = np.linspace(1, settings + 1, count + 1).astype(np.int64)
    files = [folder / f"{place}.arrow" for place in range(count)]
    with ExitStack() as stack:
        writers: list[Any] = [None] * count
        for part in parts.each():
            table = part.table()
            bounds = np.searchsorted(table["run"].to_numpy(), first)
            for place, (start, stop) in enumerate(pairwise(bounds.tolist())):
                if start == stop:
                    continue
                if writers[place] is None:
                    writers[place] = stack.enter_context(new_stream(str(files[place]), table.schema))
                writers[place].write_table(table.slice(start, stop - start))
    for file in files:
        if file.exists():
            with open_stream(file.read_bytes()) as stream:
                table = stream.read_all()
            yield table.take(np.argsort(table["run"].to_numpy(), kind="stable"))


def _plain(table: pyarrow.Table) -> pyarrow.Table:
    """The same rows with nothing in place of NaN, and lists as texts."""
    import pyarrow
    from pyarrow import compute

    for place, field in enumerate(table.schema):
        cells = table[field.name]
        if pyarrow.types.is_float64(field.type):
            cells = compute.if_else(compute.is_nan(cells), None, cells)
        elif pyarrow.types.is_list(field.type):
            cells = compute.binary_join(cells.cast(pyarrow.list_(pyarrow.string())), "; ")
        table = table.set_column(place, field.name, cells)
    return table
