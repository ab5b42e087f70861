"""One part of a store: the rows of one chunk as the bytes of a Parquet file, the same for the same rows."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.batch.store.columns import cells, columns, schema
from sim.batch.store.digests import common_digest, runs_digest
from sim.batch.sweep.model import Sweep


@dataclass(frozen=True)
class PartRecord:
    """What stands in a part beside its columns. common, runs: digests of what all parts of the sweep share, and of the
    numbers of its settings. settings: how many it has. refused: how many of these are."""

    common: str
    runs: str
    settings: int
    refused: int

    def metadata(self) -> dict[str, str]:
        """The same as a Parquet file holds it."""
        return {f"sim_{name}": str(value) for name, value in vars(self).items()}

    @classmethod
    def of(cls, metadata: Mapping[bytes, bytes] | None) -> PartRecord:
        """The record of a Parquet file; raises KeyError where it has none."""
        common, runs, settings, refused = ((metadata or {})[f"sim_{name}".encode()].decode() for name in _RECORD)
        return cls(common, runs, int(settings), int(refused))


_RECORD = ("common", "runs", "settings", "refused")
REFUSED = "refused"
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
    typed = schema(named, _record(sweep, ordered).metadata())
    arrays = [
        pyarrow.array(cells([row.get(column.name) for row in ordered], column.type), field.type)
        for column, field in zip(named, typed, strict=True)
    ]
    stream = io.BytesIO()
    write_table(
        pyarrow.table(arrays, schema=typed), stream, compression="zstd", compression_level=_COMPRESSION_LEVEL,
        use_dictionary=[column.name for column in named if column.type == "text"], version="2.6",
        row_group_size=max(1, len(ordered)),
    )  # fmt: skip
    return stream.getvalue()


def _record(sweep: Sweep, rows: Sequence[Mapping[str, Any]]) -> PartRecord:
    """What the part of these rows has beside its columns; rows: by run."""
    runs = list(dict.fromkeys(row["run"] for row in rows))
    refused = {row["run"] for row in rows if row.get("status") == REFUSED}
    return PartRecord(common_digest(sweep), runs_digest(runs), len(runs), len(refused))


def read_record(content: bytes) -> PartRecord:
    """The record of a part from its bytes. Raises ValueError where they are no part."""
    import pyarrow
    from pyarrow.parquet import read_metadata

    try:
        return PartRecord.of(read_metadata(pyarrow.BufferReader(content)).metadata)
    except (OSError, ValueError, KeyError):
        raise ValueError("these bytes are no part of a store") from None
