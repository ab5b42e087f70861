"""Writers that are killed, limited or doubled: what is visible is whole, and what they leave is removed."""

from __future__ import annotations

import json
import os
import pickle
import random
import resource
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.batch.store.lock import hold_lock
from sim.batch.store.part import encode_part
from sim.batch.store.store import Store
from sim.batch.sweep.model import Sweep
from sim.whole_files import whole_file

CHUNKS = [np.array([1, 5, 9, 2]), np.array([6, 10, 3, 7]), np.array([11, 4, 8, 12])]
KILLED = """
import json, os, pickle, random, signal, sys, time
from sim.batch.store.part import read_record
from sim.batch.store.store import Store
folder, sweep, chunks, contents, kills, seed = pickle.loads(sys.stdin.buffer.read())
store, chance = Store.create(folder, sweep, chunks), random.Random(seed)
for content in contents:
    read_record(content)  # what is imported late is there before the first kill
told = {"torn": [], "unfinished": 0, "named": 0, "finished": 0}
for _ in range(kills):
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        with store.locked():
            os.write(writer, b".")
            os.fsync = lambda handle: None  # a killed process loses nothing that it has handed to the system
            while True:
                for number, content in enumerate(contents):
                    store.write(number, content)
    os.read(reader, 1)
    try:
        with store.locked():
            raise SystemExit("two writers")
    except BlockingIOError as refusal:
        told["named"] += f"process {child} on " in str(refusal)
    time.sleep(chance.uniform(0, 0.06))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(reader), os.close(writer)
    for number, path in store.files().items():
        told["finished"] += 1
        if path.read_bytes() != contents[number]:
            told["torn"].append(path.name)
        path.unlink()
    told["unfinished"] += len(list(folder.rglob(".sim-*")))
with store.locked():
    told["left"] = sorted(path.name for path in folder.rglob("*") if path.is_file())
print(json.dumps(told))
"""


@pytest.mark.parametrize("kills", [10, pytest.param(30, marks=pytest.mark.slow)])
def test_a_killed_writer_leaves_no_torn_part(
    tmp_path: Path, sweep: Sweep, rows: Callable[..., Any], kills: int
) -> None:
    large = random.Random(1)
    contents = []
    for runs in CHUNKS:
        made = [row | {"message": large.randbytes(1_000_000).hex()} for row in rows(runs)]
        contents.append(encode_part(sweep, made))
    sent = pickle.dumps((tmp_path / "store", sweep, CHUNKS, contents, kills, 7))
    done = subprocess.run([sys.executable, "-c", KILLED], input=sent, capture_output=True, timeout=300)
    assert done.returncode == 0, done.stderr.decode()
    told = json.loads(done.stdout)
    assert told["torn"] == []
    assert told["named"] == kills, "who came second was told who writes"
    assert told["unfinished"] > 0, "some were killed while they wrote"
    assert told["finished"] > 0, "and some had written"
    assert told["left"] == [".lock", "README.md", "batch.json"]


@contextmanager
def _files_no_larger_than(size: int) -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_disk_that_takes_no_more_names_the_file_and_leaves_nothing(store: Store, sweep: Sweep, rows: Any) -> None:
    path = store.files()[1]
    store.forget([1])
    content = encode_part(sweep, rows(CHUNKS[1]))
    with _files_no_larger_than(len(content) // 2), pytest.raises(OSError, match="File too large") as failure:
        store.write(1, content)
    assert failure.value.filename == str(path)
    assert store.missing() == [1]
    assert not list(store.folder.rglob(".sim-*"))
    store.write(1, content)
    assert store.missing() == []


def test_a_new_store_on_a_full_disk_names_its_plan(tmp_path: Path, sweep: Sweep) -> None:
    with _files_no_larger_than(100), pytest.raises(OSError, match="File too large") as failure:
        Store.create(tmp_path / "store", sweep, CHUNKS)
    assert failure.value.filename == str(tmp_path / "store" / "batch.json")
    assert Store.create(tmp_path / "store", sweep, CHUNKS).missing() == [0, 1, 2], "it begins anew"


def test_a_second_writer_is_refused_and_a_reader_is_not(store: Store) -> None:
    with store.locked():
        with pytest.raises(BlockingIOError, match=rf"process {os.getpid()} on \S+ is writing this store") as refusal:
            with Store.open(store.folder).locked():
                raise AssertionError
        assert refusal.value.filename == str(store.folder)
        assert Store.open(store.folder).table().num_rows == 23
    with store.locked():
        assert not (store.folder / ".lock").read_text().startswith("process 0")


def test_the_lock_is_free_after_a_fault_and_its_holder_forgotten(store: Store) -> None:
    with pytest.raises(KeyError), store.locked():
        raise KeyError
    with store.locked():
        pass
    assert (store.folder / ".lock").read_bytes() == b""


def test_the_lock_removes_what_dead_writers_left_and_nothing_else(tmp_path: Path) -> None:
    for name in (".sim-17-18.tmp", ".sim-notes", "part.tmp"):
        (tmp_path / name).touch()
    with hold_lock(tmp_path):
        assert sorted(path.name for path in tmp_path.iterdir()) == [".lock", ".sim-notes", "part.tmp"]


def test_threads_of_one_process_write_files_side_by_side(tmp_path: Path) -> None:
    with whole_file(tmp_path / "a") as stream:
        stream.write("a")

        def other() -> None:
            with whole_file(tmp_path / "b", "wb", durable=True) as beside:
                beside.write(b"b")

        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a": "a", "b": "b"}
