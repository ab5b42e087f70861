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


def test_events_inside_one_another_make_one_past_each():
    """Forty rungs: as separate events they would be 2**40 pasts."""
    ladder = table(np.random.default_rng(1), "ladder", 41)
    program = assemble([ladder], [Asked("Q", "ladder", frozenset({1}), "is")], 3)
    rungs = [Observation(f"E{k}", "ladder", 3, ever=frozenset(range(k, 41)), if_ever=0.25) for k in range(1, 41)]
    watched = watch(program.variables[0], rungs)
    assert watched.pasts == 41
    assert watched.member == tuple(range(41))
    assert watched.after(watched.after(0, 7), 3) == 7
    assert watched.factors[3][:, 0].tolist() == [0.25**k for k in range(41)]


def test_pasts_that_no_path_has_are_not_there():
    """An event inside another one has not held unless that one has."""
    climb = table(np.random.default_rng(1), "climb", 3)
    program = assemble([climb], [Asked("Q", "climb", frozenset({1}), "is")], 3)
    seen = [Observation(f"E{k}", "climb", 1, ever=frozenset(range(k, 3)), if_ever=0.5) for k in (2, 1)]
    watched = watch(program.variables[0], seen)
    assert watched.moves.tolist() == [[0, 1, 2], [1, 1, 2], [2, 2, 2]]
    assert watched.factors[1].tolist() == [[1.0] * 3, [0.5] * 3, [0.25] * 3]
