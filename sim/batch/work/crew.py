"""Who works on chunks: what is handed to a crew, and what comes back from it, in whatever order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from sim.batch.store.part import encode_part
from sim.batch.sweep.model import Sweep, SweepSetting
from sim.batch.work.chunk import Bench

ATTEMPTS = 3
"""Workers that a chunk may take with it before it is left."""


@dataclass(frozen=True)
class Task:
    """One chunk to be worked out. number: its place in the plan, from 0."""

    number: int
    settings: tuple[SweepSetting, ...]


@dataclass(frozen=True)
class Done:
    """One chunk that is worked out. content: its part of the store. refused: settings that are."""

    number: int
    content: bytes
    settings: int
    refused: int


@dataclass(frozen=True)
class Failed:
    """One chunk that is left. runs: its first and last setting. reason: a fault of the program, or dead workers."""

    number: int
    runs: tuple[int, int]
    reason: str


class Crew(Protocol):
    """Workers, wherever they are."""

    def results(self, tasks: Iterable[Task], stopped: Callable[[], bool]) -> Iterator[Done | Failed]:
        """What becomes of each task, as it comes. Once stopped, no new task is begun; those in hand are finished."""
        ...


def work_out(bench: Bench, sweep: Sweep, task: Task) -> Done | Failed:
    """One task's part of the store, worked out here; a fault of the program fails the task and nothing else."""
    try:
        rows = bench.rows(task.settings)
        content = encode_part(sweep, rows)
    except Exception as error:
        return failed(task, f"{type(error).__name__}: {error}")
    return Done(task.number, content, len(task.settings), sum(row["status"] == "refused" for row in rows))


def failed(task: Task, reason: str) -> Failed:
    """A task that is left, and why."""
    runs = [setting.run for setting in task.settings]
    return Failed(task.number, (min(runs), max(runs)), reason)
