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
from sim.engine.worlds.tally import CHUNK
from sim.engine.worlds.walk import Walk
from sim.scenario.resolve.observations import Observation
from sim.scenario.resolve.policy_path import PolicyPath


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
    draw, world = number % program.draws, number // program.draws
    states = np.zeros((count, program.steps, len(program.variables)), dtype=np.uint8)
    kept = Trajectories(policy, draw, world, np.ones(count), states)
    laid = plan(program, policy, paths)
    laid = replace(laid, sampled=laid.free)  # every state is drawn, read by somebody or not
    seen = evidence(program, laid, observations)
    for block in range(int(world[-1]) // BLOCK + 1):
        for first in range(0, program.draws, CHUNK):
            draws = min(CHUNK, program.draws - first)
            mine = (world // BLOCK == block) & (draw >= first) & (draw < first + draws)
            if mine.any():
                thresholds = [Thresholds(variable, first, draws) for variable in program.variables]
                uniforms = Uniforms(seed, block=block, first=first, draws=draws)
                worlds = walk(program, laid, seen, thresholds, uniforms)
                _play(program, worlds, uniforms, kept, np.flatnonzero(mine), first)
    return kept


def _play(
    program: Program, worlds: Walk, uniforms: Uniforms, kept: Trajectories, places: NDArray[np.int64], first: int
) -> None:
    draws, lanes = kept.draw[places] - first, kept.world[places] % BLOCK
    shape = (int(draws.max()) + 1, BLOCK)
    kept.weight[places] = np.broadcast_to(worlds.weights[: shape[0]], shape)[draws, lanes]
    for step in range(1, program.steps + 1):
        worlds.advance(step, uniforms)
        for place, variable in enumerate(program.variables):
            state = worlds.state(variable.name)[: shape[0]]
            kept.states[places, step - 1, place] = np.broadcast_to(state, shape)[draws, lanes]
