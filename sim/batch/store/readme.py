"""`README.md` of a store: what its files are, what every column holds, and how it is read elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sim.batch.store.columns import Column
from sim.batch.store.plan import stored_columns
from sim.errors import escaped
from sim.whole_files import whole_file

README = "README.md"

_READING = """\
## How to read it

Put the path of this folder in place of `STORE`. Each part holds the settings of one chunk; read them all, and sort by
`run` where the order matters. Every one of these programs can read a few columns, or a few rows, without the rest.

- pandas: `pandas.read_parquet("STORE/answers")`
- polars: `polars.scan_parquet("STORE/answers/*.parquet")`
- DuckDB: `SELECT * FROM 'STORE/answers/*.parquet'`
- R: `arrow::open_dataset("STORE/answers")`
- sim: `sim.batch.store.store.Store.open(Path("STORE")).pandas()`, by run, every part checked
"""


def write_readme(plan: Mapping[str, Any], folder: Path) -> None:
    """The `README.md` of a plan in a folder; raises OSError with its name where it cannot be written."""
    with whole_file(folder / README, durable=True) as stream:
        stream.write(readme(plan))


def readme(plan: Mapping[str, Any]) -> str:
    """What it says: the same for the same plan."""
    title = escaped(plan["title"] or plan["file"])
    rows = "\n".join(map(_row, stored_columns(plan)))
    return f"""\
# {title}

A store of `sim batch`: {plan["settings"]:,} settings in {plan["chunks"]:,} chunks.

- `batch.json`: the plan, and the versions of the programs that made it.
- `answers/`: a Parquet dataset, `part-NNNNNN-KEY.parquet` the rows of one chunk. The key is a digest of everything
  that decides the file's bytes.
- `.lock`: held by the process that writes. Copy the folder without it if you like.

A part is there whole or not at all. A chunk without a part was not worked out yet: `sim batch` goes on from there.

## The columns

One row a setting, policy and question; one row for a setting that was refused. An empty cell is a null.

| column | type | what it holds |
| --- | --- | --- |
{rows}

{_READING}"""


def _row(column: Column) -> str:
    name = escaped(column.name).replace("|", "\\|")
    return f"| `{name}` | {column.type} | {column.says.replace('|', chr(92) + '|')} |"
