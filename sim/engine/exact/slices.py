"""Exact slices: P(state at step) of every variable that can be solved for, in every draw.

The core goes forward in time in chains, each closed under ancestors; what else can be solved for hangs
on the core's cell at the same step, and starts there from the joint distribution of the axes it reads.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

import numpy as np

from sim.arrays import Floats
from sim.engine.exact.chain import Chain, Laid
from sim.engine.exact.single_variable import Single
from sim.engine.exact.solvable import Layout
from sim.engine.exact.stage import Axis, OnStage, Stage
from sim.engine.program.budget import affordable, windows


@dataclass(frozen=True, eq=False)
class SlicePart(OnStage):
    """Variables that read a chain's cell: how they are solved for, and the chain's gate that they start from."""

    way: Chain | Single
    gate: int | None

    @property
    def draws(self) -> int:
        """How many draws are worked out."""
        return self.way.stage.draws(self.way.members)


@dataclass(frozen=True, eq=False)
class Solution(OnStage):
    """How slices are solved. chains: with their parts. solved: places of the variables."""

    stage: Stage
    layout: Layout
    chains: tuple[tuple[Chain, tuple[SlicePart, ...]], ...]
    solved: frozenset[int]

    def together(self, places: Set[int]) -> frozenset[int]:
        """What is solved for in one pass with any of the places: its numbers may round otherwise when theirs move."""
        found: set[int] = set()
        for chain, parts in self.chains:
            hit = not places.isdisjoint(chain.members)
            found.update(chain.members if hit else ())
            for part in parts:
                if (hit and part.gate is not None) or not places.isdisjoint(part.way.members):
                    found.update(part.way.solves)
        return frozenset(found)


def solution(stage: Stage, layout: Layout) -> Solution:
    """The chains and parts of a policy, without those that would cost too much."""
    parts = [(way, axes) for members, axes in layout.parts() for way in _ways(stage, members, axes)]
    wanted = {layout.closure({axis[0] for axis in axes}) for _, axes in parts}
    wanted |= {layout.closure([place]) for place in layout.core}
    chains = {needed: Chain(stage, sorted(needed), lasting=layout.lasting) for needed in wanted}
    able = [needed for needed, chain in chains.items() if affordable(chain, stage.draws(needed))]
    able.sort(key=lambda needed: (len(needed), sorted(needed)))
    largest = [needed for needed in able if not any(needed < other for other in able)]
    found, solved = [], set(layout.constant)
    for needed in largest or [frozenset()]:
        mine = [part for part in parts if layout.closure({axis[0] for axis in part[1]}) <= needed]
        parts = [part for part in parts if part not in mine]
        gates = tuple(dict.fromkeys(axes for _, axes in mine if axes))
        chain = Chain(stage, sorted(needed), gates, lasting=layout.lasting)
        found.append((chain, tuple(SlicePart(way, gates.index(axes) if axes else None) for way, axes in mine)))
        solved |= needed.union(*(way.solves for way, _ in mine))
    return Solution(stage, layout, tuple(found), frozenset(solved))


def _ways(stage: Stage, members: Sequence[int], axes: tuple[Axis, ...]) -> list[Chain | Single]:
    """How a piece is solved for: in one pass, or where that costs too much, the variables asked about one by one."""
    whole = Chain(stage, members, given=axes)
    if affordable(whole, stage.program.draws):
        return [whole]
    asked = {question.variable for question in stage.program.questions if question.compound is None}
    singles = [Single(stage, place, axes) for place in members if place in asked]
    return [single for single in singles if affordable(single, stage.draws(single.members))]


def solve(made: Solution, slices: Mapping[str, Floats], wanted: Set[int] | None = None) -> None:
    """Fill the slices, (draws, steps, states), of the variables that are solved for; of those `wanted`, if given."""
    places = made.solved if wanted is None else made.solved & wanted
    for place in places:
        states = slices[made.stage.program.variables[place].name]
        states[:] = 0.0
        for step, visitable in enumerate(made.stage.visitable[place][1:]):
            if len(visitable) == 1:
                states[:, step, visitable[0]] = 1.0
    for chain, every in made.chains:
        parts = [part for part in every if not places.isdisjoint(part.way.solves)]
        if not parts and places.isdisjoint(chain.members):
            continue
        largest = max([chain.largest, *(part.way.largest for part in every if part.draws > 1)])
        for window in windows(largest, made.stage.draws(chain.members)):
            _window(replace(made, solved=places), chain, parts, window, slices)


def _window(
    made: Solution, chain: Chain, parts: Sequence[SlicePart], window: slice, slices: Mapping[str, Floats]
) -> None:
    count = window.stop - window.start
    gates: list[list[Floats]] = [[] for _ in chain.gates]
    for step, (readings, _) in enumerate(chain.run(Laid(made.stage, window), count), start=1):
        _enter(made, readings, step, window, slices)
        for gate, held in enumerate(gates):
            held.append(readings[-1, gate])
    for part in parts:
        held = [np.ones(1)] * made.stage.program.steps if part.gate is None else gates[part.gate]
        for mine in _windows(part, window, made.stage.draws(chain.members)):
            count = mine.stop - mine.start  # of a chain, one draw stands for all
            given = [np.broadcast_to(joint[..., :count], (*joint.shape[:-1], count)) for joint in held]
            for step, readings in enumerate(part.way.readings(mine, given), start=1):
                _enter(made, readings, step, mine, slices)


def _windows(part: SlicePart, window: slice, draws: int) -> Iterator[slice]:
    """The draws in which a part is worked out when its chain, of so many draws, is in a window."""
    if part.draws == 1:
        yield from [slice(0, 1)] if window.start == 0 else []
    elif draws == 1:
        yield from windows(part.way.largest, part.draws)
    else:
        yield window


def _enter(
    made: Solution, readings: Mapping[Axis, Floats], step: int, window: slice, slices: Mapping[str, Floats]
) -> None:
    for (place, _), reading in readings.items():
        if place not in made.solved:  # a gate, or not wanted
            continue
        alone = made.stage.draws([place]) == 1 and window == slice(0, 1)
        states = slices[made.stage.program.variables[place].name][slice(None) if alone else window]
        last = made.stage.program.steps if place in made.layout.lasting and place in made.layout.core else step
        for row, state in enumerate(made.stage.visitable[place][step]):
            states[:, step - 1 : last, state] = reading[row][:, None]
