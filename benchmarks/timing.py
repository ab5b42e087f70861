"""CPU seconds of contestants that take turns, in a new order each round."""

from __future__ import annotations

import gc
import os
import random
import time
from collections.abc import Callable, Mapping
from pathlib import Path


def on_one_core() -> None:
    """Keep this process, whatever threads its libraries start, on one core: CPU time is then one thread's time."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def seconds(run: Callable[[], object]) -> float:
    """CPU seconds of this process, all threads, for one call."""
    gc.collect()
    start = time.process_time()
    run()
    return time.process_time() - start


def interleaved(runs: Mapping[str, Callable[[], object]], rounds: int, seed: int = 1) -> dict[str, list[float]]:
    """Seconds of each contestant in each round."""
    rng, order = random.Random(seed), list(runs)
    taken: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds):
        rng.shuffle(order)
        for name in order:
            taken[name].append(seconds(runs[name]))
    return taken


def enough(run: Callable[[int], object], most: int, least_seconds: float) -> int:
    """How many worlds a timed call makes: a power of 4 times 256, `most` at the most.

    Enough to take a while, and for what a call costs whatever its size not to weigh: the last
    fourfold must have cost threefold. Each size is run twice, as the first call may compile.
    """
    worlds, before = min(256, most), 0.0
    while worlds < most:
        now = _second(run, worlds)
        if before and now >= least_seconds and now >= 3 * before:
            break
        worlds, before = min(4 * worlds, most), now
    return worlds


def _second(run: Callable[[int], object], worlds: int) -> float:
    run(worlds)
    return seconds(lambda: run(worlds))


def load() -> str:
    """How busy the machine is: the load of the last minute, per core."""
    try:
        minute = Path("/proc/loadavg").read_text(encoding="ascii").split()[0]
    except OSError:
        return "load unknown"
    return f"load {minute} on {os.cpu_count()} cores"
