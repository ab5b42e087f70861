"""Whole worlds, kept for paths and pictures: the same worlds that a run counts, variable by variable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Floats
from sim.engine.evidence.evidence import evidence
from sim.engine.program.plan import plan
from sim.engine.program.program import Program
from sim.engine.program.uniforms import BLOCK, Uniforms
from sim.engine.sample import walk
from sim.engine.worlds.rows import Thresholds
from sim.engine.worlds.walk import Walk
from sim.scenario.resolve.observations import Observation
from sim.scenario.resolve.policy_path import PolicyPath

CHUNK = 256


@dataclass(frozen=True, eq=False)
class Trajectories:
    """Some worlds of one policy.

    draw, world: (worlds,), counted from 0; the worlds of one number share all their uniforms' names but
        not their draw. weight: (worlds,), the likelihood of what was seen, 1 without evidence.
    states: (worlds, steps, variables), positions; steps 1..N, variables in the program's order.
    """

    policy: str
    draw: NDArray[np.int64]
    world: NDArray[np.int64]
    weight: Floats
    states: NDArray[np.uint8]


def keep(
    program: Program,
    policy: str,
    paths: Mapping[str, PolicyPath],
    count: int,
    seed: int,
    observations: Sequence[Observation] = (),
) -> Trajectories:
    """The first `count` worlds of a policy: world 0 of every draw, then world 1 of every draw, and so on.

    They are those that `sim.engine.sample.run` counts with the same seed, however many it is asked for.
    """
    number = np.arange(count)
    kept = Trajectories(
        policy, number % program.draws, number // program.draws, np.ones(count),
        np.zeros((count, program.steps, len(program.variables)), dtype=np.uint8),
    )  # fmt: skip
    for block in range(int(kept.world[-1]) // BLOCK + 1):
        for first in range(0, program.draws, CHUNK):
            draws = min(CHUNK, program.draws - first)
            mine = (kept.world // BLOCK == block) & (kept.draw >= first) & (kept.draw < first + draws)
            if mine.any():
                uniforms = Uniforms(seed, block=block, first=first, draws=draws)
                worlds = _walk(program, policy, paths, observations, uniforms, first, draws)
                _play(program, worlds, uniforms, kept, np.flatnonzero(mine), first)
    return kept


def _walk(
    program: Program,
    policy: str,
    paths: Mapping[str, PolicyPath],
    observations: Sequence[Observation],
    uniforms: Uniforms,
    first: int,
    draws: int,
) -> Walk:
    """A walk in which every variable's state is drawn, read by somebody or not."""
    thresholds = [Thresholds(variable, first, draws) for variable in program.variables]
    laid = plan(program, policy, paths)
    all_sampled = tuple(not setting.constant for setting in laid.settings)
    seen = evidence(program, laid, observations)
    if seen is not None:
        seen = replace(seen, plan=replace(seen.plan, sampled=all_sampled))
    return walk(program, replace(laid, sampled=all_sampled), seen, thresholds, uniforms)


def _play(
    program: Program, worlds: Walk, uniforms: Uniforms, kept: Trajectories, places: NDArray[np.int64], first: int
) -> None:
    """Play one block and copy the worlds that are kept."""
    draws, lanes = kept.draw[places] - first, kept.world[places] % BLOCK
    shape = (int(draws.max()) + 1, BLOCK)
    kept.weight[places] = _spread(worlds.weights, shape)[draws, lanes]
    for step in range(1, program.steps + 1):
        worlds.advance(step, uniforms)
        for place, variable in enumerate(program.variables):
            state = worlds.state(variable.name)
            kept.states[places, step - 1, place] = _spread(state, shape)[draws, lanes]


def _spread(values: NDArray[np.generic], shape: tuple[int, int]) -> NDArray[np.generic]:
    """The values of the first draws, one a world."""
    return np.broadcast_to(values[: shape[0]], shape)
