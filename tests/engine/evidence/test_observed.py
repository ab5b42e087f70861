"""Several observations of one variable: their likelihoods are multiplied in one order, whatever the file's."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import numpy as np
from tiny_models import Asked, table

from sim.engine.evidence.observed import watch
from sim.engine.evidence.static import solved_posteriors
from sim.engine.program.compiler import assemble
from sim.scenario.resolve.observations import Observation

SEEN = [Observation(f"E{i}", "coin", 1, at=(likelihood, 1.0)) for i, likelihood in enumerate((0.1, 0.2, 0.3))]


def test_the_order_of_observations_changes_no_byte():
    assert 0.1 * 0.2 * 0.3 != 0.3 * 0.2 * 0.1
    coin = replace(table(np.random.default_rng(1), "coin", 2), phase_of_step=np.zeros(2, int))
    program = assemble([coin], [Asked("Q", "coin", frozenset({1}), "is")], 1)
    factors = {watch(program.variables[0], order).message(1).tobytes() for order in permutations(SEEN)}
    solved = [solved_posteriors(program, {"none": {}}, order, 64)["none"] for order in permutations(SEEN)]
    assert len(factors) == 1
    assert len({one.likelihood.tobytes() for one in solved}) == 1
    assert len({one.probability.tobytes() for one in solved}) == 1
