"""One part of a store: the rows of one chunk as the bytes of a Parquet file, the same for the same rows."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from sim.batch.store.columns import cell, columns, schema
from sim.batch.store.digests import common_digest, runs_digest
from sim.batch.sweep.model import Sweep

COMMON, RUNS = "sim_sweep", "sim_runs"
"""What stands in the file beside its columns: digests of all that its sweep has in common, and of its runs."""

_COMPRESSION_LEVEL = 3


def encode_part(sweep: Sweep, rows: Sequence[Mapping[str, Any]]) -> bytes:
    """A Parquet file of the rows of one chunk, by run; the rows of one run stay in the order given.

    sweep: its points are not read. rows: column -> value; a column that is left out is empty.
    Raises ValueError for a column that the store has not, TypeError or ValueError for a value of another type.
    """
    import pyarrow
    from pyarrow.parquet import write_table

    named = columns(sweep)
    if unknown := sorted(set().union(*rows) - {column.name for column in named}):
        raise ValueError(f"no column of the store: {', '.join(unknown)}")
    ordered = sorted(rows, key=lambda row: row["run"])
    metadata = {COMMON: common_digest(sweep), RUNS: runs_digest(dict.fromkeys(row["run"] for row in ordered))}
    typed = schema(named, metadata)
    arrays = [
        pyarrow.array([cell(row.get(column.name), column.type) for row in ordered], field.type)
        for column, field in zip(named, typed, strict=True)
    ]
    stream = io.BytesIO()
    write_table(
        pyarrow.table(arrays, schema=typed), stream, compression="zstd", compression_level=_COMPRESSION_LEVEL,
        use_dictionary=[column.name for column in named if column.type == "text"], version="2.6",
        row_group_size=max(1, len(ordered)),
    )  # fmt: skip
    return stream.getvalue()
