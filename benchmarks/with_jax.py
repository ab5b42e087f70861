"""JAX, written by hand: one compiled function of a key, uniforms and thresholds; two ways to look thresholds up."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import jax
import jax.numpy as jnp
import numpy as np

from benchmarks.contestants import Sampler, tallied
from benchmarks.workloads import Workload

WORLDS = 1 << 17  # one size: every other would be compiled anew


Look = Callable[[jax.Array, jax.Array, jax.Array], jax.Array]


def rows(workload: Workload, seed: int) -> Sampler:
    """All thresholds of a world's row at once."""
    return _sampler(workload, seed, lambda table, row, u: (u[:, None] >= table[row]).sum(axis=1))


def columns(workload: Workload, seed: int) -> Sampler:
    """One threshold after the other, each from a table of neighbouring numbers."""
    return _sampler(workload, seed, lambda table, row, u: sum((u >= column[row]).astype(int) for column in table.T))


def _sampler(workload: Workload, seed: int, look: Look) -> Sampler:
    thresholds = [jnp.asarray(np.cumsum(v.mean, axis=1)[:, :-1], jnp.float32) for v in workload.variables]
    sizes, parents = workload.sizes, workload.parents

    @jax.jit
    def draw(key: jax.Array) -> list[jax.Array]:
        states: list[jax.Array] = []
        for i, (table, near) in enumerate(zip(thresholds, parents, strict=True)):
            row = jnp.zeros(WORLDS, jnp.int32)
            for parent in near:
                row = row * sizes[parent] + states[parent]
            u = jax.random.uniform(jax.random.fold_in(key, i), (WORLDS,))
            states.append(look(table, row, u).astype(jnp.int32))
        return states

    keys = (jax.random.key(s) for s in count(seed))

    def run(worlds: int) -> list[list[jax.Array]]:
        return [jax.block_until_ready(draw(next(keys))) for _ in range(0, worlds, WORLDS)]

    def counts(blocks: list[list[jax.Array]]) -> object:
        names = [variable.name for variable in workload.variables]
        columns = {name: np.concatenate([np.asarray(b[i]) for b in blocks]) for i, name in enumerate(names)}
        return tallied(columns, workload)

    run(WORLDS)  # compiled before the clock starts
    return Sampler(run, counts, most=WORLDS)
