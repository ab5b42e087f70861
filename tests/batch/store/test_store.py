"""A store made, opened again, refused, read; what it says of itself."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas
import pytest
from pyarrow import compute

from sim.batch.store.part import encode_part
from sim.batch.store.parts import ANSWERS
from sim.batch.store.store import Store
from sim.batch.sweep.model import Level, Sweep, SweepAxis
from sim.errors import FormatError

CHUNKS = [np.array([1, 5, 9, 2]), np.array([6, 10, 3, 7]), np.array([11, 4, 8, 12])]


def test_a_store_goes_on_where_it_stopped(tmp_path: Path, sweep: Sweep, rows: Callable[..., Any]) -> None:
    store = Store.create(tmp_path / "a" / "store", sweep, CHUNKS)
    assert store.missing() == [0, 1, 2]
    store.write(1, encode_part(sweep, rows(CHUNKS[1])))
    again = Store.create(tmp_path / "a" / "store", sweep, [chunk.tolist() for chunk in CHUNKS])
    assert again.missing() == Store.open(tmp_path / "a" / "store").missing() == [0, 2]
    names = sorted(path.name[:11] for path in store.folder.rglob("*") if path.is_file())
    assert names == [
        ".lock",
        "README.md",
        "batch.json",
        "part-000001",
    ]


def test_the_part_of_another_chunk_or_sweep_is_not_written(
    store: Store, sweep: Sweep, rows: Callable[..., Any]
) -> None:
    content = encode_part(sweep, rows(CHUNKS[0]))
    with pytest.raises(ValueError, match="not of chunk 1"):
        store.write(1, content)
    other = replace(sweep, seed=2)
    with pytest.raises(ValueError, match="not of this sweep"):
        store.write(0, encode_part(other, rows(CHUNKS[0])))
    with pytest.raises(ValueError, match="opened to be read"):
        Store.open(store.folder).write(0, content)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"draws": 100}, "another sweep: draws 200, not 100"),
        ({"policies": ("strikes",)}, "another sweep: its policies differ"),
        ({"points": ()}, "another sweep: settings 12, not 0"),
        ({"axes": (SweepAxis("heft", "number"), SweepAxis("lexicon", "text"))}, "another sweep: its axes differ"),
    ],
)
def test_another_sweep_is_refused_with_what_differs(store: Store, sweep: Sweep, change: Any, told: str) -> None:
    with pytest.raises(FormatError) as refusal:
        Store.create(store.folder, replace(sweep, **change), CHUNKS)
    assert told in str(refusal.value)
    assert str(store.folder) in str(refusal.value)


def test_other_points_and_other_chunks_are_refused(store: Store, sweep: Sweep) -> None:
    with pytest.raises(FormatError, match="another sweep: its settings differ"):
        Store.create(store.folder, replace(sweep, points=sweep.points[::-1]), CHUNKS)
    with pytest.raises(FormatError, match="3 chunks of at most 4 settings"):
        Store.create(store.folder, sweep, CHUNKS[::-1])


@pytest.mark.parametrize("name", ["sim", "numpy", "scipy"])
def test_another_version_that_may_move_bytes_is_refused(store: Store, sweep: Sweep, name: str) -> None:
    plan = json.loads((store.folder / "batch.json").read_text())
    plan["versions"] |= {name: "0.0.1", "python": "2.7", "pyarrow": "1.0"}
    (store.folder / "batch.json").write_text(json.dumps(plan))
    with pytest.raises(FormatError) as refusal:
        Store.create(store.folder, sweep, CHUNKS)
    assert f"made with {name} 0.0.1, and this is {name} " in str(refusal.value)
    assert len(refusal.value.problems) == 1, "others are information"
    assert Store.open(store.folder).missing() == [], "to read it needs no version"


def test_foreign_files_are_refused_and_left(tmp_path: Path, sweep: Sweep) -> None:
    (tmp_path / "letter.txt").write_text("Dear")
    with pytest.raises(FormatError, match=r"not empty and no store: it holds letter\.txt"):
        Store.create(tmp_path, sweep, CHUNKS)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_what_is_no_plan_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=re.escape(str(tmp_path / "batch.json"))):
        Store.open(tmp_path)
    for text in ('{"format": "scenario-sim batch", "for', "[]", '{"format": "other"}'):
        (tmp_path / "batch.json").write_text(text)
        with pytest.raises(FormatError, match="not the plan of a batch"):
            Store.open(tmp_path)
    (tmp_path / "batch.json").write_text('{"format": "scenario-sim batch", "format_version": 99}')
    with pytest.raises(FormatError, match="store of format 99"):
        Store.open(tmp_path)


@pytest.mark.parametrize("name", ["part-000000-0123456789abcdef.parquet", "part-000007-{key}.parquet", "x.parquet"])
def test_a_part_that_the_plan_has_no_place_for_is_refused(store: Store, sweep: Sweep, name: str) -> None:
    first = store.files()[0]
    strange = store.folder / ANSWERS / name.format(key=first.name[12:28])
    shutil.copy(first, strange)
    for opened in (store, Store.open(store.folder)):
        with pytest.raises(FormatError) as refusal:
            opened.missing()
        assert str(store.folder) in str(refusal.value)
    if name.startswith("part-000000"):
        first.unlink()
        with pytest.raises(FormatError, match="its key is another one"):
            Store.create(store.folder, sweep, CHUNKS)


def test_a_part_of_another_sweep_under_a_good_name_is_refused(store: Store, sweep: Sweep, rows: Any) -> None:
    path = store.files()[1]
    path.write_bytes(encode_part(replace(sweep, worlds=65), rows(CHUNKS[1])))
    with pytest.raises(FormatError, match="of another sweep") as refusal:
        store.table()
    assert str(path) in str(refusal.value)


@pytest.mark.parametrize("keep", [0, 10, 0.5, 0.99])
def test_a_part_that_is_cut_off_is_named(store: Store, keep: float) -> None:
    path = store.files()[2]
    content = path.read_bytes()
    path.write_bytes(content[: int(keep * len(content)) if keep < 1 else int(keep)])
    for read in (store.table, store.status, store.refused_chunks):
        with pytest.raises(FormatError, match="cut off or damaged: remove it") as refusal:
            read()
        assert str(path) in str(refusal.value)


def test_a_part_that_is_damaged_inside_is_named(store: Store) -> None:
    path = store.files()[2]
    content = bytearray(path.read_bytes())
    content[4:200] = bytes(196)
    path.write_bytes(content)
    with pytest.raises(FormatError, match="damaged: remove it") as refusal:
        store.table()
    assert str(path) in str(refusal.value)


def test_the_rows_come_by_run_whatever_the_order_of_work(store: Store, sweep: Sweep, rows: Callable[..., Any]) -> None:
    expected = rows(range(1, 13))
    table = store.table()
    assert table["run"].to_pylist() == [row["run"] for row in expected]
    assert table["question"].to_pylist() == [row.get("question") for row in expected]
    assert table["probability"].to_pylist() == [row.get("probability") for row in expected]
    part = store.table(["probability", "question"], [("question", "==", "Q2"), ("set:lexicon", "==", "cia-poll")])
    assert part.column_names == ["probability", "question"]
    assert part["probability"].to_pylist() == [0.02, 0.03, 0.04, 0.05]
    by_field = store.table(["run"], (compute.field("run") > 10) & (compute.field("question") == "Q1"))
    assert by_field["run"].to_pylist() == [11, 12]
    with pytest.raises(KeyError, match="probabilty"):
        store.table(["probabilty"])


def test_an_empty_store_is_a_table_without_rows(tmp_path: Path, sweep: Sweep) -> None:
    store = Store.create(tmp_path / "store", sweep, CHUNKS)
    assert store.table().num_rows == 0
    assert store.table().num_columns == 29
    assert store.status().ok == 0
    assert not store.status().complete


def test_pandas_reads_it_with_and_without_sim(store: Store) -> None:
    frame = store.pandas()
    direct = pandas.read_parquet(store.folder / ANSWERS)
    assert len(frame) == len(direct) == 23
    assert frame["set:lexicon"].isna().sum() == 0
    assert frame["set:weight"].isna().sum() == 6
    ordered = direct.sort_values("run", kind="stable").reset_index(drop=True)
    pandas.testing.assert_frame_equal(ordered, frame)


def test_the_status_counts_what_is_there(store: Store) -> None:
    status = store.status()
    assert (status.chunks_done, status.chunks, status.settings) == (3, 3, 12)
    assert (status.ok, status.refused, status.complete) == (11, 1, True)
    assert status.messages == {'no list "own", nor an=other': 1}
    assert "12 of 12 settings done: 11 ok, 1 refused" in status.text
    assert store.refused_chunks() == [1]
    store.forget([1])
    assert store.missing() == [1]
    assert store.status().refused == 0


def test_the_plan_is_readable_and_does_not_grow_with_settings(tmp_path: Path, sweep: Sweep) -> None:
    Store.create(tmp_path / "small", sweep, CHUNKS)
    plan = json.loads((tmp_path / "small" / "batch.json").read_text())
    assert plan["title"] == "Does it hang on weights"
    assert plan["file"] == "first-sweep.yaml"
    (scenario,) = plan["scenarios"]
    assert (scenario["file"], scenario["sha256"], scenario["as_of"]) == ("first.yaml", "ab" * 32, "2025-12-24")
    assert plan["called"]["policies"] == {"blockade": "blockade", "strikes": "strikes"}
    weight, lexicon = plan["axes"]
    assert (weight["from"], weight["to"], weight["levels"]) == (0.0, 1.0, [0.0, 0.5, 1.0, None])
    assert lexicon["levels"][0] == {"cell": "cia-poll", "says": "A list", "set": {"lexicon": "cia-poll"}}
    points = tuple(point for _ in range(1000) for point in sweep.points)
    many = replace(sweep, points=points)
    Store.create(tmp_path / "large", many, [range(start, start + 100) for start in range(1, 12_001, 100)])
    small, large = ((tmp_path / name / "batch.json").stat().st_size for name in ("small", "large"))
    assert abs(large - small) < 20
    levels = tuple(Level(float(value), (("experts.author.weight", float(value)),)) for value in range(1000))
    wide = replace(sweep, axes=(replace(sweep.axes[0], levels=levels), sweep.axes[1]))
    Store.create(tmp_path / "wide", wide, CHUNKS)
    told = json.loads((tmp_path / "wide" / "batch.json").read_text())["axes"][0]["levels"]
    assert len(told) == 201
    assert told[-1] == "and 800 more"


def test_the_readme_explains_every_column_and_is_made_again(store: Store, sweep: Sweep, tmp_path: Path) -> None:
    text = (store.folder / "README.md").read_text()
    for column in store.table().column_names:
        assert re.search(rf"^\| `{re.escape(column)}` \| \w+ \| [A-Z`].*\. \|$", text, re.M), column
    assert all(name in text for name in ("pandas", "polars", "DuckDB", "arrow::open_dataset"))
    (store.folder / "README.md").unlink()
    Store.create(store.folder, sweep, CHUNKS)
    assert (store.folder / "README.md").read_text() == text
    Store.create(tmp_path / "other", sweep, CHUNKS)
    for name in ("README.md", "batch.json"):
        assert (tmp_path / "other" / name).read_bytes() == (store.folder / name).read_bytes(), "no date, no place"
