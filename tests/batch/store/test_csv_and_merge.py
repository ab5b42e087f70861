"""A store as CSV, by run whatever its size; stores of one sweep made one, and of different ones refused."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas
import pytest

from sim.batch.store.csv_file import write_csv
from sim.batch.store.merge import merge
from sim.batch.store.part import encode_part
from sim.batch.store.store import Store
from sim.batch.sweep.model import Sweep
from sim.errors import FormatError
from sim.text_files import STREAM

CHUNKS = [np.array([1, 5, 9, 2]), np.array([6, 10, 3, 7]), np.array([11, 4, 8, 12])]


def test_the_csv_has_every_row_by_run(store: Store, tmp_path: Path, rows: Callable[..., Any]) -> None:
    write_csv(store, tmp_path / "all.csv")
    with (tmp_path / "all.csv").open(newline="") as stream:
        told = list(csv.DictReader(stream))
    expected = rows(range(1, 13))
    assert list(told[0]) == store.table().column_names
    assert [int(row["run"]) for row in told] == [row["run"] for row in expected]
    assert [float(row["probability"] or -1) for row in told] == [row.get("probability", -1) for row in expected]
    assert {row["median"] for row in told} == {""}, "NaN and null are nothing"
    assert told[0]["curve_probability"] == "0.1; 0.01"
    assert [row["message"] for row in told if row["status"] == "refused"] == ['no list "own", nor an=other']
    frame = pandas.read_csv(tmp_path / "all.csv")
    pandas.testing.assert_series_equal(frame["set:weight"], store.pandas(["set:weight"])["set:weight"])


@pytest.mark.parametrize("most", [1, 7, 22])
def test_the_csv_of_a_large_store_is_the_same(store: Store, tmp_path: Path, most: int, monkeypatch: Any) -> None:
    write_csv(store, tmp_path / "a.csv")
    monkeypatch.setattr("sim.batch.store.csv_file.ROWS_IN_MEMORY", most)
    write_csv(store, tmp_path / "b.csv")
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "b.csv", "store"]


def test_parts_that_follow_one_another_pass_through_no_other_file(
    tmp_path: Path, sweep: Sweep, rows: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    chunks = [[9, 10, 11, 12], [1, 2, 3, 4], [5, 6, 7, 8]]
    store = Store.create(tmp_path / "store", sweep, chunks)
    for number, runs in enumerate(chunks):
        store.write(number, encode_part(sweep, rows(runs)))
    write_csv(store, tmp_path / "a.csv")
    monkeypatch.setattr("sim.batch.store.csv_file.ROWS_IN_MEMORY", 1)
    monkeypatch.setattr("sim.batch.store.csv_file._by_ranges", None)
    write_csv(store, tmp_path / "b.csv")
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    assert (tmp_path / "a.csv").read_text().count("\n") == 24


def test_the_csv_goes_to_standard_output(tmp_path: Path, sweep: Sweep, capfdbinary: Any, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    write_csv(Store.create(tmp_path / "store", sweep, CHUNKS), STREAM)
    assert capfdbinary.readouterr().out.startswith(b"run,file,set:weight,")
    assert [path.name for path in tmp_path.iterdir()] == ["store"]


@pytest.fixture
def two(tmp_path: Path, sweep: Sweep, store: Store) -> list[Path]:
    """The same sweep on two machines: chunks 0 and 1 here, 1 and 2 there."""
    for name, gone in (("here", 2), ("there", 0)):
        shutil.copytree(store.folder, tmp_path / name)
        Store.open(tmp_path / name).forget([gone])
    return [tmp_path / "here", tmp_path / "there"]


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_two_stores_become_one(two: list[Path], store: Store, tmp_path: Path, sweep: Sweep) -> None:
    made = merge(two, tmp_path / "both")
    assert made.missing() == []
    assert _bytes(made.folder) == _bytes(store.folder), "the same as one that was made in one go"
    assert Store.create(tmp_path / "both", sweep, CHUNKS).missing() == []
    assert merge([two[1]], two[0]).missing() == [], "a store that is there is added to"
    assert _bytes(two[0]) == _bytes(store.folder)


def test_stores_of_different_sweeps_are_not_merged(store: Store, sweep: Sweep, tmp_path: Path) -> None:
    Store.create(tmp_path / "other", replace(sweep, draws=100, seed=2), CHUNKS)
    with pytest.raises(FormatError) as refusal:
        merge([store.folder, tmp_path / "other"], tmp_path / "both")
    assert "draws 100, not 200" in str(refusal.value)
    assert "seed 2, not 1" in str(refusal.value)
    with pytest.raises(FormatError, match="draws 100, not 200"):
        merge([store.folder], tmp_path / "other")
    assert not (tmp_path / "both").exists()
    with pytest.raises(ValueError, match="no store to merge"):
        merge([], tmp_path / "both")


def test_a_chunk_with_other_bytes_is_not_merged(
    two: list[Path], sweep: Sweep, rows: Callable[..., Any], tmp_path: Path
) -> None:
    path = Store.open(two[1]).files()[1]
    changed = [row | {"probability": 0.5} for row in rows(CHUNKS[1])]
    path.write_bytes(encode_part(sweep, changed))
    for folder in (tmp_path / "both", two[0]):
        before = set(two[0].rglob("*"))
        with pytest.raises(FormatError, match="chunk 1 has other bytes than in") as refusal:
            merge(two, folder)
        assert str(path) in str(refusal.value)
        assert set(two[0].rglob("*")) == before
    assert not (tmp_path / "both").exists()


def test_a_damaged_part_is_not_merged(two: list[Path], tmp_path: Path) -> None:
    path = Store.open(two[0]).files()[0]
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(FormatError, match="cut off or damaged"):
        merge(two, tmp_path / "both")
    assert not (tmp_path / "both").exists()
