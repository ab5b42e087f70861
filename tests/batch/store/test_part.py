"""A part: the same bytes for the same rows, whoever makes them; a key that moves with whatever decides them."""

from __future__ import annotations

import io
import pickle
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from pyarrow import parquet

from sim.batch.store.digests import part_key, sweep_digest
from sim.batch.store.part import encode_part, read_record
from sim.batch.sweep.model import Level, Sweep, SweptScenario

COLUMNS = (
    "run file set:weight set:lexicon edits evidence until status message scenario digest policy question method "
    "probability median low50 high50 low90 high90 sampling_error difference difference_error noise_share asked "
    "worlds_needed curve_probability curve_low90 curve_high90"
).split()
ELSEWHERE = """
import pickle, sys
from sim.batch.store.part import encode_part
sweep, rows = pickle.loads(sys.stdin.buffer.read())
sys.stdout.buffer.write(encode_part(sweep, rows))
"""


def test_the_columns_are_there_in_order_and_typed_by_the_sweep(sweep: Sweep, rows: Callable[..., Any]) -> None:
    table = parquet.read_table(io.BytesIO(encode_part(sweep, rows([4, 1]))))
    assert table.column_names == COLUMNS
    types = {field.name: str(field.type) for field in table.schema}
    assert types["run"] == types["worlds_needed"] == "int64"
    assert types["set:weight"] == "double"
    assert types["set:lexicon"] == "large_string"
    assert types["curve_probability"] == "list<element: double>"
    assert table["run"].to_pylist() == [1, 1, 4, 4]
    assert table["set:weight"].to_pylist() == [0, 0, None, None]
    assert table["curve_probability"].to_pylist()[:2] == [[0.1, 0.01], [0.1, 0.02]]


def test_a_column_of_nothing_but_empty_cells_keeps_its_type(sweep: Sweep) -> None:
    one = parquet.read_table(io.BytesIO(encode_part(sweep, [{"run": 1, "status": "refused"}])))
    assert one.schema.field("set:weight").type == pyarrow.float64()
    assert one["policy"].to_pylist() == [None]


def test_a_strange_column_and_a_strange_value_are_refused(sweep: Sweep) -> None:
    with pytest.raises(ValueError, match="no column of the store: probabilty"):
        encode_part(sweep, [{"run": 1, "probabilty": 0.1}])
    with pytest.raises(ValueError, match="Could not convert"):
        encode_part(sweep, [{"run": 1, "probability": "likely"}])


def test_the_bytes_are_those_of_another_process_and_of_threads(sweep: Sweep, rows: Callable[..., Any]) -> None:
    made = rows(range(1, 13))
    here = encode_part(sweep, made)
    bare = replace(sweep, points=())  # what a worker has
    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(lambda _: encode_part(bare, made[::-1][::-1]), range(16))) == {here}
    sent = pickle.dumps((bare, made))
    there = subprocess.run([sys.executable, "-c", ELSEWHERE], input=sent, capture_output=True, check=True, timeout=120)
    assert there.stdout == here
    ordered = sorted(made, key=lambda row: -row["run"])
    assert encode_part(sweep, ordered) == here, "the order of work decides no byte"


def test_a_part_says_what_it_is(sweep: Sweep, rows: Callable[..., Any]) -> None:
    record = read_record(encode_part(sweep, rows([5, 6, 7])))
    assert (record.settings, record.refused) == (3, 1)
    with pytest.raises(ValueError, match="no part"):
        read_record(b"PAR1 but not really")
    stream = io.BytesIO()
    parquet.write_table(pyarrow.table({"run": [1]}), stream)
    with pytest.raises(ValueError, match="no part"):
        read_record(stream.getvalue())


CHANGES: dict[str, Callable[[Sweep], Sweep]] = {
    "text of a scenario": lambda sweep: replace(sweep, sources=(replace(sweep.sources[0], digest="cd" * 32),)),
    "name of a file": lambda sweep: replace(sweep, sources=(replace(sweep.sources[0], file="b.yaml"),)),
    "evidence": lambda sweep: replace(sweep, evidence={"evidence.yaml": "- none"}),
    "policies": lambda sweep: replace(sweep, policies=("strikes",)),
    "questions": lambda sweep: replace(sweep, questions=("Q1",)),
    "draws": lambda sweep: replace(sweep, draws=201),
    "worlds": lambda sweep: replace(sweep, worlds=65),
    "seed": lambda sweep: replace(sweep, seed=2),
    "keep": lambda sweep: replace(sweep, keep=()),
    "kind of an axis": lambda sweep: replace(sweep, axes=(replace(sweep.axes[0], kind="text"), sweep.axes[1])),
    "a value": lambda sweep: _changed(sweep, replace(sweep.points[0][0], changes=(("experts.author.weight", 0.1),))),
    "a cell": lambda sweep: _changed(sweep, replace(sweep.points[0][0], cell=0.1)),
    "evidence of a level": lambda sweep: _changed(sweep, replace(sweep.points[0][0], evidence="evidence.yaml")),
}


def _changed(sweep: Sweep, level: Level) -> Sweep:
    return replace(sweep, points=((level, sweep.points[0][1]), *sweep.points[1:]))


@pytest.mark.parametrize("what", CHANGES)
def test_the_key_moves_with_whatever_decides_the_bytes(sweep: Sweep, what: str) -> None:
    other = CHANGES[what](sweep)
    assert part_key(other, other.settings([1, 2])) != part_key(sweep, sweep.settings([1, 2]))
    assert sweep_digest(other) != sweep_digest(sweep)


def test_the_key_moves_with_its_settings_and_with_nothing_else(sweep: Sweep, monkeypatch: pytest.MonkeyPatch) -> None:
    key = part_key(sweep, sweep.settings([1, 2]))
    assert len(key) == 16
    assert int(key, 16) >= 0
    assert part_key(sweep, sweep.settings([2, 1])) == key
    assert part_key(sweep, sweep.settings([1, 3])) != key
    assert part_key(sweep, [replace(setting, run=setting.run + 12) for setting in sweep.settings([1, 2])]) != key
    retitled = replace(sweep, title="Another", file="other.yaml", chunk=7, design="table")
    assert part_key(retitled, retitled.settings([1, 2])) == key
    assert sweep_digest(retitled) == sweep_digest(sweep)
    second = SweptScenario("second.yaml", sweep.sources[0].scenario, "ab" * 32)
    assert part_key(replace(sweep, sources=(*sweep.sources, second)), sweep.settings([1, 2])) != key
    monkeypatch.setattr("sim.batch.store.digests.version", lambda name: "9.9.9")
    assert part_key(sweep, sweep.settings([1, 2])) != key, "the version of sim"


def test_a_key_costs_the_same_however_many_levels_went_before(sweep: Sweep, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = sweep_digest(sweep)
    monkeypatch.setattr("sim.batch.store.digests._MOST_LEVELS", 2)
    assert sweep_digest(sweep) == whole


def test_pyarrow_waits_until_a_store_is_used() -> None:
    code = "import sys, sim.cli, sim.batch.store.merge, sim.batch.store.csv_file; print('pyarrow' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path.cwd())
    assert told.stdout.strip() == "False"
