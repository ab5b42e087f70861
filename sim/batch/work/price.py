"""What a sweep costs, from a timed sample of its settings."""

from __future__ import annotations

import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.batch.store.part import encode_part
from sim.batch.sweep.model import Sweep
from sim.batch.work.chunk import Bench, Row
from sim.results.limits import in_words
from sim.results.memory.bulk import bound
from sim.results.memory.estimate import Extent, memory_of

PLACES, NEIGHBOURS = 4, 3
"""Where in the order of work the sample is taken, and how many settings there; the first of each is not timed."""


@dataclass(frozen=True)
class Price:
    """What a sweep costs.

    settings, chunks, rows: how many. seconds: of one processor core, for all settings. start: of one core, for a worker
    to begin. memory: bytes that one worker may take. disk: bytes of the store. free: bytes free where the store will
    be. refused: settings of the sample that were. sampled: settings of the sample that were timed.
    """

    settings: int
    chunks: int
    rows: int
    seconds: float
    start: float
    memory: int
    disk: int
    free: int
    refused: int
    sampled: int

    def text(self, workers: int) -> str:
        """The price in words, for so many workers; a line each."""
        wall = self.seconds / workers + self.start
        refused = f"; {self.refused} of them refused" if self.refused else ""
        return "\n".join(
            (
                f"settings  {self.settings:,} in {self.chunks:,} chunks, about {self.rows:,} answers",
                f"work      {in_time(self.seconds)} of one core; {in_time(wall)} with {workers} "
                f"worker{'s' if workers > 1 else ''}, if each has a core",
                f"memory    at most {in_words(self.memory)} a worker, {in_words(self.memory * workers)} in all",
                f"disk      {in_words(self.disk)}; {in_words(self.free)} are free",
                f"          (from {self.sampled} settings that were timed{refused})",
            )
        )


def in_time(seconds: float) -> str:
    """A time as it is told.

    >>> in_time(0.42), in_time(75), in_time(7300), in_time(400_000)
    ('0.42 s', '1 min 15 s', '2 h 2 min', '4 d 15 h')
    """
    if seconds < 60:
        return f"{seconds:.2g} s" if seconds < 10 else f"{seconds:.0f} s"
    units = ((86_400, "d", 3600, "h"), (3600, "h", 60, "min"), (60, "min", 1, "s"))
    large, name, small, below = next(unit for unit in units if seconds >= unit[0])
    whole, rest = divmod(round(seconds / small), large // small)
    return f"{whole} {name} {rest} {below}" if rest else f"{whole} {name}"


def price(sweep: Sweep, chunks: Sequence[Sequence[int]], folder: Path, memory: int) -> Price:
    """What a sweep costs on this machine.

    chunks: its settings in the order of work. folder: where the store will be. memory: bytes a forecast may take.
    Raises SimError where not one setting of the sample can be worked out.
    """
    bench, rows, timed = Bench(sweep, memory), list[Row](), list[float]()
    begun = time.process_time()
    for runs in _sample(chunks):
        for place, setting in enumerate(sweep.settings(runs)):
            start = time.process_time()
            rows += bench.rows([setting])
            if place or len(runs) == 1:
                timed.append(time.process_time() - start)
    warm = time.process_time() - begun
    count = len({row["run"] for row in rows})
    share = len(sweep) / count
    each = float(np.mean(timed))
    scenario = sweep.sources[0].scenario
    bulk = bound(scenario, sweep.policies or tuple(scenario.policies), sweep.questions or tuple(scenario.questions))
    return Price(
        settings=len(sweep), chunks=len(chunks), rows=round(share * len(rows)), seconds=each * len(sweep),
        start=max(0.0, warm - each * count) + 1.0, memory=sum(memory_of(bulk, Extent(sweep.draws, kept=True)).values()),
        disk=round(share * len(encode_part(sweep, rows))), free=shutil.disk_usage(_existing(folder)).free,
        refused=len({row["run"] for row in rows if row["status"] == "refused"}), sampled=len(timed),
    )  # fmt: skip


def _sample(chunks: Sequence[Sequence[int]]) -> list[list[int]]:
    """Neighbours in the order of work, from several places."""
    places = sorted({round(share) for share in np.linspace(0, len(chunks) - 1, PLACES)})
    return [list(chunks[place][:NEIGHBOURS]) for place in places]


def _existing(folder: Path) -> Path:
    """The folder, or the nearest above it that is there."""
    place = folder.absolute()
    while not place.exists() and place != place.parent:
        place = place.parent
    return place
