"""Our own kernel of plain worlds."""

from __future__ import annotations

from itertools import count
from typing import Literal

from benchmarks.contestants import Sampler
from benchmarks.plain_worlds import Node, PlainWorlds
from benchmarks.workloads import Workload


def eight(workload: Workload, seed: int) -> Sampler:
    return _sampler(workload, seed, 8)


def sixteen(workload: Workload, seed: int) -> Sampler:
    return _sampler(workload, seed, 16)


def thirty_two(workload: Workload, seed: int) -> Sampler:
    return _sampler(workload, seed, 32)


def _sampler(workload: Workload, seed: int, bits: Literal[8, 16, 32]) -> Sampler:
    pairs = zip(workload.variables, workload.tables(), strict=True)
    worlds = PlainWorlds([Node(v.name, v.parents, table) for v, table in pairs], bits=bits)
    seeds = count(seed)
    return Sampler(lambda n: worlds.tally(n, next(seeds)), lambda counts: counts)
