"""JAX, written by hand: one compiled function of a key, uniforms and thresholds."""

from __future__ import annotations

from itertools import count

import jax
import jax.numpy as jnp
import numpy as np

from benchmarks.contestants import Sampler, tallied
from benchmarks.workloads import Workload

WORLDS = 1 << 17  # one size: every other would be compiled anew


def sampler(workload: Workload, seed: int) -> Sampler:
    # State-major thresholds: one gather of neighbouring numbers for each state but the last.
    thresholds = [jnp.asarray(np.cumsum(v.mean, axis=1)[:, :-1].T, jnp.float32) for v in workload.variables]
    sizes, parents = workload.sizes, workload.parents

    @jax.jit
    def draw(key: jax.Array) -> list[jax.Array]:
        states: list[jax.Array] = []
        for i, (table, near) in enumerate(zip(thresholds, parents, strict=True)):
            row = jnp.zeros(WORLDS, jnp.int32)
            for parent in near:
                row = row * sizes[parent] + states[parent]
            u = jax.random.uniform(jax.random.fold_in(key, i), (WORLDS,))
            states.append(sum((u >= column[row]).astype(jnp.int32) for column in table))
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
