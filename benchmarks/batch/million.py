"""What a million settings of the whole case cost: `python -m benchmarks.batch.million [--settings N] [--folder DIR]`.

Works out some chunks of a grid over two nudges of scenarios/venezuela-2025 on one core, writes each of them many times
as a driver would, and lays out a million settings. Prints the figures of docs/cluster.md.
"""

from __future__ import annotations

import argparse
import pickle
import resource
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sim.batch.store.part import encode_part
from sim.batch.store.store import Store
from sim.batch.sweep.model import Sweep
from sim.batch.sweep.read import read_sweep
from sim.batch.work.chunk import Bench
from sim.batch.work.crew import Task
from sim.batch.work.order import chunks

ROOT = Path(__file__).parents[2]
PARTS = 300  # written, to time the disk
SWEEP = """batch_version: 1
title: A million settings
scenarios: [{scenario}]
vary:
  judgments.S14.nudge: {{from: -1, to: 1, points: 1000}}
  judgments.S22.nudge: {{from: -1, to: 1, points: 1000}}
"""
T = TypeVar("T")


def timed(made: Callable[[], T]) -> tuple[T, float, float]:
    """What a function gives, and its processor and wall seconds."""
    processor, wall = time.process_time(), time.perf_counter()
    return made(), time.process_time() - processor, time.perf_counter() - wall


def main() -> None:
    """Prints the figures, a line each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenario", default=str(ROOT / "scenarios" / "venezuela-2025"))
    parser.add_argument("--settings", type=int, default=200, help="settings that are worked out")
    parser.add_argument("--folder", type=Path, default=None, help="where the store is written: the disk that is timed")
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(dir=asked.folder))
    try:
        (folder / "sweep.yaml").write_text(SWEEP.format(scenario=asked.scenario))
        laid_out_and_written(folder, asked.settings)
    finally:
        shutil.rmtree(folder)


def laid_out_and_written(folder: Path, settings: int) -> None:
    """Every figure, in the order in which a driver meets them."""
    sweep, read, _ = timed(lambda: read_sweep(folder / "sweep.yaml"))
    laid_out, ordered, _ = timed(lambda: chunks(sweep))
    store, created, _ = timed(lambda: Store.create(folder / "store", sweep, laid_out))
    _, looked, _ = timed(store.missing)
    print(f"settings {len(sweep):,}, chunks {len(laid_out):,} of {len(laid_out[0])}")
    print(f"read {read:.2f} s, order {ordered:.2f} s, Store.create {created:.2f} s, missing {looked:.3f} s of CPU")
    print(f"driver's peak so far {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    task = Task(0, tuple(sweep.settings(laid_out[0])))
    print(f"sweep sent to a worker process {_size(sweep):,} bytes, a task {len(pickle.dumps(task)):,} bytes")
    contents, rows = _worked_out(sweep, laid_out, settings)
    count, content = len(contents), contents[0]
    _, processor, wall = timed(lambda: [store.write(part % count, contents[part % count]) for part in range(PARTS)])
    print(f"write {1000 * processor / PARTS:.1f} ms of CPU, {1000 * wall / PARTS:.1f} ms a part: {PARTS / wall:.0f}/s")
    print(
        f"a part {len(content):,} bytes, {len(content) / rows:.0f} bytes a row; store {len(content) * len(laid_out):,}"
    )


def _worked_out(sweep: Sweep, laid_out: list[list[int]], settings: int) -> tuple[list[bytes], int]:
    """The first parts, and the rows of one; tells what a setting costs on one core."""
    bench, contents, rows = Bench(sweep, 10**9), list[bytes](), 0
    for number in range(max(2, settings // len(laid_out[0]))):
        chosen = sweep.settings(laid_out[number])
        made, processor, _ = timed(lambda chosen=chosen: bench.rows(chosen))  # type: ignore[misc]
        content, encoded, _ = timed(lambda made=made: encode_part(sweep, made))  # type: ignore[misc]
        rows = len(made)
        contents.append(content)
        each = 1000 * processor / len(chosen)
        print(f"chunk {number}: {processor:.2f} s, {each:.1f} ms a setting; encode {1000 * encoded:.1f} ms")
    return contents, rows


def _size(sweep: Sweep) -> int:
    from dataclasses import replace

    return len(pickle.dumps(replace(sweep, points=())))


if __name__ == "__main__":
    main()
