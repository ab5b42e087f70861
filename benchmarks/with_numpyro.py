"""NumPyro in its documented way: a model of Categoricals, drawn by Predictive, in parallel."""

from __future__ import annotations

from itertools import count

import jax
import jax.numpy as jnp
import numpy as np
import numpyro
import numpyro.distributions as dist
from numpyro.infer import Predictive

from benchmarks.contestants import Sampler, tallied
from benchmarks.workloads import Workload


def sampler(workload: Workload, seed: int) -> Sampler:
    tables = [jnp.asarray(table, jnp.float32) for table in workload.tables()]

    def model() -> None:
        states: dict[str, jax.Array] = {}
        for variable, table in zip(workload.variables, tables, strict=True):
            row = table[tuple(states[parent] for parent in variable.parents)]
            states[variable.name] = numpyro.sample(variable.name, dist.Categorical(probs=row))

    keys = (jax.random.key(s) for s in count(seed))

    def run(worlds: int) -> dict[str, jax.Array]:
        return jax.block_until_ready(Predictive(model, num_samples=worlds, parallel=True)(next(keys)))

    def counts(columns: dict[str, jax.Array]) -> object:
        return tallied({name: np.asarray(column) for name, column in columns.items()}, workload)

    return Sampler(run, counts, most=1 << 16)
