"""Stores of one sweep, each with some of its chunks, made one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sim.batch.store.lock import hold_lock
from sim.batch.store.parts import ANSWERS, find_parts
from sim.batch.store.plan import differences
from sim.batch.store.store import Store, begin
from sim.errors import FormatError, Problem
from sim.whole_files import whole_file


def merge(stores: Sequence[Path], folder: Path) -> Store:
    """One store that holds the parts of all.

    stores: folders of stores of the same plan. folder: where it will be; a store of that plan there is added to.
    Nothing is written unless all is well. Raises FormatError for stores of other plans, damaged parts, and a chunk
    that has other bytes in another store; OSError with the file's name.
    """
    opened = [Store.open(path) for path in stores]
    if not opened:
        raise ValueError("there is no store to merge")
    plan = opened[0].plan
    problems = [Problem(text, file=str(store.folder)) for store in opened[1:] for text in differences(store.plan, plan)]
    if problems:
        raise FormatError(problems)
    chosen = _chosen(opened)
    there = begin(folder, plan)
    if told := differences(there, plan):
        raise FormatError([Problem(text, file=str(folder)) for text in told])
    target = Store(folder, there)
    with hold_lock(folder):
        _chosen([target, *opened])
        kept = target.files()
        for number, path in chosen.items():
            if number not in kept:
                with whole_file(folder / ANSWERS / path.name, "wb", durable=True) as stream:
                    stream.write(path.read_bytes())
    return target


def _chosen(stores: Sequence[Store]) -> dict[int, Path]:
    """Chunk -> a part of it. Raises FormatError where two stores disagree on one."""
    chosen: dict[int, Path] = {}
    problems = []
    for store in stores:
        store.parts()  # every part's end is read and checked
        for number, (path, _) in find_parts(store.folder, store.plan["chunks"]).items():
            other = chosen.setdefault(number, path)
            if other.name != path.name or other.read_bytes() != path.read_bytes():
                problems.append(Problem(f"chunk {number} has other bytes than in {other}", file=str(path)))
    if problems:
        raise FormatError(problems)
    return chosen
