"""Whole worlds watched as they are played, a block at a time; none is kept."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np

from sim.arrays import Floats
from sim.engine.evidence.evidence import draws_at_a_time, evidence
from sim.engine.program.plan import plan
from sim.engine.program.program import Program
from sim.engine.program.threads import Steps, each
from sim.engine.program.uniforms import BLOCK, Uniforms
from sim.engine.sample import walk
from sim.engine.worlds.rows import States, Thresholds
from sim.engine.worlds.tally import CHUNK
from sim.progress import Progress, untold
from sim.scenario.resolve.observations import Observation
from sim.scenario.resolve.policy_path import PolicyPath


class Watcher(Protocol):
    """What counts the worlds of one chunk of draws; every array is (draws, 64)."""

    def begin(self, weights: Floats) -> None:
        """A block of worlds begins; weights: the likelihood of what was seen in each."""

    def look(self, step: int, states: Sequence[States]) -> None:
        """The watched variables' positions at a step."""

    def close(self) -> None:
        """The block ends."""


def watch_worlds(
    program: Program, policy: str, paths: Mapping[str, PolicyPath], worlds: int, seed: int, *, watched: Sequence[str],
    last: int, make: Callable[[int, int], Watcher], done: Callable[[Watcher], None],
    observations: Sequence[Observation] = (), threads: int = 1, progress: Progress = untold,
) -> None:  # fmt: skip
    """Play all worlds of one policy up to a step; they are those that `sim.engine.sample.run` counts.

    worlds: a draw, a multiple of 64. watched: names of variables. last: the last step that is played. make: gives what
    counts some draws, from the first of them and how many they are. done: takes it when all their worlds are played, in
    the order of the draws, whatever the threads. Raises what `sim.engine.evidence.evidence.evidence` raises.
    """
    laid = plan(program, policy, paths)
    laid = replace(laid, sampled=laid.free)
    seen = evidence(program, laid, observations)
    size = min(CHUNK, draws_at_a_time(program, [seen]))
    starts = range(0, program.draws, size)
    steps, in_order = Steps(progress, len(starts) * (worlds // BLOCK)), _InOrder(done)

    def play(first: int) -> None:
        draws = min(size, program.draws - first)
        thresholds = [Thresholds(variable, first, draws) for variable in program.variables]
        watcher, shape = make(first, draws), (draws, BLOCK)
        for block in range(worlds // BLOCK):
            uniforms = Uniforms(seed, block=block, first=first, draws=draws)
            walked = walk(program, laid, seen, thresholds, uniforms)
            watcher.begin(np.broadcast_to(walked.weights, shape))
            for step in range(1, last + 1):
                walked.advance(step, uniforms)
                watcher.look(step, [np.broadcast_to(walked.state(name), shape) for name in watched])
            watcher.close()
            steps.one_more()
        in_order.take(first // size, watcher)

    each(play, starts, threads)


class _InOrder:
    """Hands on what comes from any thread in the order of its numbers."""

    def __init__(self, done: Callable[[Watcher], None]) -> None:
        self._done, self._next = done, 0
        self._waiting: dict[int, Watcher] = {}
        self._lock = threading.Lock()

    def take(self, number: int, watcher: Watcher) -> None:
        with self._lock:
            self._waiting[number] = watcher
            while self._next in self._waiting:
                self._done(self._waiting.pop(self._next))
                self._next += 1
