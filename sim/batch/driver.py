"""A sweep carried out: every chunk that the store lacks is worked out by a crew and written by this process alone."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType

from sim.batch.store.store import Store
from sim.batch.sweep.model import Sweep
from sim.batch.work.crew import Crew, Done, Failed, Task
from sim.signal_mask import STOPPING


@dataclass
class Standing:
    """How far the work is. settings, chunks: of the whole sweep. done: settings in the store. fresh: of these, those of
    this run. written: chunks of this run. refused: settings of this run. failures: chunks that were left.
    wanted: of the settings, those that this run was asked for. begun: clock when the work began, in seconds
    (`time.monotonic`)."""

    settings: int
    chunks: int
    done: int
    fresh: int = 0
    written: int = 0
    refused: int = 0
    failures: list[Failed] = field(default_factory=list)
    wanted: int = 0
    begun: float = field(default_factory=time.monotonic)

    @property
    def rate(self) -> float:
        """Settings a second, in this run."""
        return self.fresh / max(time.monotonic() - self.begun, 1e-9)

    @property
    def left(self) -> float | None:
        """Seconds still to go at this rate; None before the first chunk is done."""
        return (self.wanted - self.fresh) / self.rate if self.fresh else None

    @property
    def finished(self) -> bool:
        """Whether all that this run was asked for is in the store."""
        return self.fresh == self.wanted

    @property
    def complete(self) -> bool:
        """Whether every setting is in the store."""
        return self.done == self.settings


def carry_out(
    sweep: Sweep,
    store: Store,
    chunks: Sequence[Sequence[int]],
    crew: Crew,
    tell: Callable[[Standing], None] = lambda _: None,
    stopped: Callable[[], bool] = lambda: False,
    takes: Callable[[int], bool] = lambda _: True,
) -> Standing:
    """Works out the chunks that the store lacks and writes each when it comes; how far that got.

    chunks: the settings of every chunk of the plan, which the store was created with. crew: who works. tell: called at
    the start and after every chunk. stopped: asked before a new chunk is begun; those in hand are finished. takes:
    whether a chunk, by its number from 0, is worked out here; others are left to other machines.

    Raises OSError where a part cannot be written; what was written before stays.
    """
    missing = store.missing()
    lacking = sum(len(chunks[number]) for number in missing)
    mine = [number for number in missing if takes(number)]
    wanted = sum(len(chunks[number]) for number in mine)
    standing = Standing(len(sweep), len(chunks), len(sweep) - lacking, wanted=wanted)
    tell(standing)
    for result in crew.results(_tasks(sweep, chunks, mine), stopped):
        if isinstance(result, Done):
            store.write(result.number, result.content)
            standing.done += result.settings
            standing.fresh += result.settings
            standing.refused += result.refused
            standing.written += 1
        else:
            standing.failures.append(result)
        tell(standing)
    return standing


def _tasks(sweep: Sweep, chunks: Sequence[Sequence[int]], numbers: Sequence[int]) -> Iterator[Task]:
    for number in numbers:
        yield Task(number, tuple(sweep.settings(chunks[number])))


@contextmanager
def stop_on_signals(say: Callable[[str], None]) -> Iterator[Callable[[], bool]]:
    """Whether a Ctrl-C, SIGTERM or SIGHUP has come; a second one ends the work at once, as KeyboardInterrupt.

    say: is called once, with a sentence, when the first one comes. In a thread other than the main one no signal is
    caught, and none that the process was started to ignore.
    """
    asked = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield asked.is_set
        return

    def ask(number: int, _: FrameType | None) -> None:
        if asked.is_set():
            raise KeyboardInterrupt
        asked.set()
        say(f"{signal.Signals(number).name}: finishing the chunks in hand; once more ends them unfinished")

    heard = [number for number in STOPPING if signal.getsignal(number) != signal.SIG_IGN]  # as under nohup
    before = {number: signal.signal(number, ask) for number in heard}
    try:
        yield asked.is_set
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
